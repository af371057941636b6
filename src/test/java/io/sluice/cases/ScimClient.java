package io.sluice.cases;

import io.sluice.GatewayUnderTest;
import io.sluice.GatewayUnderTest.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends the steps of one case to a tenant of its own, each as a plain HTTP/1.1 request. */
final class ScimClient {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();

    private final Tenant tenant = GatewayUnderTest.newTenant();
    private @Nullable Tenant other;

    Answer send(Step step) {
        String content = step.content();
        BodyPublisher body = content.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(content);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target(step)).timeout(PATIENCE).method(step.method(), body);
        headers(step, content).forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        });
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException failure) {
            throw new UncheckedIOException(step.method() + " " + step.path(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private URI target(Step step) {
        String query = step.query().entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(tenant.base()
                + step.path()
                + (query.isEmpty() ? "" : (step.path().contains("?") ? "&" : "?") + query));
    }

    private Map<String, String> headers(Step step, String content) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (!content.isEmpty()) {
            headers.put("Content-Type", "application/scim+json");
        }
        switch (step.as()) {
            case "" -> headers.put("Authorization", "Bearer " + tenant.token());
            case "other" -> headers.put("Authorization", "Bearer " + other().token());
            case "nobody" -> {}
            default -> throw new IllegalStateException("no such caller: " + step.as());
        }
        headers.putAll(step.headers());
        return headers;
    }

    /** Made when a step first asks for it: most never do. */
    private Tenant other() {
        Tenant known = other;
        if (known == null) {
            known = GatewayUnderTest.newTenant();
            other = known;
        }
        return known;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
