package io.sluice.admin;

import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every address of the administration API. HEAD is answered wherever GET is. */
record AdminRouteTable(List<AdminRoute> routes) {
    private static final List<String> ORDER = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    AdminRouteTable {
        routes = List.copyOf(routes);
    }

    /** @param names what {@link AdminRoute#match} found */
    record Found(AdminRoute route, Map<String, String> names) {}

    /** What answers; {@code allow} is what an address answers that has another method only. */
    sealed interface Result {
        record Known(Found found) implements Result {}

        record OtherMethods(String allow) implements Result {}
    }

    /** @param path encoded as received, free of dot segments; fails with 404 for an address that there is not */
    Result find(String method, String path) {
        List<Found> found = segments(path).stream()
                .flatMap(segments -> routes.stream()
                        .flatMap(route -> route.match(segments).map(names -> new Found(route, names)).stream()))
                .toList();
        if (found.isEmpty()) {
            throw new ScimProblem(404, ScimType.NONE, "No such address; see " + AdminRoute.BASE + "tenants.")
                    .exception();
        }
        String asked = method.equals("HEAD") ? "GET" : method;
        return found.stream()
                .filter(one -> one.route().method().equals(asked))
                .findFirst()
                .<Result>map(Result.Known::new)
                .orElseGet(() -> new Result.OtherMethods(allow(found)));
    }

    private static String allow(List<Found> found) {
        List<String> methods =
                new ArrayList<>(found.stream().map(one -> one.route().method()).toList());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", ORDER.stream().filter(methods::contains).toList());
    }

    private static Optional<List<String>> segments(String path) {
        if (!path.startsWith(AdminRoute.BASE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Arrays.stream(path.substring(AdminRoute.BASE.length()).split("/", -1))
                            .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                            .toList());
        } catch (IllegalArgumentException brokenEncoding) {
            return Optional.empty();
        }
    }
}
