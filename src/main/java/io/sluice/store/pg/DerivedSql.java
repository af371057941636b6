package io.sluice.store.pg;

import io.sluice.schema.ResourceType;
import io.sluice.store.Derived;
import java.util.List;
import java.util.stream.Collectors;

/**
 * SQL texts of what is computed at read from the rows of other resources: a user's {@code groups} and manager, a group's {@code members}.
 * They are for a scope where {@code r} is the resource and {@code t} the tenant.
 */
final class DerivedSql {
    /** What every derivation selects: text to append, name of the manager, first elements of many members and the id of their last. */
    static final String COLUMNS = "d.appended, d.manager, d.elements, d.next";

    /** The name of the user whose id the document names as the manager, empty where that one has none; NULL where there is no such user. */
    private static final String MANAGER = """
            (SELECT coalesce(u.display_name, '') FROM sluice.resource u
                WHERE u.tenant_id = t.tenant_id AND u.id = r.manager_id AND u.type = 'User')""";

    private static final String NOBODY = "NULL";

    private final String endpointOfMember;

    DerivedSql(List<ResourceType> types) {
        // Endpoints are constants of the program; nothing of a request is in this text.
        this.endpointOfMember = types.stream()
                .map(type -> "WHEN '" + type.name() + "' THEN '" + type.endpoint() + "/'")
                .collect(Collectors.joining(" ", "CASE u.type ", " END"));
    }

    /** Whether the text for this type uses the base URL at all. */
    static boolean derives(String type, Derived derived) {
        return switch (type) {
            case "User" -> derived.groups();
            case "Group" -> derived.members();
            default -> false;
        };
    }

    /**
     * One row for each resource of the types, to be joined as {@code d}.
     *
     * @param base the base URL, a placeholder
     * @param most from so many members on they are not appended, but left open
     */
    String rows(List<String> types, Derived derived, String base, int most) {
        return types.stream()
                .map(type -> of(type, derived, base, most) + (types.size() > 1 ? " WHERE r.type = '" + type + "'" : ""))
                .collect(Collectors.joining(" UNION ALL ", " CROSS JOIN LATERAL (", ") d "));
    }

    private String of(String type, Derived derived, String base, int most) {
        return switch (type) {
            case "User" ->
                select(
                        derived.groups() ? groups(base, derived.indirect()) : "''",
                        derived.manager() ? MANAGER : NOBODY);
            case "Group" -> derived.members() ? members(base, most) : select("''", NOBODY);
            default -> select("''", NOBODY);
        };
    }

    private static String select(String appended, String manager) {
        return "SELECT " + appended + " AS appended, " + manager + " AS manager, '' AS elements, NULL::uuid AS next";
    }

    private String members(String base, int most) {
        return """
                SELECT CASE WHEN c.size > 0 AND c.size < %1$d THEN ',"members":[' || c.elements || ']' ELSE '' END AS appended,
                    NULL AS manager,
                    CASE WHEN c.size = %1$d THEN c.elements ELSE '' END AS elements,
                    CASE WHEN c.size = %1$d THEN c.last END AS next
                FROM (%2$s) c""".formatted(most, chunk(base, "r.id", "", Integer.toString(most)));
    }

    /**
     * One row: {@code elements}, {@code size}, {@code last} (NULL where there are none) of the first members that fulfil the condition.
     *
     * @param condition on {@code m}, beginning with AND, or empty
     */
    String chunk(String base, String group, String condition, String count) {
        return """
                SELECT string_agg(e.json, ',' ORDER BY e.member_id) AS elements, count(*) AS size, max(e.member_id::text)::uuid AS last
                FROM (
                    SELECT m.member_id, '{"value":"' || u.id || '","type":"' || u.type || '","$ref":"' || %s || %s || u.id || '"'
                        || coalesce(',"display":' || to_json(u.display_name)::text, '') || '}' AS json
                    FROM sluice.member m JOIN sluice.resource u ON u.tenant_id = m.tenant_id AND u.id = m.member_id
                    WHERE m.tenant_id = t.tenant_id AND m.group_id = %s %s
                    ORDER BY m.member_id LIMIT %s) e""".formatted(base, endpointOfMember, group, condition, count);
    }

    /** A row may outlive its group for a moment; the join leaves it out. */
    private static String groups(String base, boolean indirect) {
        String direct = "SELECT m.group_id FROM sluice.member m WHERE m.tenant_id = t.tenant_id AND m.member_id = r.id";
        // UNION keeps what was not reached before, so that a walk round a cycle ends.
        String reached = indirect
                ? """
                WITH RECURSIVE reached AS (%s UNION
                    SELECT m.group_id FROM reached
                    JOIN sluice.member m ON m.tenant_id = t.tenant_id AND m.member_id = reached.group_id)
                SELECT reached.group_id,
                    CASE WHEN reached.group_id IN (%s) THEN 'direct' ELSE 'indirect' END AS type FROM reached""".formatted(direct, direct)
                : direct.replace("m.group_id FROM", "m.group_id, 'direct' AS type FROM");
        return """
                coalesce((
                    SELECT ',"groups":[' || string_agg(
                        '{"value":"' || g.id || '","$ref":"' || %s || '/Groups/' || g.id || '"'
                        || coalesce(',"display":' || to_json(g.display_name)::text, '') || ',"type":"' || w.type || '"}',
                        ',' ORDER BY g.id) || ']'
                    FROM (%s) w JOIN sluice.resource g ON g.tenant_id = t.tenant_id AND g.id = w.group_id), '')""".formatted(base, reached);
    }
}
