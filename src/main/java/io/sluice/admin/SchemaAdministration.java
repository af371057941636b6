package io.sluice.admin;

import io.sluice.schema.OwnSchema;
import io.sluice.schema.SchemaDefinition;
import io.sluice.schema.SchemaJson;
import io.sluice.store.Definitions;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas of a tenant's own (RFC 7643 section 7). One is served once a resource type uses it. An attribute that was defined under a URN
 * keeps its name and shape for ever, since resources hold its values; removing the schema does not remove those.
 */
final class SchemaAdministration {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaAdministration.class);
    private static final String SCHEMAS = "tenants/{tenant}/schemas";
    private static final String ONE = SCHEMAS + "/{urn}";

    private final OwnDefinitions definitions;

    SchemaAdministration(OwnDefinitions definitions) {
        this.definitions = definitions;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", SCHEMAS, this::list),
                new AdminRoute("GET", ONE, this::get),
                new AdminRoute("PUT", ONE, this::put),
                new AdminRoute("DELETE", ONE, this::remove));
    }

    private Future<AdminAnswer> list(AdminRequest request) {
        return definitions.show(
                request,
                known -> AdminJson.list(
                        "schemas",
                        known.schemas().stream()
                                .filter(schema -> !schema.removed())
                                .map(schema -> SchemaJson.of(schema.definition()))));
    }

    private Future<AdminAnswer> get(AdminRequest request) {
        return definitions.show(
                request, known -> SchemaJson.of(live(known, request).definition()));
    }

    private Future<AdminAnswer> put(AdminRequest request) {
        SchemaDefinition next =
                OwnDefinitions.held(() -> OwnSchema.read(request.body().members()));
        if (!next.id().equalsIgnoreCase(request.name("{urn}"))) {
            throw AdminBody.refused("id must be the URN of the address.");
        }
        return definitions
                .apply(request, known -> succeeding(known, next), Definitions::with, definitions.store()::put)
                .map(put -> {
                    LOG.info("Tenant {} defined schema {}", request.tenant(), next.id());
                    return new AdminAnswer.Body(200, SchemaJson.of(next));
                });
    }

    private Future<AdminAnswer> remove(AdminRequest request) {
        return definitions
                .apply(
                        request,
                        known -> new Definitions.Schema(unused(known, request), true),
                        Definitions::with,
                        definitions.store()::put)
                .map(removed -> {
                    LOG.info(
                            "Tenant {} removed schema {}",
                            request.tenant(),
                            removed.definition().id());
                    return new AdminAnswer.Empty();
                });
    }

    private static Definitions.Schema succeeding(Definitions known, SchemaDefinition next) {
        Optional<SchemaDefinition> former = known.schema(next.id()).map(Definitions.Schema::definition);
        former.ifPresent(before -> {
            if (!before.id().equals(next.id())) {
                throw OwnDefinitions.conflict("id was written " + before.id() + " before; keep its letters.");
            }
            try {
                OwnSchema.checkSucceeds(before, next);
            } catch (IllegalArgumentException misfit) {
                throw OwnDefinitions.conflict(String.valueOf(misfit.getMessage()));
            }
        });
        return new Definitions.Schema(next, false);
    }

    private static SchemaDefinition unused(Definitions known, AdminRequest request) {
        SchemaDefinition schema = live(known, request).definition();
        known.types().stream()
                .filter(type -> !type.removed() && type.definition().uses(schema.id()))
                .findFirst()
                .ifPresent(type -> {
                    throw OwnDefinitions.conflict(
                            "The resource type " + type.definition().name() + " uses it; change that first.");
                });
        return schema;
    }

    private static Definitions.Schema live(Definitions known, AdminRequest request) {
        return known.schema(request.name("{urn}"))
                .filter(schema -> !schema.removed())
                .orElseThrow(() -> KnownTenants.notFound("The tenant has no such schema of its own."));
    }
}
