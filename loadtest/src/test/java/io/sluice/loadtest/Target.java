package io.sluice.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * The server that is asked: any SCIM server by {@code -Durl=https://host/scim/v2 -Dtoken=...}, which is one tenant; or Sluice by {@code
 * -Durl=... -Dadmin.url=http://127.0.0.1:8082/admin/v1 -Dadmin.token=...}, which makes as many tenants as a simulation wants, or
 * adds a token to those that it finds by their names.
 */
final class Target {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url = property("url", "http://127.0.0.1:8080/scim/v2");
    private final String token = property("token", "");
    private final String adminUrl = property("admin.url", "http://127.0.0.1:8082/admin/v1");
    private final String adminToken = property("admin.token", "");

    static String property(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isEmpty() ? otherwise : value;
    }

    static int number(String name, int otherwise) {
        return Integer.getInteger(name, otherwise);
    }

    String url() {
        return url;
    }

    /** How many tenants a simulation can have. */
    int tenants(int wanted) {
        return adminToken.isEmpty() ? 1 : wanted;
    }

    /** The bearer token of a tenant of that name. */
    String token(String tenant) {
        if (adminToken.isEmpty()) {
            if (token.isEmpty()) {
                throw new IllegalStateException("give -Dtoken, or -Dadmin.token with -Dadmin.url");
            }
            return token;
        }
        HttpResponse<String> made = post("/tenants", "{\"name\":\"" + tenant + "\"}");
        if (made.statusCode() == 409) {
            return json(post("/tenants/" + tenant + "/tokens", "{}"))
                    .path("secret")
                    .asText();
        }
        return json(made).path("token").path("secret").asText();
    }

    private HttpResponse<String> post(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(adminUrl + path))
                .header("Authorization", "Bearer " + adminToken)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.statusCode() + " from the administration API: " + answer.body());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
