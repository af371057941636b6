package io.sluice.admin;

import io.sluice.config.TenantName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a path names. A name that no tenant can have, and an id that is none, name nothing. */
sealed interface AdminTarget {
    String BASE = "/admin/v1/";

    /** The methods that this target answers. */
    List<String> methods();

    record Tenants() implements AdminTarget {
        @Override
        public List<String> methods() {
            return List.of("GET", "HEAD", "POST");
        }
    }

    record Tokens(String tenant) implements AdminTarget {
        @Override
        public List<String> methods() {
            return List.of("GET", "HEAD", "POST");
        }
    }

    record OneToken(String tenant, UUID id) implements AdminTarget {
        @Override
        public List<String> methods() {
            return List.of("DELETE");
        }
    }

    /** @param path decoded and free of dot segments */
    static Optional<AdminTarget> of(String path) {
        if (!path.startsWith(BASE)) {
            return Optional.empty();
        }
        List<String> segments = segments(path.substring(BASE.length()));
        if (!segments.getFirst().equals("tenants")
                || (segments.size() > 1 && !TenantName.isValid(segments.get(1)))
                || (segments.size() > 2 && !segments.get(2).equals("tokens"))) {
            return Optional.empty();
        }
        return switch (segments.size()) {
            case 1 -> Optional.of(new Tenants());
            case 3 -> Optional.of(new Tokens(segments.get(1)));
            case 4 -> uuid(segments.get(3)).map(id -> new OneToken(segments.get(1), id));
            default -> Optional.empty();
        };
    }

    private static List<String> segments(String rest) {
        List<String> segments = new ArrayList<>();
        int start = 0;
        for (int slash = rest.indexOf('/'); slash >= 0; slash = rest.indexOf('/', start)) {
            segments.add(rest.substring(start, slash));
            start = slash + 1;
        }
        segments.add(rest.substring(start));
        return segments;
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
