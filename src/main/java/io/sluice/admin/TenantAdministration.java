package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.auth.BearerAuthentication;
import io.sluice.config.BearerToken;
import io.sluice.config.TenantName;
import io.sluice.scim.Json;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.store.Tenant;
import io.sluice.store.TenantStore;
import io.sluice.store.TenantToken;
import io.sluice.store.TokenGrant;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What administrators do with tenants and tokens. A secret is made here, answered once and kept nowhere. */
final class TenantAdministration {
    private static final Logger LOG = LoggerFactory.getLogger(TenantAdministration.class);
    private static final int PAGE = 1_000;

    private static final String TOKENS = "tenants/{tenant}/tokens";

    private final TenantStore tenants;
    private final KnownTenants known;

    TenantAdministration(KnownTenants known) {
        this.tenants = known.tenants();
        this.known = known;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", "tenants", this::list),
                new AdminRoute("POST", "tenants", this::create),
                new AdminRoute("DELETE", "tenants/{tenant}", this::delete),
                new AdminRoute("GET", TOKENS, this::tokens),
                new AdminRoute("POST", TOKENS, this::addToken),
                new AdminRoute("DELETE", TOKENS + "/{id}", this::revoke));
    }

    /** At most {@link #PAGE}; {@code next}, where there is one, is what to give as {@code after} for those that follow. */
    private Future<AdminAnswer> list(AdminRequest request) {
        return tenants.after(request.query("after"), PAGE).map(page -> {
            ObjectNode body = AdminJson.list("tenants", page.stream().map(TenantAdministration::json));
            if (page.size() == PAGE) {
                body.put("next", page.getLast().name());
            }
            return new AdminAnswer.Body(200, body);
        });
    }

    private Future<AdminAnswer> create(AdminRequest request) {
        String name = request.body().requireOnly("name").text("name", TenantName.RULE);
        if (!TenantName.isValid(name)) {
            throw AdminBody.refused("\"name\" must be " + TenantName.RULE + ".");
        }
        UUID id = UUID.randomUUID();
        String secret = BearerToken.tenant(id);
        return tenants.create(name, id, BearerAuthentication.sha256(secret)).map(created -> {
            TenantToken token = created.orElseThrow(
                    () -> new ScimProblem(409, ScimType.NONE, "There is a tenant of this name.").exception());
            LOG.info("Tenant {} created with token {}", name, token.id());
            ObjectNode answer = Json.MAPPER.createObjectNode().put("name", name);
            answer.set("token", json(token).put("secret", secret));
            return new AdminAnswer.Body(201, answer);
        });
    }

    private Future<AdminAnswer> delete(AdminRequest request) {
        return known.known(request).compose(tenants::delete).map(begun -> {
            LOG.info("Tenant {} is being deleted", request.tenant());
            return new AdminAnswer.Body(202, Json.MAPPER.createObjectNode().put("name", request.tenant()));
        });
    }

    private Future<AdminAnswer> tokens(AdminRequest request) {
        return known.known(request)
                .compose(tenants::tokens)
                .map(tokens -> new AdminAnswer.Body(
                        200, AdminJson.list("tokens", tokens.stream().map(TenantAdministration::json))));
    }

    private Future<AdminAnswer> addToken(AdminRequest request) {
        AdminBody body = request.bodyIfAny().requireOnly("expires", "scopes");
        TokenGrant grant = new TokenGrant(body.scopes(), body.futureMoment("expires"));
        UUID id = UUID.randomUUID();
        String secret = BearerToken.tenant(id);
        return known.known(request)
                .compose(owner -> tenants.addToken(owner, id, BearerAuthentication.sha256(secret), grant))
                .map(token -> {
                    LOG.info("Tenant {} got token {}", request.tenant(), token.id());
                    return new AdminAnswer.Body(201, json(token).put("secret", secret));
                });
    }

    private Future<AdminAnswer> revoke(AdminRequest request) {
        return known.known(request)
                .compose(id -> tenants.revoke(id, request.id()))
                .map(revoked -> {
                    if (!revoked) {
                        throw KnownTenants.notFound("The tenant has no such token.");
                    }
                    LOG.info("Tenant {} lost token {}", request.tenant(), request.id());
                    return new AdminAnswer.Empty();
                });
    }

    private static ObjectNode json(Tenant tenant) {
        return Json.MAPPER
                .createObjectNode()
                .put("name", tenant.name())
                .put("created", AdminJson.text(tenant.created()));
    }

    private static ObjectNode json(TenantToken token) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("id", token.id().toString())
                .put("created", AdminJson.text(token.created()));
        AdminJson.putScopes(json, token.scopes());
        token.expires().ifPresent(expires -> json.put("expires", AdminJson.text(expires)));
        token.lastUsed().ifPresent(used -> json.put("lastUsed", AdminJson.text(used)));
        return json;
    }
}
