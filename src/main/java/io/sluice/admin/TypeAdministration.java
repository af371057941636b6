package io.sluice.admin;

import io.sluice.schema.OwnType;
import io.sluice.store.Definitions;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resource types of a tenant's own, and the extensions of its own that it gives to User and Group (RFC 7643 section 6). Removing
 * hides and never destroys: resources of a type that is gone, and values of an extension that a type lost, are not shown, not found and not
 * counted, and come back with the definition; a resource that is written meanwhile loses such values.
 */
final class TypeAdministration {
    private static final Logger LOG = LoggerFactory.getLogger(TypeAdministration.class);
    private static final String TYPES = "tenants/{tenant}/resource-types";
    private static final String ONE = TYPES + "/{name}";

    private final OwnDefinitions definitions;

    TypeAdministration(OwnDefinitions definitions) {
        this.definitions = definitions;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", TYPES, this::list),
                new AdminRoute("GET", ONE, this::get),
                new AdminRoute("PUT", ONE, this::put),
                new AdminRoute("DELETE", ONE, this::remove));
    }

    private Future<AdminAnswer> list(AdminRequest request) {
        return definitions.show(
                request,
                known -> AdminJson.list(
                        "resourceTypes",
                        known.types().stream()
                                .filter(type -> !type.removed())
                                .map(type -> type.definition().json())));
    }

    private Future<AdminAnswer> get(AdminRequest request) {
        return definitions.show(
                request, known -> live(known, request).definition().json());
    }

    private Future<AdminAnswer> put(AdminRequest request) {
        OwnType next = OwnDefinitions.held(
                () -> OwnType.read(request.name("{name}"), request.body().members()));
        return definitions
                .apply(
                        request,
                        known -> succeeding(known.type(next.name()), next),
                        Definitions::with,
                        definitions.store()::put)
                .map(put -> {
                    LOG.info("Tenant {} defined resource type {}", request.tenant(), next.name());
                    return new AdminAnswer.Body(200, next.json());
                });
    }

    private Future<AdminAnswer> remove(AdminRequest request) {
        return definitions
                .apply(request, known -> removed(live(known, request)), Definitions::with, definitions.store()::put)
                .map(gone -> {
                    LOG.info("Tenant {} removed resource type {}", request.tenant(), request.name("{name}"));
                    return new AdminAnswer.Empty();
                });
    }

    private static Definitions.Type succeeding(Optional<Definitions.Type> former, OwnType next) {
        boolean leftovers = former.filter(type -> type.leftovers() || loses(type.definition(), next))
                .isPresent();
        former.map(type -> type.definition().schema())
                .filter(schema -> !schema.equalsIgnoreCase(next.schema()))
                .ifPresent(schema -> {
                    throw OwnDefinitions.conflict("Resources of this type were made with the schema " + schema
                            + "; keep it, or give the type another name.");
                });
        return new Definitions.Type(next, leftovers, false);
    }

    /** A type that every tenant has stays, without what the tenant gave it. */
    private static Definitions.Type removed(Definitions.Type type) {
        OwnType definition = type.definition();
        if (!definition.schema().isEmpty()) {
            return new Definitions.Type(definition, type.leftovers(), true);
        }
        OwnType bare = new OwnType(definition.name(), "", definition.description(), "", List.of());
        return new Definitions.Type(bare, type.leftovers() || loses(definition, bare), false);
    }

    private static boolean loses(OwnType former, OwnType next) {
        return former.extensions().stream().anyMatch(extension -> !next.uses(extension.schema()));
    }

    private static Definitions.Type live(Definitions known, AdminRequest request) {
        return known.type(request.name("{name}"))
                .filter(type -> !type.removed())
                .orElseThrow(() -> KnownTenants.notFound("The tenant has defined no such resource type."));
    }
}
