package io.sluice.limits;

/** What a request is going to cost, as far as its head tells. */
public enum Work {
    READ,
    WRITE,
    /** A PUT or PATCH: a write, or a deactivation or removal; only its body tells. */
    EDIT,
    /** Takes something away from somebody: it keeps a reserved share of every limit. */
    REMOVAL,
    /** Many operations, on threads and connections of their own. */
    BULK;

    boolean writes() {
        return this == WRITE || this == EDIT || this == REMOVAL;
    }
}
