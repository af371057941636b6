-- The writes of Bulk. What one row of resource_create_all does is what resource_create does.

-- Creates many resources in one round trip, each for itself: one that is refused undoes none of the others. Rows are inserted in the order
-- of their keys, so that two calls with the same keys wait for one another instead of deadlocking; of two equal keys in one call the first
-- wins. Index values and members name the resource they belong to. p_names: of the attributes of each, with blanks between. outcome: 'done',
-- 'uniqueness', 'member' (missing names the unknown members).
DROP FUNCTION IF EXISTS sluice.resource_create_all(
    bigint, text[], uuid[], text[], text[], text[], text[], uuid[], smallint[], text[], text[], uuid[], uuid[]);
CREATE OR REPLACE FUNCTION sluice.resource_create_all(
    p_tenant bigint, p_types text[], p_ids uuid[],
    p_unique_keys text[], p_external_ids text[], p_display_names text[], p_docs text[],
    p_value_owners uuid[], p_attributes smallint[], p_element_types text[], p_values text[],
    p_groups uuid[], p_members uuid[], p_names text[] DEFAULT '{}')
RETURNS TABLE (outcome text, new_id uuid, missing uuid[], made timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
    v_now     timestamptz := date_trunc('milliseconds', clock_timestamp());
    v_missing uuid[];
    v_refused uuid[] := '{}';
    v_done    uuid[];
    v_count   record;
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    IF cardinality(p_members) > 0 THEN
        v_missing := sluice.member_missing(p_tenant, ARRAY(SELECT DISTINCT m.id FROM unnest(p_members) AS m (id)));
        IF v_missing IS NOT NULL THEN
            v_refused := ARRAY(
                SELECT DISTINCT m.group_id FROM unnest(p_groups, p_members) AS m (group_id, id) JOIN unnest(v_missing) AS l (id) USING (id));
        END IF;
    END IF;
    WITH done AS (
        INSERT INTO sluice.resource AS r (tenant_id, id, type, unique_key, external_id, display_name, created, last_modified, doc)
        SELECT p_tenant, n.id, n.type, n.unique_key, n.external_id, n.display_name, v_now, v_now, n.doc
        FROM unnest(p_types, p_ids, p_unique_keys, p_external_ids, p_display_names, p_docs)
            WITH ORDINALITY AS n (type, id, unique_key, external_id, display_name, doc, place)
        WHERE n.id <> ALL (v_refused)
        ORDER BY n.type, n.unique_key, n.place
        ON CONFLICT (tenant_id, type, unique_key) DO NOTHING
        RETURNING r.id
    )
    SELECT coalesce(array_agg(done.id), '{}') INTO v_done FROM done;

    INSERT INTO sluice.search_value (tenant_id, resource_id, attribute, place, value, element_type, seq)
    SELECT p_tenant, s.owner, s.attribute, row_number() OVER (PARTITION BY s.owner, s.attribute ORDER BY s.number) - 1,
        s.value, s.element_type, r.seq
    FROM unnest(p_value_owners, p_attributes, p_element_types, p_values)
        WITH ORDINALITY AS s (owner, attribute, element_type, value, number)
    JOIN unnest(v_done) AS d (id) ON d.id = s.owner
    JOIN sluice.resource r ON r.tenant_id = p_tenant AND r.id = s.owner;
    INSERT INTO sluice.matching_backlog (tenant_id, code, resource_id)
    SELECT p_tenant, a.code, n.id
    FROM sluice.matching_attribute a JOIN unnest(p_types, p_ids) AS n (type, id) ON n.type = a.type JOIN unnest(v_done) AS d (id) ON d.id = n.id
    WHERE a.tenant_id = p_tenant AND a.state IN ('declared', 'building', 'ready')
        AND NOT EXISTS (SELECT FROM unnest(p_value_owners, p_attributes) AS s (owner, attribute) WHERE s.owner = n.id AND s.attribute = a.code)
    ON CONFLICT DO NOTHING;
    INSERT INTO sluice.member (tenant_id, group_id, member_id)
    SELECT p_tenant, m.group_id, m.id
    FROM unnest(p_groups, p_members) AS m (group_id, id) JOIN unnest(v_done) AS d (id) ON d.id = m.group_id
    ORDER BY m.group_id, m.id;
    INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version, added, attributes)
    SELECT p_tenant, 'create', n.type, n.id, 1, a.members, string_to_array(n.names, ' ')
    FROM unnest(p_types, p_ids, p_names) WITH ORDINALITY AS n (type, id, names, place)
    JOIN unnest(v_done) AS d (id) ON d.id = n.id
    LEFT JOIN (
        SELECT m.group_id, array_agg(m.id) AS members FROM unnest(p_groups, p_members) AS m (group_id, id) GROUP BY m.group_id
    ) a ON a.group_id = n.id
    ORDER BY n.place;
    FOR v_count IN
        SELECT n.type, count(*) AS more FROM unnest(p_types, p_ids) AS n (type, id) JOIN unnest(v_done) AS d (id) ON d.id = n.id GROUP BY n.type
    LOOP
        PERFORM sluice.resource_counted(p_tenant, v_count.type, v_count.more::integer);
    END LOOP;

    RETURN QUERY
    SELECT CASE WHEN d.id IS NOT NULL THEN 'done' WHEN n.id = ANY (v_refused) THEN 'member' ELSE 'uniqueness' END,
        n.id,
        ARRAY(
            SELECT m.id FROM unnest(p_groups, p_members) AS m (group_id, id) JOIN unnest(v_missing) AS l (id) USING (id)
            WHERE m.group_id = n.id AND n.id = ANY (v_refused)),
        v_now
    FROM unnest(p_ids) WITH ORDINALITY AS n (id, place) LEFT JOIN unnest(v_done) AS d (id) ON d.id = n.id
    ORDER BY n.place;
