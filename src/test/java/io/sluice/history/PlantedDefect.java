package io.sluice.history;

import io.sluice.store.pg.MortalDatabase;
import io.sluice.store.pg.TestDatabase;
import java.sql.SQLException;

/** A defect in the function that writes memberships, as a careless change might bring it; closed, the function is sound again. */
final class PlantedDefect implements AutoCloseable {
    private static final String WRITE = "sluice.resource_write";
    private static final String SOUND = "sluice.resource_write_sound";

    private static final String HEAD = """
            CREATE OR REPLACE FUNCTION sluice.resource_write(
                p_tenant bigint, p_type text, p_id uuid, p_versions bigint[], p_base bigint,
                p_unique_key text, p_external_id text, p_display_name text, p_doc text,
                p_attributes smallint[], p_element_types text[], p_values text[],
                p_replace_members boolean, p_add uuid[], p_remove uuid[])
            RETURNS TABLE (outcome text, missing uuid[], version bigint, document_version bigint, created timestamptz, last_modified timestamptz)
            LANGUAGE plpgsql AS $$
            DECLARE
                v_replace boolean := p_replace_members;
                v_add     uuid[] := p_add;
                v_remove  uuid[] := p_remove;
            BEGIN
                PERFORM set_config('sluice.tenant', p_tenant::text, true);
            """;
    private static final String TAIL = """
                RETURN QUERY SELECT * FROM sluice.resource_write_sound(p_tenant, p_type, p_id, p_versions, p_base, p_unique_key,
                    p_external_id, p_display_name, p_doc, p_attributes, p_element_types, p_values, v_replace, v_add, v_remove);
            END
            $$
            """;

    private final MortalDatabase database;
    private final String sound;

    private PlantedDefect(MortalDatabase database, String defect) throws SQLException {
        this.database = database;
        this.sound = TestDatabase.query(
                        database.superuser(),
                        "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE oid::regproc::text = '" + WRITE + "'")
                .getFirst()
                .getFirst();
        execute(sound.replace(WRITE + "(", SOUND + "("));
        execute("GRANT EXECUTE ON FUNCTION " + SOUND + " TO PUBLIC");
        execute(HEAD + defect + TAIL);
    }

    /** The answer does not wait for the log to be on the disk. */
    static PlantedDefect acknowledgedBeforeCommit(MortalDatabase database) throws SQLException {
        return new PlantedDefect(database, "PERFORM set_config('synchronous_commit', 'off', true);\n");
    }

    /** The members are read, changed and written back as a whole, and nothing is locked in between. */
    static PlantedDefect readModifyWrite(MortalDatabase database) throws SQLException {
        return new PlantedDefect(database, """
                IF NOT p_replace_members THEN
                    v_replace := TRUE;
                    v_remove := '{}';
                    SELECT coalesce(array_agg(DISTINCT l.id), '{}') INTO v_add FROM (
                        SELECT m.member_id FROM sluice.member m WHERE m.tenant_id = p_tenant AND m.group_id = p_id
                        UNION SELECT unnest(p_add)
                        EXCEPT SELECT unnest(p_remove)) AS l (id);
                END IF;
                """);
    }

    /** Members leave the groups of that id of other tenants too; the own one's leave as they should, with its version. */
    static PlantedDefect tenantForgotten(MortalDatabase database) throws SQLException {
        return new PlantedDefect(
                database,
                "DELETE FROM sluice.member m"
                        + " WHERE m.tenant_id <> p_tenant AND m.group_id = p_id AND m.member_id = ANY (p_remove);\n");
    }

    void withoutSecondWall() throws SQLException {
        execute("ALTER TABLE sluice.member DISABLE ROW LEVEL SECURITY");
    }

    @Override
    public void close() throws SQLException {
        execute(sound);
        execute("ALTER TABLE sluice.member ENABLE ROW LEVEL SECURITY");
    }

    private void execute(String sql) throws SQLException {
        TestDatabase.execute(database.superuser(), sql);
    }
}
