package io.sluice.history;

/** What a client learned of its request. */
sealed interface Outcome {
    /**
     * 2xx.
     *
     * @param members seen by a read, one bit for each
     * @param strangers whether a read saw a member that is no user of the run
     */
    record Done(long version, long members, boolean strangers) implements Outcome {}

    /** 412: certainly not done. */
    record Refused() implements Outcome {}

    /** No connection, so nothing was sent: certainly not done. */
    record Unreached() implements Outcome {}

    /** No answer, or 503: perhaps done. */
    record Unknown(String why) implements Outcome {}

    /** An answer that must not be given. */
    record Wrong(String what) implements Outcome {}
}
