package io.sluice.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads pages without parsing them: their size, what they took, and the cursor at their end. By the blocking client, on one thread: like psql, it
 * shall take little of the machine that it shares with what it measures.
 */
final class Reading {
    private static final int TAIL = 2_000;
    private static final Pattern NEXT = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");

    private final byte[] buffer = new byte[256 << 10];
    private final String url;
    private final String token;

    /** @param next empty where there is no further page */
    record Page(long bytes, long nanos, String next) {}

    Reading(String url) {
        this.url = url;
        this.token = "Bearer " + System.getenv("TOKEN");
    }

    Page page(String query) throws IOException {
        HttpURLConnection request = (HttpURLConnection)
                URI.create(url + "/scim/v2/Users?" + query).toURL().openConnection();
        request.setRequestProperty("Authorization", token);
        long begin = System.nanoTime();
        String tail = "";
        long bytes = 0;
        // Fails where the status is an error, and where the answer is cut.
        try (InputStream body = request.getInputStream()) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes += read;
                int from = Math.max(0, read - TAIL);
                String last = new String(buffer, from, read - from, StandardCharsets.ISO_8859_1);
                tail = last.length() < TAIL ? tail + last : last;
            }
        }
        Matcher next = NEXT.matcher(tail);
        return new Page(bytes, System.nanoTime() - begin, next.find() ? next.group(1) : "");
    }
}
