package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.scim.ScimProblem;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The members of a client's JSON object, whose names SCIM compares without case (RFC 7643 section 2.1). */
public final class ObjectFields {
    /** Far above any schema; bounds what unknown names can cost. */
    private static final int MOST = 1_000;

    private ObjectFields() {}

    /**
     * The members in the client's order. Refuses names that differ in case only (400 invalidSyntax), more than {@value #MOST} of them (400
     * invalidSyntax) and names that are no text to store (400 invalidValue).
     *
     * @param path where the object stands, for the message
     */
    public static Set<Map.Entry<String, JsonNode>> of(JsonNode object, String path) {
        if (object.size() > MOST) {
            throw ScimProblem.invalidSyntax(path + " has more than " + MOST + " members.")
                    .exception();
        }
        Set<Map.Entry<String, JsonNode>> fields = object.properties();
        Set<String> seen = HashSet.newHashSet(fields.size());
        for (Map.Entry<String, JsonNode> field : fields) {
            StorableText.check(field.getKey(), "A name in " + path);
            if (!seen.add(field.getKey().toLowerCase(Locale.ROOT))) {
                throw ScimProblem.invalidSyntax(
                                path + " names one attribute twice; names that differ in case only are the same.")
                        .exception();
            }
        }
        return fields;
    }
}
