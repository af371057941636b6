package io.sluice.guard;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sends requests over a real socket, with a mark in every header that a program might write down, and keeps all answers. */
final class Caller {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<Answer> answers = new ArrayList<>();

    /** @param echo whether the refusal may name the client's own word */
    record Answer(String request, int status, String body, boolean echo) {
        boolean isRefusal() {
            return status >= 400;
        }
    }

    /** What comes before the paths of requests, and who sends them. */
    record Door(URI base, String authorization) {
        static Door bearer(URI base, String token) {
            return new Door(base, "Bearer " + token);
        }
    }

    List<Answer> answers() {
        return answers;
    }

    String send(Door door, String method, String path, String body, String... headers) {
        return send(door, method, path, body, false, headers);
    }

    /** A request whose refusal names what was not understood of it. */
    void echoed(Door door, String method, String path, String body) {
        var unused = send(door, method, path, body, true);
    }

    private String send(Door door, String method, String path, String body, boolean echo, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(door.base() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/scim+json")
                .header("User-Agent", Canaries.WORD)
                .header("Cookie", "session=" + Canaries.WORD)
                .header("Referer", "https://example.com/" + Canaries.WORD)
                .header("tracestate", "vendor=" + Canaries.WORD)
                .header("X-Forwarded-For", Canaries.WORD);
        if (!door.authorization().isEmpty()) {
            request.header("Authorization", door.authorization());
        }
        for (int header = 0; header < headers.length; header += 2) {
            request.setHeader(headers[header], headers[header + 1]);
        }
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answers.add(new Answer(method + " " + path + " " + body, answer.statusCode(), answer.body(), echo));
            return answer.body();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(method + " " + path, failure);
        }
    }
}
