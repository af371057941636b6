package io.sluice.guard;

import static io.sluice.guard.Canaries.WORD;

import io.sluice.config.BearerToken;
import io.sluice.guard.Caller.Door;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;

/** Requests to the administration API: those that make what opens doors, and those that are refused for a marked word. */
final class AdminCanaries {
    private final Caller caller;
    private final Canaries canaries;
    private final Door admin;

    /** @param base the root of the API's port */
    AdminCanaries(Caller caller, Canaries canaries, URI base, String token) {
        this.caller = caller;
        this.canaries = canaries;
        this.admin = Door.bearer(base.resolve("/admin/v1"), token);
    }

    /** A tenant with its token. */
    String newTenant(String name) {
        JsonObject made = new JsonObject(caller.send(
                admin, "POST", "/tenants", JsonObject.of("name", name).encode()));
        return known(made.getJsonObject("token").getString("secret"));
    }

    /** The id of a new client of the tenant. */
    String newClient(String tenant) {
        return new JsonObject(caller.send(admin, "POST", "/tenants/" + tenant + "/clients", "")).getString("id");
    }

    String newSecret(String tenant, String client) {
        return known(
                new JsonObject(caller.send(admin, "POST", "/tenants/" + tenant + "/clients/" + client + "/secrets", ""))
                        .getString("secret"));
    }

    String get(String path) {
        return caller.send(admin, "GET", path, "");
    }

    /** Everything that is refused. */
    void send(String tenant, String client) {
        String wrong = known(BearerToken.admin());
        caller.send(new Door(admin.base(), "Bearer " + wrong), "GET", "/tenants", "");
        caller.send(new Door(admin.base(), ""), "GET", "/tenants?token=" + wrong, "");
        String below = "/tenants/" + tenant;
        for (String path : List.of("/" + WORD, "/tenants/" + WORD, below + "/" + WORD, below + "/tokens/" + WORD)) {
            get(path);
        }
        for (String query : List.of("log?resource=", "log?cursor=", "log?since=", "log?count=", "changes?cursor=")) {
            get(below + "/" + query + WORD);
        }
        String word = "\"" + WORD + "\"";
        for (String path : List.of("/tenants", below + "/tokens", below + "/clients", below + "/undo")) {
            caller.send(admin, "POST", path, word);
            caller.send(admin, "POST", path, "{" + word);
            caller.send(admin, "POST", path, "{" + word + ":" + word + "}");
            for (String member : List.of("name", "scopes", "expires", "tokenSeconds", "since")) {
                caller.send(admin, "POST", path, "{\"" + member + "\":[" + word + "]}");
            }
        }
        caller.send(admin, "PUT", below + "/hold", "{\"enabled\":" + word + "}");
        caller.send(admin, "PUT", below + "/limits", "{\"operationsPerSecond\":" + word + "}");
        caller.send(admin, "PATCH", below, "{\"suspended\":" + word + "}");
        caller.send(admin, "PUT", below + "/schemas/urn:example:x", "{\"id\":" + word + "}");
        caller.send(admin, "PUT", below + "/resource-types/Room", "{\"name\":" + word + "}");
        caller.send(admin, "PUT", below + "/matching-attributes/User/title", word);
        caller.send(
                admin,
                "POST",
                below + "/clients/" + client + "/issuers",
                "{\"use\":" + word + ",\"issuer\":" + word + ",\"tid\":" + word + ",\"audience\":" + word + "}");
    }

    private String known(String secret) {
        canaries.secret(secret);
        return secret;
    }
}
