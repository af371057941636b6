package io.sluice.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Ways to write the path of a target, such that a check and what stands behind it could read it in two ways. */
final class ForgedPaths {
    private static final List<String> PLACES = List.of(
            "/scim/v2",
            "/scim/v2/",
            "/scim/v2/Users",
            "/scim/v2/Users/{id}",
            "/scim/v2/Users/.search",
            "/scim/v2/Groups",
            "/scim/v2/Groups/{id}",
            "/scim/v2/.search",
            "/scim/v2/Bulk",
            "/scim/v2/Bulk/{id}",
            "/scim/v2/Me",
            "/scim/v2/Schemas",
            "/scim/v2/Schemas/urn:ietf:params:scim:schemas:core:2.0:User",
            "/scim/v2/ResourceTypes",
            "/scim/v2/ServiceProviderConfig",
            "/oauth2/token",
            "/admin/v1/tenants",
            "/metrics",
            "/health/ready",
            "/");

    /** Set between two segments. */
    private static final List<String> BETWEEN = List.of(
            "//",
            "///",
            "/./",
            "/%2e/",
            "/x/../",
            "/x/%2e%2e/",
            "/x/%2E./",
            "/x/.%2e/",
            "/;/",
            "/..;/",
            "/.;x=y/",
            "/%2f/",
            "%2f",
            "%2F",
            "%252f",
            "%25252f",
            "\\",
            "/\\",
            "%5c",
            "%5C",
            "%255c",
            "/%00/",
            "/%20/",
            "%c0%af",
            "%e0%80%af",
            "%ef%bc%8f",
            "/%c0%ae%c0%ae/",
            "/%252e%252e/",
            "/x/..%2f",
            "/x/..\\",
            "/...//",
            "/?/../",
            "/#/../",
            "%0d%0a",
            "%09/");

    private static final List<String> AFTER = List.of(
            "/",
            "//",
            ".",
            "..",
            "/.",
            "/..",
            "/./",
            "/../",
            "/%2e",
            "/%2e%2e",
            ";",
            ";x",
            ";x=y",
            ";jsessionid=1",
            "%3b",
            "%20",
            "%00",
            "%0a",
            "%0d%0a",
            "%23",
            "%3f",
            "%2f",
            "%5c",
            "%25",
            "%",
            "%zz",
            "%2",
            "~",
            "*",
            "?",
            "??",
            "?x=/oauth2/token",
            "?_method=POST",
            "?access_token={token}",
            "?token={token}",
            "?Authorization=Bearer%20{token}",
            "#",
            "#/oauth2/token",
            ".json",
            ".css",
            "/favicon.ico",
            "/oauth2/token",
            "/../../oauth2/token",
            "%2f..%2f..%2foauth2%2ftoken",
            "\u00e9",
            "\u0085",
            "\u00a0",
            "\u007f");

    private static final List<String> BEFORE = List.of(
            "/",
            "//",
            "///",
            "/.",
            "/..",
            "/../..",
            "/x/..",
            "/%2e%2e",
            "/;",
            "/;x=y",
            "/%2f",
            "\\",
            "/\\",
            "%2f",
            ".",
            "..",
            "/oauth2/token",
            "/oauth2/token/..",
            "/oauth2/token/../..",
            "/oauth2/token/%2e%2e/%2e%2e",
            "/oauth2/token;/../..",
            "/oauth2/token%2f..%2f..",
            "/oauth2/token/..%2f..",
            "/oauth2/token\\..\\..",
            "/oauth2/./token/../..",
            "/health/live/../..",
            "/metrics/..",
            "/admin/v1/../..",
            "/scim/v2/..",
            "http://127.0.0.1",
            "http://localhost:8081",
            "https://other.example",
            "HTTP://OTHER.EXAMPLE",
            "http://user:secret@other.example",
            "http:",
            "http:/",
            "http:///",
            "//other.example",
            "file://",
            "ftp://other.example",
            "://",
            "*",
            "@other.example",
            ":80");

    private ForgedPaths() {}

    /** All of them, each once; {@code {id}} and {@code {token}} are left to be filled in. */
    static List<String> all() {
        Set<String> all = new LinkedHashSet<>();
        for (String place : PLACES) {
            all.add(place);
            BEFORE.forEach(text -> all.add(text + place));
            AFTER.forEach(text -> all.add(place + text));
            BETWEEN.forEach(text ->
                    slashes(place).forEach(at -> all.add(place.substring(0, at) + text + place.substring(at + 1))));
            spellings(place).forEach(all::add);
        }
        Stream.of("*", "", "?", "#", "0", "localhost:8080", "other.example:443").forEach(all::add);
        return List.copyOf(all);
    }

    private static Stream<String> spellings(String place) {
        List<String> spellings = new ArrayList<>(List.of(
                place.toUpperCase(Locale.ROOT),
                place.toLowerCase(Locale.ROOT),
                place.replace("Users", "uSERS"),
                place.replace("oauth2", "OAuth2"),
                encoded(place, "%%%02x"),
                encoded(place, "%%%02X"),
                encoded(place, "%%25%02x"),
                encoded(place, "%%u00%02x"),
                encoded(place, "&#x%02x;"),
                place.replace("s", "\u017f"),
                place.replace("k", "%e2%84%aa")));
        for (int at = 1; at < Math.min(place.length(), 24); at++) {
            if (place.charAt(at) != '{') {
                spellings.add(place.substring(0, at)
                        + encoded(place.substring(at, at + 1), "%%%02x")
                        + place.substring(at + 1));
            }
        }
        return spellings.stream();
    }

    /** Everything but slashes and what is to be filled in. */
    private static String encoded(String text, String form) {
        StringBuilder encoded = new StringBuilder();
        for (char c : text.toCharArray()) {
            encoded.append("/{}".indexOf(c) >= 0 ? String.valueOf(c) : String.format(Locale.ROOT, form, (int) c));
        }
        return encoded.toString();
    }

    private static Stream<Integer> slashes(String place) {
        return Stream.iterate(place.indexOf('/'), at -> at >= 0, at -> place.indexOf('/', at + 1));
    }
}
