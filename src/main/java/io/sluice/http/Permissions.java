package io.sluice.http;

import io.sluice.auth.Caller;
import io.sluice.store.Scope;
import java.util.Set;

/** Which scopes a request needs. */
final class Permissions {
    private static final Set<Scope> NONE = Set.of();
    private static final Set<Scope> READ = Set.of(Scope.READ);
    private static final Set<Scope> BULK = Set.of(Scope.BULK);
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private Permissions() {}

    /** 403 where the caller lacks one; anybody who is known may ask for what the service offers, and be told that an address is none. */
    static void require(Caller caller, Target target, String method) {
        require(caller, needed(target, method));
    }

    private static void require(Caller caller, Set<Scope> needed) {
        Scope.require(caller.scopes(), needed);
    }

    private static Set<Scope> needed(Target target, String method) {
        return switch (target) {
            case Target.Root root -> READ;
            case Target.SearchEndpoint search -> READ;
            case Target.Collection collection -> READING.contains(method) ? READ : Scope.toWrite(collection.type());
            case Target.One one -> READING.contains(method) ? READ : Scope.toWrite(one.type());
            case Target.Bulk bulk -> BULK;
            case Target.BulkJobs jobs -> BULK;
            case Target.DiscoveryDocument document -> NONE;
            case Target.NotImplemented missing -> NONE;
            case Target.Unknown unknown -> NONE;
        };
    }
}
