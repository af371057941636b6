package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.auth.BearerAuthentication;
import io.sluice.config.BearerToken;
import io.sluice.config.TenantName;
import io.sluice.scim.Json;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.scim.TenantId;
import io.sluice.store.TenantStore;
import io.sluice.store.TenantToken;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What administrators do with tenants and tokens. A secret is made here, answered once and kept nowhere. */
final class TenantAdministration {
    private static final Logger LOG = LoggerFactory.getLogger(TenantAdministration.class);
    private static final int PAGE = 1_000;

    private final TenantStore tenants;

    TenantAdministration(TenantStore tenants) {
        this.tenants = tenants;
    }

    /** At most {@link #PAGE}; {@code next}, where there is one, is what to give as {@code after} for those that follow. */
    Future<AdminAnswer> list(String after) {
        return tenants.after(after, PAGE).map(page -> {
            ObjectNode body = Json.MAPPER.createObjectNode();
            ArrayNode list = body.putArray("tenants");
            page.forEach(tenant -> list.addObject().put("name", tenant.name()).put("created", text(tenant.created())));
            if (page.size() == PAGE) {
                body.put("next", page.getLast().name());
            }
            return new AdminAnswer.Body(200, body);
        });
    }

    Future<AdminAnswer> create(AdminBody body) {
        String name = body.requireOnly("name").text("name", TenantName.RULE);
        if (!TenantName.isValid(name)) {
            throw AdminBody.refused("\"name\" must be " + TenantName.RULE + ".");
        }
        String secret = BearerToken.tenant();
        return tenants.create(name, BearerAuthentication.sha256(secret)).map(created -> {
            TenantToken token = created.orElseThrow(
                    () -> new ScimProblem(409, ScimType.NONE, "There is a tenant of this name.").exception());
            LOG.info("Tenant {} created with token {}", name, token.id());
            ObjectNode answer = Json.MAPPER.createObjectNode().put("name", name);
            answer.set("token", json(token).put("secret", secret));
            return new AdminAnswer.Body(201, answer);
        });
    }

    Future<AdminAnswer> tokens(String tenant) {
        return known(tenant).compose(tenants::tokens).map(tokens -> {
            ObjectNode body = Json.MAPPER.createObjectNode();
            ArrayNode list = body.putArray("tokens");
            tokens.forEach(token -> list.add(json(token)));
            return new AdminAnswer.Body(200, body);
        });
    }

    Future<AdminAnswer> addToken(String tenant, AdminBody body) {
        Optional<Instant> expires = body.requireOnly("expires").futureMoment("expires");
        String secret = BearerToken.tenant();
        return known(tenant)
                .compose(id -> tenants.addToken(id, BearerAuthentication.sha256(secret), expires))
                .map(token -> {
                    LOG.info("Tenant {} got token {}", tenant, token.id());
                    return new AdminAnswer.Body(201, json(token).put("secret", secret));
                });
    }

    Future<AdminAnswer> revoke(String tenant, UUID token) {
        return known(tenant).compose(id -> tenants.revoke(id, token)).map(revoked -> {
            if (!revoked) {
                throw notFound("The tenant has no such token.");
            }
            LOG.info("Tenant {} lost token {}", tenant, token);
            return new AdminAnswer.Empty();
        });
    }

    private Future<TenantId> known(String name) {
        return tenants.find(name).map(found -> found.orElseThrow(() -> notFound("No such tenant.")));
    }

    private static ObjectNode json(TenantToken token) {
        ObjectNode json =
                Json.MAPPER.createObjectNode().put("id", token.id().toString()).put("created", text(token.created()));
        token.expires().ifPresent(expires -> json.put("expires", text(expires)));
        return json;
    }

    private static String text(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static RuntimeException notFound(String detail) {
        return new ScimProblem(404, ScimType.NONE, detail).exception();
    }
}
