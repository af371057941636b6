package io.sluice.http;

import io.sluice.schema.ResourceType;
import io.sluice.schema.ResourceTypes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a path below {@code /scim/v2} names (RFC 7644 section 3.2). It is read from the same decoded path that passed the credential check. One
 * trailing slash is ignored; names are case-sensitive.
 */
sealed interface Target {
    String BASE = "/scim/v2";

    /** The methods that this target answers, beside OPTIONS. */
    Set<String> methods();

    record Root() implements Target {
        @Override
        public Set<String> methods() {
            return Methods.READ;
        }
    }

    /** {@code /.search}, {@code /Users/.search}. */
    record SearchEndpoint(List<ResourceType> types) implements Target {
        @Override
        public Set<String> methods() {
            return Methods.POST;
        }
    }

    record Collection(ResourceType type) implements Target {
        @Override
        public Set<String> methods() {
            return Methods.COLLECTION;
        }
    }

    record One(ResourceType type, String id) implements Target {
        @Override
        public Set<String> methods() {
            return Methods.RESOURCE;
        }
    }

    /** A discovery document or list; {@code id} is empty for the list (RFC 7644 section 4). */
    record DiscoveryDocument(Kind kind, String id) implements Target {
        enum Kind {
            SERVICE_PROVIDER_CONFIG,
            RESOURCE_TYPES,
            SCHEMAS
        }

        @Override
        public Set<String> methods() {
            return Methods.READ;
        }
    }

    /** {@code /Bulk} (RFC 7644 section 3.7). */
    record Bulk() implements Target {
        @Override
        public Set<String> methods() {
            return Methods.POST;
        }
    }

    /** {@code /Bulk/{id}}: what came of a request that was not waited for. */
    record BulkJobs(String id) implements Target {
        @Override
        public Set<String> methods() {
            return Methods.READ;
        }
    }

    /** Defined by the RFC and not offered here: {@code /Me}. */
    record NotImplemented() implements Target {
        @Override
        public Set<String> methods() {
            return Methods.ALL;
        }
    }

    record Unknown() implements Target {
        @Override
        public Set<String> methods() {
            return Methods.ALL;
        }
    }

    /** @param path decoded and free of dot segments */
    static Target of(String path, ResourceTypes types) {
        if (!path.startsWith(BASE)) {
            return new Unknown();
        }
        String rest = path.substring(BASE.length());
        if (rest.isEmpty() || rest.equals("/")) {
            return new Root();
        }
        if (rest.charAt(0) != '/') {
            return new Unknown();
        }
        List<String> segments = segments(rest);
        return switch (segments.size()) {
            case 1 -> top(segments.getFirst(), types);
            case 2 -> below(segments.getFirst(), segments.getLast(), types);
            default -> new Unknown();
        };
    }

    /** Whether it is the path of Bulk, whose body has a limit of its own. */
    static boolean isBulk(String path) {
        return path.equals(BASE + "/Bulk") || path.equals(BASE + "/Bulk/");
    }

    private static Target top(String name, ResourceTypes types) {
        return switch (name) {
            case ".search" -> new SearchEndpoint(types.all());
            case "Bulk" -> new Bulk();
            case "Me" -> new NotImplemented();
            default ->
                discovery(name, "")
                        .or(() -> types.byEndpoint(name).map(Collection::new))
                        .orElseGet(Unknown::new);
        };
    }

    private static Target below(String name, String id, ResourceTypes types) {
        Optional<Target> resource = types.byEndpoint(name)
                .map(type -> id.equals(".search") ? new SearchEndpoint(List.of(type)) : new One(type, id));
        return resource.or(() -> id.isEmpty() ? Optional.empty() : discovery(name, decoded(id)))
                .or(() -> name.equals("Bulk") ? Optional.of(new BulkJobs(id)) : Optional.empty())
                .orElseGet(Unknown::new);
    }

    private static Optional<Target> discovery(String name, String id) {
        return switch (name) {
            case "ServiceProviderConfig" ->
                id.isEmpty()
                        ? Optional.of(new DiscoveryDocument(DiscoveryDocument.Kind.SERVICE_PROVIDER_CONFIG, ""))
                        : Optional.empty();
            case "ResourceTypes" -> Optional.of(new DiscoveryDocument(DiscoveryDocument.Kind.RESOURCE_TYPES, id));
            case "Schemas" -> Optional.of(new DiscoveryDocument(DiscoveryDocument.Kind.SCHEMAS, id));
            default -> Optional.empty();
        };
    }

    /** The URN of a schema may arrive with its colons encoded, which the router leaves as they are. */
    private static String decoded(String id) {
        try {
            return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return id;
        }
    }

    private static List<String> segments(String rest) {
        int end = rest.endsWith("/") ? rest.length() - 1 : rest.length();
        List<String> segments = new ArrayList<>();
        int start = 1;
        while (start <= end) {
            int slash = rest.indexOf('/', start);
            int stop = slash < 0 || slash > end ? end : slash;
            segments.add(rest.substring(start, stop));
            start = stop + 1;
        }
        return segments;
    }

    /** Sets of methods, in the order in which Allow lists them. */
    final class Methods {
        static final Set<String> READ = ordered("GET", "HEAD");
        static final Set<String> POST = ordered("POST");
        static final Set<String> COLLECTION = ordered("GET", "HEAD", "POST");
        static final Set<String> RESOURCE = ordered("GET", "HEAD", "PUT", "PATCH", "DELETE");
        static final Set<String> ALL = ordered("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

        private Methods() {}

        private static Set<String> ordered(String... methods) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(methods)));
        }
    }
}
