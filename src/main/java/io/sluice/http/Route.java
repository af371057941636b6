package io.sluice.http;

import io.vertx.core.http.HttpMethod;
import java.util.Set;

/**
 * What a request asks for, in words of closed sets, whoever sends it: the template of its path and the operation. Ids and names that a client or
 * a tenant chose are not in it.
 */
record Route(String template, String operation) {
    private static final String NONE = "none";
    private static final String SEARCH = ".search";
    private static final Route UNKNOWN = new Route(NONE, NONE);
    private static final Set<String> RESOURCES = Set.of("Users", "Groups");
    private static final Set<String> DISCOVERY = Set.of("ServiceProviderConfig", "ResourceTypes", "Schemas");

    static Route of(HttpMethod method, String path) {
        if (path.equals(TokenEndpoint.PATH)) {
            return new Route(TokenEndpoint.PATH, method == HttpMethod.POST ? "token" : NONE);
        }
        if (!path.startsWith(Target.BASE)) {
            return UNKNOWN;
        }
        String rest = path.substring(Target.BASE.length());
        if (rest.isEmpty() || rest.equals("/")) {
            return new Route(Target.BASE, collection(method));
        }
        if (rest.charAt(0) != '/') {
            return UNKNOWN;
        }
        int end = rest.endsWith("/") ? rest.length() - 1 : rest.length();
        int slash = rest.indexOf('/', 1);
        return slash < 0 || slash >= end
                ? top(method, rest.substring(1, end))
                : below(method, rest.substring(1, slash), rest.substring(slash + 1, end));
    }

    /** Whether there is such a path. */
    boolean isKnown() {
        return !template.equals(NONE);
    }

    private static Route top(HttpMethod method, String name) {
        return switch (name) {
            case SEARCH -> new Route(Target.BASE + "/" + SEARCH, "search");
            case "Bulk" -> new Route(Target.BASE + "/Bulk", "bulk");
            case "Me" -> new Route(Target.BASE + "/Me", "me");
            default ->
                DISCOVERY.contains(name)
                        ? new Route(Target.BASE + "/" + name, "discover")
                        : new Route(Target.BASE + "/" + type(name), collection(method));
        };
    }

    private static Route below(HttpMethod method, String name, String id) {
        if (id.indexOf('/') >= 0) {
            return UNKNOWN;
        }
        if (DISCOVERY.contains(name)) {
            return new Route(Target.BASE + "/" + name + "/{id}", "discover");
        }
        String collection = Target.BASE + "/" + type(name);
        return id.equals(SEARCH)
                ? new Route(collection + "/" + SEARCH, "search")
                : new Route(collection + "/{id}", resource(method));
    }

    private static String type(String name) {
        return RESOURCES.contains(name) ? name : "{type}";
    }

    private static String collection(HttpMethod method) {
        return switch (method.name()) {
            case "GET", "HEAD" -> "list";
            case "POST" -> "create";
            default -> NONE;
        };
    }

    private static String resource(HttpMethod method) {
        return switch (method.name()) {
            case "GET", "HEAD" -> "get";
            case "PUT" -> "replace";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> NONE;
        };
    }
}
