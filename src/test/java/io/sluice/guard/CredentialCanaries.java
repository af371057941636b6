package io.sluice.guard;

import io.sluice.config.BearerToken;
import io.sluice.guard.Caller.Door;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Tokens, secrets and assertions, good and bad, wherever a client may present one or put it by mistake. */
final class CredentialCanaries {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Caller caller;
    private final Canaries canaries;
    private final URI scim;

    /** @param scim the base of SCIM */
    CredentialCanaries(Caller caller, Canaries canaries, URI scim) {
        this.caller = caller;
        this.canaries = canaries;
        this.scim = scim;
    }

    /** @param token a good one, of the tenant whose client and secret these are */
    void send(String token, String client, String secret) {
        String wrongToken = known(BearerToken.tenant());
        String wrongSecret = known(BearerToken.secret(UUID.randomUUID()));
        String damaged = known(secret.substring(0, secret.length() - 1) + (secret.endsWith("0") ? "1" : "0"));
        String assertion =
                known("eyJhbGciOiJSUzI1NiJ9." + coded("{\"iss\":\"" + Canaries.WORD + "\"}") + ".c2lnbmF0dXJl");

        for (String bearer : List.of(wrongToken, wrongSecret, damaged, assertion, secret, Canaries.WORD)) {
            caller.send(Door.bearer(scim, bearer), "GET", "/Users?count=1", "");
        }
        caller.send(new Door(scim, "Basic " + coded(Canaries.WORD + ":" + token)), "GET", "/Users", "");
        caller.send(new Door(scim, ""), "GET", "/Users?access_token=" + token, "");
        misplaced(token);

        for (String proof : List.of(secret, wrongSecret, damaged, token, Canaries.WORD)) {
            form("client_id=" + client + "&client_secret=" + proof, "");
            form("", "Basic " + coded(client + ":" + proof));
        }
        form("client_id=" + client + "&client_secret=" + secret, "Basic " + coded(client + ":" + secret));
        form("client_id=" + Canaries.WORD + "&client_secret=" + secret, "");
        form("client_id=" + client + "&client_secret=" + secret + "&scope=" + Canaries.WORD, "");
        form("client_id=" + client + "&client_secret=" + secret + "&client_secret=" + secret, "");
        form("client_id=" + client + "&client_secret=" + secret + "%zz", "");
        form(
                "client_assertion_type="
                        + URLEncoder.encode(
                                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", StandardCharsets.UTF_8)
                        + "&client_assertion=" + assertion,
                "");
        form("client_assertion_type=" + Canaries.WORD + "&client_assertion=" + assertion, "");
        caller.send(new Door(scim.resolve("/oauth2"), ""), "POST", "/token", secret);
        caller.send(new Door(scim.resolve("/oauth2"), ""), "GET", "/token?client_secret=" + secret, "");

        JsonObject access = new JsonObject(form("client_id=" + client + "&client_secret=" + secret, ""));
        String accessToken = known(access.getString("access_token"));
        caller.send(Door.bearer(scim, accessToken), "GET", "/Users?count=1", "");
    }

    /** Where people have pasted one: as an id, in a query, as a value. */
    private void misplaced(String token) {
        Door tenant = Door.bearer(scim, token);
        caller.send(tenant, "GET", "/Users/" + token, "");
        caller.send(tenant, "GET", "/" + token, "");
        caller.send(tenant, "GET", "/Users?cursor=" + token, "");
        caller.send(tenant, "GET", "/Users?filter=" + token, "");
        caller.send(tenant, "GET", "/Users?sortBy=userName&sortOrder=" + token, "");
        caller.send(tenant, "POST", "/Users", "{\"userName\":{\"value\":\"" + token + "\"}}");
        caller.send(tenant, "POST", "/Users", token);
    }

    private String form(String body, String authorization) {
        return caller.send(
                new Door(scim.resolve("/oauth2"), authorization),
                "POST",
                "/token",
                "grant_type=client_credentials&" + body,
                "Content-Type",
                FORM);
    }

    private String known(String secret) {
        canaries.secret(secret);
        return secret;
    }

    private static String coded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
