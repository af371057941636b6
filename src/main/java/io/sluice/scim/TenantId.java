package io.sluice.scim;

/** A customer's directory. It comes from the credential alone and is the first argument of every call to the store. */
public record TenantId(long value) {
    public TenantId {
        if (value <= 0) {
            throw new IllegalArgumentException("a tenant id is positive");
        }
    }
}
