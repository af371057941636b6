package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.AttributePath;
import io.sluice.schema.ResourceType;
import io.sluice.scim.Json;
import io.sluice.scim.TenantId;
import io.sluice.store.Definitions;
import io.sluice.store.Definitions.Matching;
import io.sluice.store.MatchingAttributes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The attributes that a tenant matches by besides those that every tenant does. Their index is built and removed in the background. */
final class MatchingAdministration {
    private static final Logger LOG = LoggerFactory.getLogger(MatchingAdministration.class);
    private static final String ALL = "tenants/{tenant}/matching-attributes";
    private static final String ONE = ALL + "/{name}/{attribute}";

    private final OwnDefinitions definitions;

    MatchingAdministration(OwnDefinitions definitions) {
        this.definitions = definitions;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", ALL, this::list),
                new AdminRoute("GET", ONE, this::get),
                new AdminRoute("PUT", ONE, this::declare),
                new AdminRoute("DELETE", ONE, this::remove));
    }

    private Future<AdminAnswer> list(AdminRequest request) {
        return definitions.show(
                request,
                known -> AdminJson.list(
                        "matchingAttributes", known.matching().stream().map(MatchingAdministration::json)));
    }

    private Future<AdminAnswer> get(AdminRequest request) {
        return definitions.show(request, known -> json(declared(known, request)));
    }

    /** Declaring what is declared already changes nothing, unless it failed: then it is tried again. */
    private Future<AdminAnswer> declare(AdminRequest request) {
        request.bodyIfAny().requireOnly();
        return definitions
                .apply(
                        request,
                        known -> known.matching(request.name("{name}"), path(known, request))
                                .filter(attribute -> attribute.state() != Matching.State.FAILED)
                                .orElseGet(() -> begun(known, request)),
                        Definitions::with,
                        this::write)
                .map(attribute -> {
                    LOG.info("Tenant {} matches {} by {}", request.tenant(), attribute.type(), attribute.path());
                    return new AdminAnswer.Body(200, json(attribute));
                });
    }

    private Future<Boolean> write(TenantId tenant, long version, Matching attribute) {
        return attribute.code() == 0
                ? definitions.store().declare(tenant, version, attribute)
                : Future.succeededFuture(true);
    }

    private Future<AdminAnswer> remove(AdminRequest request) {
        return definitions
                .apply(request, known -> declared(known, request), Definitions::without, definitions.store()::remove)
                .map(attribute -> {
                    LOG.info(
                            "Tenant {} no longer matches {} by {}",
                            request.tenant(),
                            attribute.type(),
                            attribute.path());
                    return new AdminAnswer.Empty();
                });
    }

    private static Matching begun(Definitions known, AdminRequest request) {
        return new Matching(0, request.name("{name}"), path(known, request), Matching.State.BUILDING, "");
    }

    private static Matching declared(Definitions known, AdminRequest request) {
        return known.matching(request.name("{name}"), path(known, request))
                .orElseThrow(() -> KnownTenants.notFound("The tenant has not declared it."));
    }

    /** In the schema's letters, whatever those of the address. */
    private static AttributePath path(Definitions known, AdminRequest request) {
        ResourceType type = known.assembled()
                .byName(request.name("{name}"))
                .orElseThrow(() -> KnownTenants.notFound("The tenant has no such resource type."));
        return AttributePath.parse(request.name("{attribute}"))
                .map(path -> OwnDefinitions.held(() -> MatchingAttributes.resolve(type, path)))
                .orElseThrow(() -> AdminBody.refused("The address does not end in an attribute's name."))
                .path();
    }

    private static ObjectNode json(Matching attribute) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("type", attribute.type())
                .put("attribute", attribute.path().toString())
                .put("state", attribute.state().name().toLowerCase(Locale.ROOT));
        return attribute.detail().isEmpty() ? json : json.put("detail", attribute.detail());
    }
}
