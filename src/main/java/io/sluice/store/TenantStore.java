package io.sluice.store;

import io.sluice.scim.TenantId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tenants and their tokens, for administration. Digests are SHA-256 of a whole bearer token. Names of tenants are asked for before a tenant
 * is known; whatever belongs to one takes it as its first argument.
 */
public interface TenantStore {

    /** In the order of their names (by code point), those that come after {@code name}; the empty text comes before all. */
    Future<List<Tenant>> after(String name, int limit);

    Future<Optional<TenantId>> find(String name);

    /** A new tenant with its first token, which may do everything and never expires; empty where the name is taken. */
    Future<Optional<TenantToken>> create(String name, UUID token, byte[] digest);

    /**
     * Begins to delete the tenant with everything that it owns. Its tokens are gone at once, the rest follows some at a time, whatever process
     * ends in between; the name is free when all is done.
     */
    Future<Void> delete(TenantId tenant);

    /** All of them, also the expired, the oldest first. */
    Future<List<TenantToken>> tokens(TenantId tenant);

    /** One token more: those it has stay good. */
    Future<TenantToken> addToken(TenantId tenant, UUID token, byte[] digest, TokenGrant grant);

    /** Deletes the token; false where the tenant has none with this id. */
    Future<Boolean> revoke(TenantId tenant, UUID token);
}
