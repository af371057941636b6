package io.sluice.operation;

import io.sluice.schema.Projection;
import io.sluice.schema.ResourceType;
import io.sluice.store.Derived;
import java.util.List;

/** Which derived attributes an answer shows: what a projection leaves out is not computed. */
final class Deriving {
    private static final String GROUPS = "groups";
    /** Has the manager. */
    private static final String ENTERPRISE_USER = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private Deriving() {}

    static Derived of(ResourceType type, Projection projection) {
        return new Derived(
                projection.includes(type, GROUPS),
                projection.names(type, GROUPS),
                projection.includes(type, "members"),
                projection.includes(type, ENTERPRISE_USER));
    }

    static Derived of(List<ResourceType> types, Projection projection) {
        return new Derived(
                types.stream().anyMatch(type -> projection.includes(type, GROUPS)),
                types.stream().anyMatch(type -> projection.names(type, GROUPS)),
                types.stream().anyMatch(type -> projection.includes(type, "members")),
                types.stream().anyMatch(type -> projection.includes(type, ENTERPRISE_USER)));
    }
}
