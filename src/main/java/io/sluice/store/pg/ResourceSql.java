package io.sluice.store.pg;

import io.sluice.schema.ResourceType;
import io.sluice.store.Derived;
import io.sluice.store.pg.SharedStatement.Asked;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The texts of reads of {@code resource}. Each says in its first common table expression whose rows it wants, which is what row level
 * security goes by; the OFFSET 0 keeps the planner from reading before that.
 */
final class ResourceSql {
    static final String TENANT = """
            WITH t AS MATERIALIZED (SELECT set_config('sluice.tenant', $1::text, true)::bigint AS tenant_id)
            """;

    /** The tenant's part of what is selected: a column for each of its rows, see {@link SharedStatement}. */
    static final String OF_TENANT = TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
            """;

    /** Members that come with their group in one statement; a group of as many or more is read on in chunks. */
    static final int MEMBERS_INLINE = 1_000;

    /** The same for each group of a list. */
    static final int MEMBERS_INLINE_IN_LIST = 100;

    /** Texts that are kept of those whose shape clients choose. */
    static final int TEXTS = 512;

    /** The id among the parameters of {@link #find}. */
    static final Asked ID = new Asked(1, 2);

    private static final String DIRECT =
            "r.tenant_id, r.type, r.id, r.version, r.document_version, r.created, r.last_modified, r.doc, r.manager_id, r.seq";

    private final DerivedSql derivedSql;
    private final Map<Derivation, String> derivations = new ConcurrentHashMap<>();
    private final Map<Find, String> finds = new ConcurrentHashMap<>();

    private final Recent<Page, String> pages = new Recent<>(TEXTS);

    private static final String PAGE = "/* page */ " + OF_TENANT + """
                SELECT r.type, r.id, r.version, r.document_version, r.created, r.last_modified, r.doc, %s, r.seq, r.place_key
            """.formatted(DerivedSql.COLUMNS);

    ResourceSql(List<ResourceType> types) {
        this.derivedSql = new DerivedSql(types);
    }

    /** Parameters: tenant, id, type, and the base URL where anything is derived. */
    String find(String type, Derived derived) {
        return finds.computeIfAbsent(new Find(type, derived), this::find);
    }

    private record Find(String type, Derived derived) {}

    private String find(Find one) {
        return "/* find */ " + OF_TENANT
                + """
                    SELECT r.type, r.id, r.version, r.document_version, r.created, r.last_modified, r.doc, %s
                    FROM sluice.resource r %s
                    WHERE r.tenant_id = t.tenant_id AND r.id = $2 AND r.type = $3
                    OFFSET 0) x
                """.formatted(
                                DerivedSql.COLUMNS,
                                derivedSql.rows(List.of(one.type()), one.derived(), "$4::text", MEMBERS_INLINE));
    }

    /**
     * A part of a query in the columns that {@link ResourceRow} reads. Parameters: tenant, then whatever the other arguments bind.
     *
     * @param base the placeholder of the base URL, where anything is derived
     * @param late whether resources are picked before they are read
     */
    String page(List<ResourceType> types, Derived derived, String base, Pick pick, boolean late) {
        List<String> names = types.stream().map(ResourceType::name).toList();
        return pages.get(new Page(names, derived, base, pick, late), this::page);
    }

    private record Page(List<String> types, Derived derived, String base, Pick pick, boolean late) {}

    private String page(Page of) {
        Pick pick = of.pick();
        String derivation =
                derivations.computeIfAbsent(new Derivation(of.types(), of.derived(), of.base()), this::rows);
        return PAGE + " FROM (" + (of.late() ? late(pick) : pick.rows(DIRECT)) + ") r" + derivation
                + (pick.isOfOne() ? "" : " ORDER BY " + pick.order().orderByPicked()) + " OFFSET 0) x";
    }

    /** What a page derives; of few kinds, and asked for with each look-up. */
    private record Derivation(List<String> types, Derived derived, String base) {}

    private String rows(Derivation of) {
        return derivedSql.rows(of.types(), of.derived(), of.base() + "::text", MEMBERS_INLINE_IN_LIST);
    }

    /**
     * Picks by what an index holds, and reads the resources of the page alone, by their ids: a plain join lets the planner, who takes a tenant
     * without statistics for one row, find the page again for each resource of the tenant.
     */
    private static String late(Pick pick) {
        return """
                SELECT r.tenant_id, r.type, r.id, r.version, r.document_version, r.created, r.last_modified, r.doc, r.manager_id, r.seq,
                    page.order_key, page.place_key
                FROM (%s) page
                CROSS JOIN LATERAL (
                    SELECT r.* FROM sluice.resource r WHERE r.tenant_id = t.tenant_id AND r.id = page.id OFFSET 0) r""".formatted(pick.rows(pick.id() + " AS id, r.seq"));
    }

    /** Where the last of the picked stands, if it is the {@code number}th. Parameters: tenant, then those of the arguments. */
    static String place(Pick pick, String number) {
        return "/* place */ " + OF_TENANT
                + """
                    SELECT r.seq, r.place_key FROM (%s) r ORDER BY %s OFFSET %s - 1 LIMIT 1) x
                """.formatted(pick.rows("r.seq"), pick.order().orderByPicked(), number);
    }

    /** Parameters: tenant, then those of the predicate. */
    static String count(String predicate) {
        return "/* count */ " + OF_TENANT + """
                    SELECT count(*) AS total FROM sluice.resource r WHERE r.tenant_id = t.tenant_id AND %s OFFSET 0) x
                """.formatted(predicate);
    }

    /** Parameters: tenant, names of the types. The folded totals and what came since, in one snapshot. */
    static String total() {
        return "/* total */ " + OF_TENANT + """
                    SELECT (SELECT coalesce(sum(c.total), 0) FROM sluice.resource_count c
                            WHERE c.tenant_id = t.tenant_id AND c.type = ANY ($2))::bigint
                         + (SELECT coalesce(sum(d.delta), 0) FROM sluice.resource_count_delta d
                            WHERE d.tenant_id = t.tenant_id AND d.type = ANY ($2))::bigint AS total
                    OFFSET 0) x
                """;
    }

    /** Parameters: tenant, group. */
    static String members() {
        return "/* members */ " + OF_TENANT + """
                    SELECT u.id, u.type, coalesce(u.display_name, '') AS display
                    FROM sluice.member m JOIN sluice.resource u ON u.tenant_id = m.tenant_id AND u.id = m.member_id
                    WHERE m.tenant_id = t.tenant_id AND m.group_id = $2
                    OFFSET 0) x
                """;
    }

    /** Parameters: tenant, group, id after which the chunk begins, how many members, the base URL. No row where there is no such group. */
    String memberChunk() {
        return "/* member chunk */ " + OF_TENANT
                + """
                    SELECT coalesce(c.elements, '') AS elements, CASE WHEN c.size = $4 THEN c.last END AS next
                    FROM sluice.resource g CROSS JOIN LATERAL (%s) c
                    WHERE g.tenant_id = t.tenant_id AND g.id = $2 AND g.type = 'Group'
                    OFFSET 0) x
                """.formatted(derivedSql.chunk("$5::text", "g.id", "AND m.member_id > $3", "$4::integer"));
    }
}
