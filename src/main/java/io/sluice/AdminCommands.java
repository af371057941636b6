package io.sluice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.config.ConfigException;
import io.sluice.config.GatewayConfig;
import io.sluice.config.Secret;
import io.sluice.config.TokenSource;
import io.sluice.scim.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What administrators ask of a running gateway on the command line, and its answers in lines for people. */
final class AdminCommands {
    private final AdminArguments arguments;
    private final AdminClient api;
    private final PrintStream out;

    AdminCommands(AdminArguments arguments, GatewayConfig config, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
        this.api = new AdminClient(
                arguments
                        .option(AdminArguments.ADMIN_URL)
                        .orElse("http://" + config.admin().endpoint().display()),
                token(config.admin().token()));
    }

    /** Fails with {@link AdminClient.Refused} where the gateway refuses it or does not answer. */
    void run() {
        switch (arguments.command()) {
            case "tenant create" -> createTenant();
            case "tenant list" -> listTenants();
            case "tenant suspend" -> suspend(true);
            case "tenant resume" -> suspend(false);
            case "tenant delete" -> deleteTenant();
            case "token create" -> printToken(api.send("POST", of("tokens"), grant().toString()));
            case "token list" -> api.get(of("tokens")).path("tokens").forEach(this::printCredential);
            case "token revoke" -> end("tokens", "Revoked; refused everywhere within 2 seconds.");
            case "client create" -> createClient();
            case "client list" -> api.get(of("clients")).path("clients").forEach(this::printCredential);
            case "client delete" -> end("clients", "Deleted, with its secrets and access tokens.");
            default -> throw new IllegalStateException(arguments.command());
        }
    }

    private void createTenant() {
        ObjectNode body = Json.MAPPER.createObjectNode().put("name", arguments.name());
        JsonNode created = api.send("POST", "tenants", body.toString());
        out.println("Tenant " + created.path("name").asText() + " created.");
        printToken(created.path("token"));
    }

    private void listTenants() {
        JsonNode page = api.get("tenants");
        page.path("tenants").forEach(this::printTenant);
        while (page.has("next")) {
            page = api.get(
                    "tenants?after=" + AdminClient.segment(page.path("next").asText()));
            page.path("tenants").forEach(this::printTenant);
        }
    }

    private void suspend(boolean suspended) {
        api.send(
                "PATCH",
                tenant(),
                Json.MAPPER.createObjectNode().put("suspended", suspended).toString());
        out.println("Tenant " + arguments.name() + (suspended ? " suspended" : " resumed")
                + ", everywhere within 2 seconds.");
    }

    private void deleteTenant() {
        if (arguments.option(AdminArguments.YES).isEmpty()) {
            throw new ConfigException("This deletes the tenant and everything it owns; add " + AdminArguments.YES);
        }
        api.send("DELETE", tenant(), "");
        out.println("Tenant " + arguments.name() + " is being deleted.");
    }

    private void createClient() {
        ObjectNode body = Json.MAPPER.createObjectNode();
        putScopes(body);
        arguments.option("--token-seconds").ifPresent(seconds -> body.put("tokenSeconds", seconds(seconds)));
        String id = api.send("POST", of("clients"), body.toString()).path("id").asText();
        ObjectNode expiry = Json.MAPPER.createObjectNode();
        arguments.option("--expires").ifPresent(moment -> expiry.put("expires", moment));
        JsonNode secret = api.send("POST", of("clients") + "/" + id + "/secrets", expiry.toString());
        out.println("  Client id       " + id);
        out.println("  Client secret   " + secret.path("secret").asText() + "   (shown this once)");
    }

    private void end(String what, String done) {
        api.send(
                "DELETE", of(what) + "/" + AdminClient.segment(arguments.names().getLast()), "");
        out.println(done);
    }

    private ObjectNode grant() {
        ObjectNode body = Json.MAPPER.createObjectNode();
        putScopes(body);
        arguments.option("--expires").ifPresent(moment -> body.put("expires", moment));
        return body;
    }

    private void putScopes(ObjectNode body) {
        arguments.option("--scopes").ifPresent(words -> {
            for (String word : words.split(",", -1)) {
                body.withArray("scopes").add(word.strip());
            }
        });
    }

    private void printTenant(JsonNode tenant) {
        out.println(tenant.path("name").asText() + "   created "
                + tenant.path("created").asText());
    }

    private void printToken(JsonNode token) {
        out.println("  Token id        " + token.path("id").asText());
        out.println("  Secret token    " + token.path("secret").asText() + "   (shown this once)");
    }

    private void printCredential(JsonNode one) {
        String scopes = StreamSupport.stream(one.path("scopes").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(","));
        out.println(one.path("id").asText() + "   " + scopes + "   created "
                + one.path("created").asText() + ", expires "
                + one.path("expires").asText("never") + ", last used "
                + one.path("lastUsed").asText("never"));
    }

    private String tenant() {
        return "tenants/" + AdminClient.segment(arguments.name());
    }

    private String of(String what) {
        return tenant() + "/" + what;
    }

    private static int seconds(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notNumber) {
            throw new ConfigException("--token-seconds must be a whole number");
        }
    }

    private static Secret token(TokenSource source) {
        return switch (source) {
            case TokenSource.Given given -> given.token();
            case TokenSource.Generated generated -> kept(generated.file());
            case TokenSource.None none ->
                throw new ConfigException("SLUICE_ADMIN_TOKEN: give the token of the administration API");
        };
    }

    private static Secret kept(Path file) {
        try {
            return new Secret(Files.readString(file).strip());
        } catch (IOException unreadable) {
            throw new ConfigException(
                    "SLUICE_ADMIN_TOKEN: give the token of the administration API; there is none in " + file);
        }
    }
}
