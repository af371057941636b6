package io.sluice.http;

import io.vertx.core.MultiMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * By what a request is found again on both sides: the id that whoever is in front gave it, or else one of our own.
 *
 * @param value sent back and in every log line
 * @param client what Microsoft's clients call it, empty where they did not
 * @param trace the trace id of W3C Trace Context, empty where there is none
 */
record RequestId(String value, String client, String trace) {
    static final String HEADER = "x-request-id";
    static final String CLIENT_HEADER = "x-ms-client-request-id";
    private static final String TRACE_HEADER = "traceparent";

    private static final int LONGEST = 128;
    private static final int TRACEPARENT_LENGTH = 55;
    private static final int TRACE_START = 3;
    private static final int TRACE_END = 35;
    private static final String NO_TRACE = "0".repeat(TRACE_END - TRACE_START);

    static RequestId of(MultiMap headers) {
        String given = sane(headers.get(HEADER));
        String client = sane(headers.get(CLIENT_HEADER));
        String trace = trace(headers.get(TRACE_HEADER));
        if (!given.isEmpty()) {
            return new RequestId(given, client, trace);
        }
        if (!client.isEmpty()) {
            return new RequestId(client, client, trace);
        }
        return new RequestId(trace.isEmpty() ? random() : trace, client, trace);
    }

    /** Nothing that a log or a header could take for its own, nor anything long. */
    private static String sane(@Nullable String id) {
        boolean sane = id != null
                && !id.isEmpty()
                && id.length() <= LONGEST
                && id.chars().allMatch(RequestId::isPlain);
        return sane && id != null ? id : "";
    }

    private static boolean isPlain(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '-'
                || character == '_'
                || character == '.';
    }

    /** Version, trace id, parent id and flags in lower-case hexadecimal digits: https://www.w3.org/TR/trace-context/#traceparent-header. */
    private static String trace(@Nullable String parent) {
        if (parent == null
                || parent.length() < TRACEPARENT_LENGTH
                || parent.charAt(TRACE_START - 1) != '-'
                || parent.charAt(TRACE_END) != '-') {
            return "";
        }
        String trace = parent.substring(TRACE_START, TRACE_END);
        return !trace.equals(NO_TRACE) && trace.chars().allMatch(RequestId::isHexadecimal) ? trace : "";
    }

    private static boolean isHexadecimal(int character) {
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
    }

    /** To tell requests apart, not to be hard to guess: strong chance would cost more than the look-up of a user. */
    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
