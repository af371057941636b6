package io.sluice.store.pg;

/** What an undo reads. Its own change rows, which have a request of this name, are nobody's later change. */
final class UndoSql {
    /** The first change of each resource in the window that made, changed or deleted it, and whether it was changed afterwards. */
    static final String RESOURCES = "/* undo resources */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT k.resource_id, k.at, k.change_id, k.operation = 'create' AS created, k.resource_id IN (
                    SELECT l.resource_id FROM sluice.change l
                    WHERE l.tenant_id = t.tenant_id AND l.at >= $3 AND l.before IS NOT NULL AND l.request_id IS DISTINCT FROM 'undo') AS later
                FROM (
                    SELECT c.resource_id, c.at, c.change_id, c.operation, min(c.change_id) OVER (PARTITION BY c.resource_id) AS first
                    FROM sluice.change c
                    WHERE c.tenant_id = t.tenant_id AND c.at >= $2 AND c.at < $3 AND (c.before IS NOT NULL OR c.operation = 'create')) k
                WHERE k.change_id = k.first
                ORDER BY k.resource_id LIMIT $4 OFFSET 0) x
            """;

    /** What some of them were, and what they are now: now is NULL where there is none. */
    static final String DOCUMENTS = "/* undo documents */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT c.resource_id, c.type, c.version, c.created, c.before, r.doc AS now, r.document_version
                FROM unnest($2::timestamptz[], $3::bigint[]) WITH ORDINALITY AS k (at, change_id, place)
                CROSS JOIN LATERAL (
                    SELECT d.resource_id, d.type, d.version, d.created, d.before FROM sluice.change d
                    WHERE d.tenant_id = t.tenant_id AND d.at = k.at AND d.change_id = k.change_id OFFSET 0) c
                LEFT JOIN LATERAL (
                    SELECT n.doc, n.document_version FROM sluice.resource n
                    WHERE n.tenant_id = t.tenant_id AND n.id = c.resource_id OFFSET 0) r ON TRUE
                ORDER BY k.place OFFSET 0) x
            """;

    /** Of the groups that there are: who was a member before the window and is not, and who is and was not. The rows of a purge belong to a deletion. */
    static final String MEMBERS = "/* undo members */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT e.group_id, g.type,
                    coalesce(string_agg(e.member_id::text, ' ') FILTER (WHERE e.before), '') AS lost,
                    coalesce(string_agg(e.member_id::text, ' ') FILTER (WHERE NOT e.before), '') AS gained
                FROM (
                    SELECT c.resource_id AS group_id, m.id AS member_id,
                        NOT (array_agg(m.joined ORDER BY c.change_id))[1] AS before,
                        bool_or(c.at >= $3 AND c.operation <> 'purge' AND c.request_id IS DISTINCT FROM 'undo') AS later
                    FROM sluice.change c CROSS JOIN LATERAL (
                        SELECT a.id, TRUE FROM unnest(c.added) AS a (id) UNION ALL SELECT b.id, FALSE FROM unnest(c.removed) AS b (id)) AS m (id, joined)
                    WHERE c.tenant_id = t.tenant_id AND c.at >= $2
                    GROUP BY c.resource_id, m.id) e
                CROSS JOIN LATERAL (
                    SELECT r.type FROM sluice.resource r WHERE r.tenant_id = t.tenant_id AND r.id = e.group_id OFFSET 0) g
                CROSS JOIN LATERAL (
                    SELECT EXISTS (
                        SELECT FROM sluice.member n
                        WHERE n.tenant_id = t.tenant_id AND n.group_id = e.group_id AND n.member_id = e.member_id) AS present OFFSET 0) p
                WHERE NOT e.later AND p.present <> e.before
                GROUP BY e.group_id, g.type
                ORDER BY e.group_id OFFSET 0) x
            """;

    static final String RESTORE = "/* resource_restore */ SELECT * FROM"
            + " sluice.resource_restore($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

    private UndoSql() {}
}