END
$$;

-- Keeps a job; FALSE where the tenant has p_most that are not finished.
CREATE OR REPLACE FUNCTION sluice.bulk_job_add(
    p_tenant bigint, p_job uuid, p_request bytea, p_operations integer, p_scopes text, p_most integer)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    IF (SELECT count(*) FROM sluice.bulk_job j WHERE j.tenant_id = p_tenant AND j.finished IS NULL) >= p_most THEN
        RETURN false;
    END IF;
    INSERT INTO sluice.bulk_job (tenant_id, job_id, request, operations, scopes)
    VALUES (p_tenant, p_job, p_request, p_operations, p_scopes);
    RETURN true;
END
$$;

-- Gives the runner the oldest job that nobody has, until its lease ends. Any number may ask at once, in any replica. A job of which an
-- operation is just being done is locked by that operation and passed over.
CREATE OR REPLACE FUNCTION sluice.bulk_job_take(p_runner uuid, p_seconds integer)
RETURNS TABLE (owner bigint, job uuid, message bytea, rights text) LANGUAGE plpgsql AS $$
DECLARE
    v_tenant bigint;
    v_job    uuid;
BEGIN
    PERFORM set_config('sluice.bulk', 'on', true);
    SELECT j.tenant_id, j.job_id INTO v_tenant, v_job FROM sluice.bulk_job j
    WHERE j.finished IS NULL AND j.leased < clock_timestamp()
    ORDER BY j.created LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM set_config('sluice.tenant', v_tenant::text, true);
    RETURN QUERY
    UPDATE sluice.bulk_job j SET runner = p_runner, leased = clock_timestamp() + make_interval(secs => p_seconds)
    WHERE j.tenant_id = v_tenant AND j.job_id = v_job
    RETURNING j.tenant_id, j.job_id, j.request, j.scopes;
END
$$;

-- Prolongs the runner's lease, or ends it with p_seconds 0. FALSE: another has the job.
CREATE OR REPLACE FUNCTION sluice.bulk_job_renew(p_tenant bigint, p_job uuid, p_runner uuid, p_seconds integer)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    UPDATE sluice.bulk_job j SET leased = clock_timestamp() + make_interval(secs => p_seconds)
    WHERE j.tenant_id = p_tenant AND j.job_id = p_job AND j.runner = p_runner AND j.finished IS NULL;
    RETURN FOUND;
END
$$;

-- FALSE: another has the job.
CREATE OR REPLACE FUNCTION sluice.bulk_job_finish(p_tenant bigint, p_job uuid, p_runner uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    UPDATE sluice.bulk_job j SET finished = clock_timestamp(), request = NULL
    WHERE j.tenant_id = p_tenant AND j.job_id = p_job AND j.runner = p_runner AND j.finished IS NULL;
    RETURN FOUND;
END
$$;

-- Writes results down, in the transaction of the effects that they tell of. FALSE: another has the job, so the effects must not be either.
-- The lock keeps the job with its runner until that transaction ends.
CREATE OR REPLACE FUNCTION sluice.bulk_result_add(
    p_tenant bigint, p_job uuid, p_runner uuid, p_places integer[], p_created uuid[], p_failed boolean[], p_results text[])
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    PERFORM 1 FROM sluice.bulk_job j
    WHERE j.tenant_id = p_tenant AND j.job_id = p_job AND j.runner = p_runner AND j.finished IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO sluice.bulk_result (tenant_id, job_id, place, created_id, failed, result)
    SELECT p_tenant, p_job, r.place, r.created_id, r.failed, r.result
    FROM unnest(p_places, p_created, p_failed, p_results) AS r (place, created_id, failed, result);
    RETURN true;
END
$$;

-- Removes one job that was finished p_hours ago, with its results. FALSE: there is none.
CREATE OR REPLACE FUNCTION sluice.bulk_job_expire(p_hours integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_tenant bigint;
    v_job    uuid;
BEGIN
    PERFORM set_config('sluice.bulk', 'on', true);
    SELECT j.tenant_id, j.job_id INTO v_tenant, v_job FROM sluice.bulk_job j
    WHERE j.finished < clock_timestamp() - make_interval(hours => p_hours) LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM set_config('sluice.tenant', v_tenant::text, true);
    DELETE FROM sluice.bulk_result r WHERE r.tenant_id = v_tenant AND r.job_id = v_job;
    DELETE FROM sluice.bulk_job j WHERE j.tenant_id = v_tenant AND j.job_id = v_job;
    RETURN true;
END
$$;

-- Of the jobs of all tenants that are not finished: how many nobody has, how many a runner has, and for how many seconds the oldest of the
-- former has been kept.
CREATE OR REPLACE FUNCTION sluice.bulk_job_backlog() RETURNS TABLE (waiting integer, running integer, oldest double precision)
LANGUAGE plpgsql AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
BEGIN
    PERFORM set_config('sluice.bulk', 'on', true);
    RETURN QUERY
    SELECT (count(*) FILTER (WHERE j.leased < v_now))::integer, (count(*) FILTER (WHERE j.leased >= v_now))::integer,
        coalesce(extract(epoch FROM v_now - min(j.created) FILTER (WHERE j.leased < v_now)), 0)::double precision
    FROM sluice.bulk_job j WHERE j.finished IS NULL;
END
$$;
