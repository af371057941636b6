package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.auth.BearerAuthentication;
import io.sluice.config.BearerToken;
import io.sluice.config.IssuerHosts;
import io.sluice.scim.Json;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.store.Client;
import io.sluice.store.Client.ClientIssuer;
import io.sluice.store.Client.ClientSecret;
import io.sluice.store.ClientDirectory;
import io.sluice.store.ClientDirectory.IssuerOutcome;
import io.sluice.store.IssuerPins;
import io.sluice.store.Scope;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What administrators do with provisioning clients, their secrets and the issuers that they trust. */
final class ClientAdministration {
    private static final Logger LOG = LoggerFactory.getLogger(ClientAdministration.class);

    /** As Microsoft's gallery demands of an access token: one hour to six. */
    private static final int LEAST_SECONDS = 3_600;

    private static final int MOST_SECONDS = 21_600;

    private static final String CLIENTS = "tenants/{tenant}/clients";
    private static final String CLIENT = CLIENTS + "/{id}";

    private final KnownTenants tenants;
    private final ClientDirectory clients;
    private final IssuerHosts hosts;

    ClientAdministration(KnownTenants tenants, ClientDirectory clients, IssuerHosts hosts) {
        this.tenants = tenants;
        this.clients = clients;
        this.hosts = hosts;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", CLIENTS, this::list),
                new AdminRoute("POST", CLIENTS, this::create),
                new AdminRoute("DELETE", CLIENT, this::delete),
                new AdminRoute("POST", CLIENT + "/secrets", this::addSecret),
                new AdminRoute("DELETE", CLIENT + "/secrets/{part}", this::revokeSecret),
                new AdminRoute("POST", CLIENT + "/issuers", this::addIssuer),
                new AdminRoute("DELETE", CLIENT + "/issuers/{part}", this::revokeIssuer));
    }

    private Future<AdminAnswer> list(AdminRequest request) {
        return tenants.known(request)
                .compose(clients::clients)
                .map(all -> new AdminAnswer.Body(
                        200, AdminJson.list("clients", all.stream().map(ClientAdministration::json))));
    }

    private Future<AdminAnswer> create(AdminRequest request) {
        AdminBody body = request.bodyIfAny().requireOnly("scopes", "tokenSeconds");
        Set<Scope> scopes = body.scopes();
        int seconds = body.members().has("tokenSeconds")
                ? body.number("tokenSeconds", LEAST_SECONDS, MOST_SECONDS)
                : LEAST_SECONDS;
        return tenants.known(request)
                .compose(tenant -> clients.create(tenant, scopes, seconds))
                .map(client -> {
                    LOG.info("Tenant {} got client {}", request.tenant(), client.id());
                    return new AdminAnswer.Body(201, json(client));
                });
    }

    private Future<AdminAnswer> delete(AdminRequest request) {
        return tenants.known(request)
                .compose(tenant -> clients.delete(tenant, request.id()))
                .map(found -> ended(found, request, "client", request.id()));
    }

    private Future<AdminAnswer> addSecret(AdminRequest request) {
        Optional<Instant> expires = request.bodyIfAny().requireOnly("expires").futureMoment("expires");
        UUID id = UUID.randomUUID();
        String secret = BearerToken.secret(id);
        return tenants.known(request)
                .compose(tenant ->
                        clients.addSecret(tenant, request.id(), id, BearerAuthentication.sha256(secret), expires))
                .map(added -> {
                    ClientSecret made = added.orElseThrow(ClientAdministration::noClient);
                    LOG.info("Client {} of tenant {} got secret {}", request.id(), request.tenant(), id);
                    return new AdminAnswer.Body(201, json(made).put("secret", secret));
                });
    }

    private Future<AdminAnswer> revokeSecret(AdminRequest request) {
        return tenants.known(request)
                .compose(tenant -> clients.revokeSecret(tenant, request.id(), request.part()))
                .map(found -> ended(found, request, "secret", request.part()));
    }

    private Future<AdminAnswer> addIssuer(AdminRequest request) {
        IssuerPins pins = IssuerBody.pins(request.body(), hosts);
        return tenants.known(request)
                .compose(tenant ->
                        clients.addIssuer(tenant, request.id(), BearerAuthentication.sha256(pins.origin()), pins))
                .map(outcome -> switch (outcome) {
                    case IssuerOutcome.Added added -> {
                        LOG.info("Client {} of tenant {} trusts another issuer", request.id(), request.tenant());
                        yield new AdminAnswer.Body(201, json(added.issuer()));
                    }
                    case IssuerOutcome.NoClient none -> throw noClient();
                    case IssuerOutcome.Taken taken ->
                        throw new ScimProblem(
                                        409, ScimType.NONE, "Tokens with these claims stand for a client already.")
                                .exception();
                });
    }

    private Future<AdminAnswer> revokeIssuer(AdminRequest request) {
        return tenants.known(request)
                .compose(tenant -> clients.revokeIssuer(tenant, request.id(), request.part()))
                .map(found -> ended(found, request, "issuer", request.part()));
    }

    private static AdminAnswer ended(boolean found, AdminRequest request, String what, UUID id) {
        if (!found) {
            throw KnownTenants.notFound("The tenant has no such " + what + ".");
        }
        LOG.info("Tenant {} lost {} {}", request.tenant(), what, id);
        return new AdminAnswer.Empty();
    }

    private static RuntimeException noClient() {
        return KnownTenants.notFound("The tenant has no such client.");
    }

    private static ObjectNode json(Client client) {
        ObjectNode json = started(client.id(), client.created()).put("tokenSeconds", client.tokenSeconds());
        AdminJson.putScopes(json, client.scopes());
        client.lastUsed().ifPresent(used -> json.put("lastUsed", AdminJson.text(used)));
        ArrayNode secrets = json.putArray("secrets");
        client.secrets().forEach(secret -> secrets.add(json(secret)));
        ArrayNode issuers = json.putArray("issuers");
        client.issuers().forEach(issuer -> issuers.add(json(issuer)));
        return json;
    }

    private static ObjectNode json(ClientSecret secret) {
        ObjectNode json = started(secret.id(), secret.created());
        secret.expires().ifPresent(expires -> json.put("expires", AdminJson.text(expires)));
        return json;
    }

    private static ObjectNode json(ClientIssuer issuer) {
        ObjectNode json = started(issuer.id(), issuer.created());
        IssuerBody.put(json, issuer.pins());
        return json;
    }

    private static ObjectNode started(UUID id, Instant created) {
        return Json.MAPPER.createObjectNode().put("id", id.toString()).put("created", AdminJson.text(created));
    }
}
