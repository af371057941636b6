package io.sluice.admin;

import io.sluice.config.TenantName;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One address of the administration API with one of its methods.
 *
 * @param template below {@link #BASE}, its changing segments in braces; {@code {tenant}} takes the name of a tenant, {@code {id}} and
 *     {@code {part}} a UUID, any other what is not empty
 */
record AdminRoute(String method, String template, Answering answering) {
    static final String BASE = "/admin/v1/";

    /** Completes with the answer, or fails with the problem. */
    interface Answering {
        Future<AdminAnswer> answer(AdminRequest request);
    }

    /** The changing segments by their names; empty where the path is another. What no tenant can be called, and no id can be, names nothing. */
    Optional<Map<String, String>> match(List<String> path) {
        List<String> segments = List.of(template.split("/", -1));
        if (segments.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> names = new HashMap<>();
        for (int index = 0; index < path.size(); index++) {
            String segment = segments.get(index);
            String given = path.get(index);
            if (segment.startsWith("{") ? !fits(segment, given) : !segment.equals(given)) {
                return Optional.empty();
            }
            names.put(segment, given);
        }
        return Optional.of(names);
    }

    private static boolean fits(String segment, String given) {
        return switch (segment) {
            case "{tenant}" -> TenantName.isValid(given);
            case "{id}", "{part}" -> isUuid(given);
            default -> !given.isEmpty();
        };
    }

    private static boolean isUuid(String given) {
        try {
            return UUID.fromString(given).toString().equalsIgnoreCase(given);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
