package io.sluice.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;

/**
 * What a client prefers (RFC 7240); what is not understood is no preference.
 *
 * @param asynchronous whether it would rather come back for the answer
 */
record Preferences(boolean asynchronous) {
    static Preferences of(HttpServerRequest request) {
        List<String> headers = request.headers().getAll("Prefer");
        boolean asynchronous = false;
        for (String preference : String.join(",", headers).split(",", -1)) {
            String name = preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            asynchronous |= name.equals("respond-async");
        }
        return new Preferences(asynchronous);
    }
}
