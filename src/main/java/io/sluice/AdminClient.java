package io.sluice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.config.ConfigException;
import io.sluice.config.Secret;
import io.sluice.scim.Json;
import io.sluice.scim.ScimException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks the administration API of a running gateway, for the commands of people. It waits, so it belongs to a process of its own. */
final class AdminClient {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI base;
    private final Secret token;

    /** What the API refused, in its own words, or that it does not answer. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String line) {
            super(line, null, false, false);
        }
    }

    /** @param url of the port, for example {@code http://127.0.0.1:8082} */
    AdminClient(String url, Secret token) {
        this.token = token;
        try {
            this.base = URI.create(url).resolve("/admin/v1/");
            if (base.getHost() == null || !String.valueOf(base.getScheme()).matches("https?")) {
                throw new IllegalArgumentException();
            }
        } catch (IllegalArgumentException malformed) {
            throw new ConfigException(
                    "--admin-url must be an http or https address, for example http://127.0.0.1:8082");
        }
    }

    JsonNode get(String path) {
        return send("GET", path, "");
    }

    JsonNode send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token.value())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode json = answer.body().length == 0 ? MissingNode.getInstance() : Json.parse(answer.body());
            if (answer.statusCode() / 100 == 2) {
                return json;
            }
            throw new Refused(
                    json.path("detail").asText("The administration API answers " + answer.statusCode() + "."));
        } catch (IOException unreachable) {
            throw new Refused(
                    "No answer from " + base + "; is the gateway running, and is this its administration port?");
        } catch (ScimException noJson) {
            throw new Refused("What answers at " + base + " is not the administration API.");
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new Refused("Interrupted.");
        }
    }

    /** One segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
