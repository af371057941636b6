package io.sluice.store.pg;

import io.sluice.schema.ResourceType;
import io.sluice.store.Derived;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The texts of reads of {@code resource}. Each says in its first common table expression whose rows it wants, which is what row level
 * security goes by; the OFFSET 0 keeps the planner from reading before that.
 */
final class ResourceSql {
    static final String TENANT = """
            WITH t AS MATERIALIZED (SELECT set_config('sluice.tenant', $1::text, true)::bigint AS tenant_id)
            """;

    private final String endpointOfMember;

    ResourceSql(List<ResourceType> types) {
        // Endpoints are constants of the program; nothing of a request is in this text.
        this.endpointOfMember = types.stream()
                .map(type -> "WHEN '" + type.name() + "' THEN '" + type.endpoint() + "/'")
                .collect(Collectors.joining(" ", "CASE u.type ", " END"));
    }

    /** Parameters: tenant, id, type, and the base URL where anything is derived. */
    String find(String type, Derived derived) {
        return "/* find */ " + TENANT + """
                SELECT x.* FROM t CROSS JOIN LATERAL (
                    SELECT r.type, r.id, r.version, r.document_version, r.created, r.last_modified, r.doc, %s AS derived
                    FROM sluice.resource r
                    WHERE r.tenant_id = t.tenant_id AND r.id = $2 AND r.type = $3
                    OFFSET 0) x
                """.formatted(derived(type, derived, "$4::text"));
    }

    /** Parameters: tenant, offset, limit, then whatever {@code base} (the placeholder of the base URL), predicate and order use. */
    String page(List<ResourceType> types, Derived derived, String base, String predicate, String orderBy) {
        String cases = types.stream()
                .map(type -> "WHEN '" + type.name() + "' THEN " + derived(type.name(), derived, base + "::text"))
                .collect(Collectors.joining(" ", "CASE r.type ", " END"));
        return "/* page */ " + TENANT + """
                SELECT x.* FROM t CROSS JOIN LATERAL (
                    SELECT r.type, r.id, r.version, r.document_version, r.created, r.last_modified, r.doc, %s AS derived
                    FROM (
                        SELECT r.id, row_number() OVER (ORDER BY %s) AS place
                        FROM sluice.resource r WHERE r.tenant_id = t.tenant_id AND %s
                        ORDER BY %s OFFSET $2 LIMIT $3) page
                    JOIN sluice.resource r ON r.tenant_id = t.tenant_id AND r.id = page.id
                    ORDER BY page.place OFFSET 0) x
                """.formatted(cases, orderBy, predicate, orderBy);
    }

    /** Parameters: tenant, then those of the predicate. */
    static String count(String predicate) {
        return "/* count */ " + TENANT + """
                SELECT x.total FROM t CROSS JOIN LATERAL (
                    SELECT count(*) AS total FROM sluice.resource r WHERE r.tenant_id = t.tenant_id AND %s OFFSET 0) x
                """.formatted(predicate);
    }

    /** Parameters: tenant, names of the types. The folded totals and what came since, in one snapshot. */
    static String total() {
        return "/* total */ " + TENANT + """
                SELECT x.total FROM t CROSS JOIN LATERAL (
                    SELECT (SELECT coalesce(sum(c.total), 0) FROM sluice.resource_count c
                            WHERE c.tenant_id = t.tenant_id AND c.type = ANY ($2))::bigint
                         + (SELECT coalesce(sum(d.delta), 0) FROM sluice.resource_count_delta d
                            WHERE d.tenant_id = t.tenant_id AND d.type = ANY ($2))::bigint AS total
                    OFFSET 0) x
                """;
    }

    /** Parameters: tenant, group. */
    static String members() {
        return "/* members */ " + TENANT + """
                SELECT x.* FROM t CROSS JOIN LATERAL (
                    SELECT u.id, u.type, coalesce(u.display_name, '') AS display
                    FROM sluice.member m JOIN sluice.resource u ON u.tenant_id = m.tenant_id AND u.id = m.member_id
                    WHERE m.tenant_id = t.tenant_id AND m.group_id = $2
                    OFFSET 0) x
                """;
    }

    /** Whether the text for this type uses the base URL at all. */
    static boolean derives(String type, Derived derived) {
        return (type.equals("User") && derived.groups()) || (type.equals("Group") && derived.members());
    }

    private String derived(String type, Derived derived, String base) {
        return switch (type) {
            case "User" -> derived.groups() ? groups(base) : "''";
            case "Group" -> derived.members() ? members(base) : "''";
            default -> "''";
        };
    }

    private static String groups(String base) {
        return """
        coalesce((
            SELECT ',"groups":[' || string_agg(
                '{"value":"' || g.id || '","$ref":"' || %s || '/Groups/' || g.id || '"'
                || coalesce(',"display":' || to_json(g.display_name)::text, '') || ',"type":"direct"}', ',' ORDER BY g.id) || ']'
            FROM sluice.member m JOIN sluice.resource g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
            WHERE m.tenant_id = r.tenant_id AND m.member_id = r.id), '')""".formatted(base);
    }

    private String members(String base) {
        return """
        coalesce((
            SELECT ',"members":[' || string_agg(
                '{"value":"' || u.id || '","type":"' || u.type || '","$ref":"' || %s || %s || u.id || '"'
                || coalesce(',"display":' || to_json(u.display_name)::text, '') || '}', ',' ORDER BY u.id) || ']'
            FROM sluice.member m JOIN sluice.resource u ON u.tenant_id = m.tenant_id AND u.id = m.member_id
            WHERE m.tenant_id = r.tenant_id AND m.group_id = r.id), '')""".formatted(base, endpointOfMember);
    }
}
