-- Matching attributes: declared by administration, built by whichever replica comes by, some resources at a time. A writer whose profile knows
-- the attribute writes its rows; one whose profile does not leaves the resource in the backlog, in its own transaction. So nothing depends on
-- how long a profile is kept or a request takes.

-- From this version of the profile; FALSE: another was made since. One that failed is built again.
CREATE OR REPLACE FUNCTION sluice.matching_declare(p_tenant bigint, p_version bigint, p_type text, p_path text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT sluice.profile_changed_from(p_tenant, p_version) THEN
        RETURN FALSE;
    END IF;
    INSERT INTO sluice.matching_attribute AS a (tenant_id, code, type, path, state)
    SELECT p_tenant, coalesce(max(b.code), 99) + 1, p_type, p_path, 'declared' FROM sluice.matching_attribute b WHERE b.tenant_id = p_tenant
    ON CONFLICT (tenant_id, type, path) WHERE state NOT IN ('removed', 'gone')
    DO UPDATE SET state = 'declared', detail = NULL, horizon = NULL, after = 0, walked = FALSE WHERE a.state = 'failed';
    RETURN TRUE;
END
$$;

CREATE OR REPLACE FUNCTION sluice.matching_remove(p_tenant bigint, p_version bigint, p_type text, p_path text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT sluice.profile_changed_from(p_tenant, p_version) THEN
        RETURN FALSE;
    END IF;
    UPDATE sluice.matching_attribute a SET state = 'removed', leased = '-infinity'
    WHERE a.tenant_id = p_tenant AND a.type = p_type AND a.path = p_path AND a.state NOT IN ('removed', 'gone');
    RETURN TRUE;
END
$$;

-- An attribute of some tenant that has work to do, taken for ten seconds, or no row. Any number of replicas may ask: each takes what no other
-- has; two that come to work on the same nevertheless do it twice, not wrongly.
CREATE OR REPLACE FUNCTION sluice.matching_next()
RETURNS TABLE (of_tenant bigint, of_code smallint, of_type text, of_state text, of_after bigint, of_walked boolean)
LANGUAGE plpgsql AS $$
DECLARE
    v_tenant bigint;
    v_code   smallint;
    v_open   boolean;
BEGIN
    PERFORM set_config('sluice.purge', 'on', true);
    SELECT a.tenant_id, a.code INTO v_tenant, v_code FROM sluice.matching_attribute a
    WHERE a.leased < clock_timestamp() AND (a.state IN ('declared', 'building', 'removed') OR (a.state = 'ready'
        AND (a.tenant_id, a.code) IN (SELECT b.tenant_id, b.code FROM sluice.matching_backlog b)))
    ORDER BY a.leased LIMIT 1 FOR UPDATE OF a SKIP LOCKED;
    PERFORM set_config('sluice.purge', '', true);
    IF v_tenant IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('sluice.tenant', v_tenant::text, true);
    -- Whoever saw no such attribute when it wrote had its number before this snapshot was taken.
    UPDATE sluice.matching_attribute a SET horizon = pg_snapshot_xmax(pg_current_snapshot())
    WHERE a.tenant_id = v_tenant AND a.code = v_code AND a.horizon IS NULL;
    SELECT a.state = 'declared' AND a.horizon > pg_snapshot_xmin(pg_current_snapshot()) INTO v_open
    FROM sluice.matching_attribute a WHERE a.tenant_id = v_tenant AND a.code = v_code;
    RETURN QUERY
    UPDATE sluice.matching_attribute a
    SET state = CASE WHEN a.state = 'declared' AND NOT v_open THEN 'building' ELSE a.state END,
        leased = clock_timestamp() + CASE WHEN v_open THEN interval '200 milliseconds' ELSE interval '10 seconds' END
    WHERE a.tenant_id = v_tenant AND a.code = v_code
    RETURNING a.tenant_id, a.code, a.type, a.state, a.after, a.walked;
END
$$;

-- Makes the rows of one attribute for resources as they were read, and notes how far the walk came. One that was changed since, or that
-- somebody is changing, goes into the backlog: nobody waits here. Owners, element types and values name the rows in order, NULL for no value.
-- TRUE: nothing is left to do but to call it ready.
CREATE OR REPLACE FUNCTION sluice.matching_put(
    p_tenant bigint, p_code smallint, p_after bigint, p_to bigint, p_walked boolean,
    p_ids uuid[], p_versions bigint[], p_owners uuid[], p_element_types text[], p_values text[])
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_state text;
    v_taken uuid[];
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    SELECT a.state INTO v_state FROM sluice.matching_attribute a
    WHERE a.tenant_id = p_tenant AND a.code = p_code AND a.after = p_after AND a.state IN ('building', 'ready') FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN FALSE;
    END IF;
    v_taken := ARRAY(
        SELECT found.id FROM unnest(p_ids, p_versions) AS n (id, version) CROSS JOIN LATERAL (
            SELECT r.id FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = n.id AND r.document_version = n.version
            OFFSET 0 FOR NO KEY UPDATE SKIP LOCKED) AS found);
    DELETE FROM sluice.search_value s WHERE s.tenant_id = p_tenant AND s.resource_id = ANY (v_taken) AND s.attribute = p_code;
    INSERT INTO sluice.search_value (tenant_id, resource_id, attribute, place, value, element_type, seq)
    SELECT p_tenant, n.owner, p_code, row_number() OVER (PARTITION BY n.owner ORDER BY n.number) - 1, n.value, n.element_type, found.seq
    FROM unnest(v_taken) AS l (id)
    JOIN unnest(p_owners, p_element_types, p_values) WITH ORDINALITY AS n (owner, element_type, value, number) ON n.owner = l.id
    CROSS JOIN LATERAL (SELECT r.seq FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = l.id OFFSET 0) AS found;
    -- What is taken is done; what is gone is owed nothing.
    DELETE FROM sluice.matching_backlog b WHERE b.tenant_id = p_tenant AND b.code = p_code AND b.resource_id = ANY (p_ids)
        AND (b.resource_id = ANY (v_taken)
            OR NOT EXISTS (SELECT FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = b.resource_id OFFSET 0));
    INSERT INTO sluice.matching_backlog (tenant_id, code, resource_id)
    SELECT p_tenant, p_code, n.id FROM unnest(p_ids) AS n (id)
    WHERE n.id <> ALL (v_taken) AND EXISTS (SELECT FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = n.id OFFSET 0)
    ON CONFLICT DO NOTHING;
    UPDATE sluice.matching_attribute a SET after = p_to, walked = p_walked, leased = '-infinity' WHERE a.tenant_id = p_tenant AND a.code = p_code;
    RETURN v_state = 'building' AND p_walked
        AND NOT EXISTS (SELECT FROM sluice.matching_backlog b WHERE b.tenant_id = p_tenant AND b.code = p_code);
END
$$;

-- From now on filters and orders go by the rows. Takes the profile first, as administration does.
CREATE OR REPLACE FUNCTION sluice.matching_ready(p_tenant bigint, p_code smallint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sluice.profile_changed(p_tenant);
    UPDATE sluice.matching_attribute a SET state = 'ready'
    WHERE a.tenant_id = p_tenant AND a.code = p_code AND a.state = 'building' AND a.walked
        AND NOT EXISTS (SELECT FROM sluice.matching_backlog b WHERE b.tenant_id = p_tenant AND b.code = p_code);
END
$$;

CREATE OR REPLACE FUNCTION sluice.matching_fail(p_tenant bigint, p_code smallint, p_detail text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sluice.profile_changed(p_tenant);
    UPDATE sluice.matching_attribute a SET state = 'failed', detail = p_detail
    WHERE a.tenant_id = p_tenant AND a.code = p_code AND a.state IN ('building', 'ready');
END
$$;

-- Removes up to p_most rows of an attribute that was removed. TRUE: there may be more.
CREATE OR REPLACE FUNCTION sluice.matching_purge(p_tenant bigint, p_code smallint, p_most integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_gone integer;
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    DELETE FROM sluice.matching_backlog b WHERE b.tenant_id = p_tenant AND b.code = p_code;
    DELETE FROM sluice.search_value s WHERE s.tenant_id = p_tenant AND s.ctid = ANY (ARRAY(
        SELECT v.ctid FROM sluice.search_value v WHERE v.tenant_id = p_tenant AND v.attribute = p_code LIMIT p_most));
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    UPDATE sluice.matching_attribute a SET leased = '-infinity', state = CASE WHEN v_gone = 0 THEN 'gone' ELSE a.state END
    WHERE a.tenant_id = p_tenant AND a.code = p_code AND a.state = 'removed';
    RETURN v_gone > 0;
END
$$;
