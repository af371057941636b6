package io.sluice.loadtest.entra;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Targets of requests as a dialect writes them: spaces as {@code +} or {@code %20}, with the flag of the Tenant URL behind. */
final class Paths {
    private final Dialect dialect;

    Paths(Dialect dialect) {
        this.dialect = dialect;
    }

    String users() {
        return flagged("/Users");
    }

    String user(String id) {
        return flagged("/Users/" + id);
    }

    String groups() {
        return flagged("/Groups");
    }

    String group(String id) {
        return flagged("/Groups/" + id);
    }

    String groupWithoutMembers(String id) {
        return flagged("/Groups/" + id + "?excludedAttributes=members");
    }

    String usersWith(String attribute, String value) {
        return flagged("/Users?filter=" + encoded(attribute + " eq \"" + value + '"'));
    }

    String groupsNamed(String displayName) {
        return flagged("/Groups?excludedAttributes=members&filter=" + encoded("displayName eq \"" + displayName + '"'));
    }

    /** Whether a reference is held already; the values without quotes in the default dialect. */
    String holding(String endpoint, String id, String attribute, String reference) {
        String quote = dialect == Dialect.DEFAULT ? "" : "\"";
        String filter = "id eq " + quote + id + quote + " and " + attribute + " eq " + quote + reference + quote;
        return flagged(endpoint + "?filter=" + encoded(filter) + "&attributes=id");
    }

    String page(String endpoint, int startIndex, int count) {
        String without = endpoint.equals("/Groups") ? "excludedAttributes=members&" : "";
        return flagged(endpoint + '?' + without + "startIndex=" + startIndex + "&count=" + count);
    }

    private String encoded(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        return dialect == Dialect.DEFAULT ? encoded : encoded.replace("+", "%20");
    }

    private String flagged(String path) {
        if (dialect == Dialect.DEFAULT) {
            return path;
        }
        return path + (path.contains("?") ? '&' : '?') + "aadOptscim062020";
    }
}
