-- Statistics of tables that grew to more than four times what the last ones saw, a never looked at one from its first row on. Until a table has
-- any, every index is as good as the right one to the planner, and what is planned so stays in use for as long as its connection or the
-- next statistics: look-ups go through all of a tenant's rows. Autovacuum comes once a minute, and a directory can have 100,000 users by then.
-- Rows of a transaction that had not ended are missing in what was seen, so a table with fewer rows than pages is looked at again once they came.
-- The one function with its owner's rights: nobody else may ANALYZE a table, it has no parameter, and it shows and changes no row. One caller
-- works at a time; what autovacuum has in hand is passed over.
CREATE OR REPLACE FUNCTION sluice.statistics_refresh() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_table text;
    v_any   boolean := false;
BEGIN
    IF pg_try_advisory_xact_lock(hashtext('sluice.statistics_refresh')) THEN
        FOR v_table IN
            SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'sluice'::regnamespace AND c.relkind = 'r'
            AND (pg_relation_size(c.oid) / current_setting('block_size')::integer > 4 * greatest(c.relpages, 0)
                OR c.reltuples < c.relpages AND pg_stat_get_mod_since_analyze(c.oid) > 1000)
        LOOP
            EXECUTE format('ANALYZE (SKIP_LOCKED) sluice.%I', v_table);
            v_any := true;
        END LOOP;
    END IF;
    RETURN v_any;
END
$$;
