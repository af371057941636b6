package io.sluice.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads {@code postgresql://user:password@host:port/database?sslmode=...}, percent-encoded. User and password may be missing: other
 * variables give them. Refusals name the variable and never repeat its value, which may hold a password.
 */
final class ServerUrlParser {
    static final Set<String> PARAMETERS = Set.of("sslmode", "sslrootcert");

    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    private static final List<String> SCHEMES = List.of("postgresql://", "postgres://");
    private static final int DEFAULT_PORT = 5432;

    private final String variable;

    ServerUrlParser(String variable) {
        this.variable = variable;
    }

    ServerUrl parse(String text) {
        String rest = withoutScheme(text);
        int slash = rest.indexOf('/');
        if (slash < 0) {
            throw refuse("has no database name after the host: " + shape());
        }
        String authority = rest.substring(0, slash);
        String path = rest.substring(slash + 1);
        int question = path.indexOf('?');
        String database = decode(question < 0 ? path : path.substring(0, question));
        if (database.isEmpty() || database.indexOf('/') >= 0) {
            throw refuse("has no usable database name: " + shape());
        }
        // The last one: an @ that somebody forgot to encode in a password still ends up in the password.
        int at = authority.lastIndexOf('@');
        String login = at < 0 ? "" : authority.substring(0, at);
        int colon = login.indexOf(':');
        String address = authority.substring(at + 1);
        return new ServerUrl(
                host(address),
                port(address),
                database,
                decode(colon < 0 ? login : login.substring(0, colon)),
                new Secret(colon < 0 ? "" : decode(login.substring(colon + 1))),
                question < 0 ? Map.of() : parameters(path.substring(question + 1)));
    }

    private String withoutScheme(String text) {
        for (String scheme : SCHEMES) {
            if (text.startsWith(scheme)) {
                return text.substring(scheme.length());
            }
        }
        throw refuse("does not begin with postgresql:// : " + shape());
    }

    private String host(String address) {
        String host = address;
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            if (end < 0) {
                throw refuse("has an IPv6 address without its closing bracket");
            }
            host = address.substring(1, end);
        } else if (address.indexOf(':') >= 0) {
            host = address.substring(0, address.indexOf(':'));
        }
        host = decode(host);
        if (host.isEmpty() || host.indexOf(',') >= 0 || host.indexOf('/') >= 0) {
            throw refuse("must name exactly one host by name or address: " + shape());
        }
        return host;
    }

    private int port(String address) {
        String tail = address.substring(address.startsWith("[") ? address.indexOf(']') + 1 : 0);
        int colon = tail.indexOf(':');
        boolean portMissing = address.startsWith("[") ? tail.isEmpty() : colon < 0;
        if (portMissing) {
            return DEFAULT_PORT;
        }
        try {
            int port = Integer.parseInt(tail.substring(colon + 1));
            if (colon >= 0 && port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException notNumber) {
            // Refused below like any other port that is none.
        }
        throw refuse(
                "has a port that is not a number from 1 to 65535; encode @ : / ? in a password as %40 %3A %2F %3F");
    }

    private Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!PARAMETERS.contains(name)) {
                throw refuse("has an unknown parameter; known are " + String.join(", ", new TreeSet<>(PARAMETERS)));
            }
            if (name.equals("sslmode") && !SSL_MODES.contains(value)) {
                throw refuse("has an unknown sslmode; known are " + String.join(", ", new TreeSet<>(SSL_MODES)));
            }
            if (value.isEmpty()) {
                throw refuse("has an empty parameter " + name);
            }
            parameters.put(name, value);
        }
        return parameters;
    }

    private String decode(String text) {
        try {
            // The decoder is one for forms, where a plus means a blank; in a URL it is a plus.
            String decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (decoded.chars().anyMatch(Character::isISOControl)) {
                throw refuse("holds a control character");
            }
            return decoded;
        } catch (IllegalArgumentException malformed) {
            throw refuse("has a % that is not followed by two hexadecimal digits; write a plain % as %25");
        }
    }

    private static String shape() {
        return "it should look like postgresql://user:password@host:5432/database";
    }

    private ConfigException refuse(String why) {
        return new ConfigException(variable + " " + why);
    }
}
