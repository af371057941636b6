package io.sluice.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads pages without parsing them: their size, what they took, and the cursor at their end. */
final class Reading {
    private static final int TAIL = 2_000;
    private static final Pattern NEXT = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String token;

    /** @param next empty where there is no further page */
    record Page(long bytes, long nanos, String next) {}

    Reading(String url) {
        this.url = url;
        this.token = "Bearer " + System.getenv("TOKEN");
    }

    Page page(String query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/scim/v2/Users?" + query))
                .header("Authorization", token)
                .build();
        long begin = System.nanoTime();
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        byte[] buffer = new byte[64 << 10];
        String tail = "";
        long bytes = 0;
        try (InputStream body = answer.body()) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes += read;
                int from = Math.max(0, read - TAIL);
                String last = new String(buffer, from, read - from, StandardCharsets.ISO_8859_1);
                tail = last.length() < TAIL ? tail + last : last;
            }
        }
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode() + " of " + query + ": " + tail);
        }
        Matcher next = NEXT.matcher(tail);
        return new Page(bytes, System.nanoTime() - begin, next.find() ? next.group(1) : "");
    }
}
