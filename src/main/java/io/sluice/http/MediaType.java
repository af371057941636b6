package io.sluice.http;

import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** What a body may be sent as: {@code application/scim+json} or {@code application/json}, in UTF-8 (RFC 7644 section 3.8). */
final class MediaType {
    private MediaType() {}

    /** Refuses with 415 any other media type, charset or content coding. A missing Content-Type is taken as SCIM. */
    static void require(HttpServerRequest request) {
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (contentType != null && !accepted(contentType.toLowerCase(Locale.ROOT))) {
            throw unsupported("Send the body as application/scim+json in UTF-8.");
        }
        String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
            throw unsupported("Send the body without Content-Encoding.");
        }
    }

    private static boolean accepted(String contentType) {
        String[] parts = contentType.split(";", -1);
        String type = parts[0].strip();
        if (!type.equals("application/scim+json") && !type.equals("application/json")) {
            return false;
        }
        for (int part = 1; part < parts.length; part++) {
            String parameter = parts[part].strip().replace("\"", "");
            if (parameter.startsWith("charset=")
                    && !parameter.equals("charset=utf-8")
                    && !parameter.equals("charset=utf8")) {
                return false;
            }
        }
        return true;
    }

    private static RuntimeException unsupported(String detail) {
        return new ScimProblem(415, ScimType.NONE, detail).exception();
    }
}
