-- The provisioning log and what follows from it.

-- Writes refusals of any tenants down; those of one tenant stand together. author: credential and request, with a blank between. Those of a
-- tenant that is gone are left out.
DROP FUNCTION IF EXISTS sluice.refusal_add(
    bigint[], timestamptz[], text[], text[], text[], uuid[], integer[], text[], text[], text[]);
CREATE OR REPLACE FUNCTION sluice.refusal_add(
    p_tenants bigint[], p_at timestamptz[], p_authors text[], p_operations text[], p_types text[], p_ids uuid[],
    p_statuses integer[], p_scim_types text[], p_reasons text[], p_details text[], p_times integer[] DEFAULT '{}')
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_first  integer := 1;
    v_last   integer;
BEGIN
    WHILE v_first <= cardinality(p_tenants) LOOP
        v_last := v_first;
        WHILE p_tenants[v_last + 1] = p_tenants[v_first] LOOP
            v_last := v_last + 1;
        END LOOP;
        PERFORM set_config('sluice.tenant', p_tenants[v_first]::text, true);
        INSERT INTO sluice.refusal (
            tenant_id, at, credential_id, request_id, operation, type, resource_id, status, scim_type, reason, detail, times)
        SELECT p_tenants[v_first], l.at, nullif(split_part(l.author, ' ', 1), '')::uuid, nullif(split_part(l.author, ' ', 2), ''),
            l.operation, l.type, l.id, l.status, l.scim_type, l.reason, l.detail, coalesce(l.times, 1)
        FROM unnest(
            p_at[v_first:v_last], p_authors[v_first:v_last], p_operations[v_first:v_last], p_types[v_first:v_last], p_ids[v_first:v_last],
            p_statuses[v_first:v_last], p_scim_types[v_first:v_last], p_reasons[v_first:v_last], p_details[v_first:v_last],
            p_times[v_first:v_last])
            AS l (at, author, operation, type, id, status, scim_type, reason, detail, times)
        WHERE EXISTS (SELECT FROM sluice.tenant n WHERE p_tenants[v_first] = n.tenant_id);
        v_first := v_last + 1;
    END LOOP;
END
$$;

-- Removes up to p_most refusals that are older than p_days, of whatever tenant, and says whether there may be more. What is done stays done,
-- whoever stops in between.
CREATE OR REPLACE FUNCTION sluice.refusal_expire(p_days integer, p_most integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_tenant bigint;
    v_before timestamptz := now() - make_interval(days => p_days);
BEGIN
    FOR v_tenant IN SELECT n.tenant_id FROM sluice.tenant n LOOP
        PERFORM set_config('sluice.tenant', v_tenant::text, true);
        DELETE FROM sluice.refusal r USING (
            SELECT k.at, k.refusal_id FROM sluice.refusal k WHERE k.tenant_id = v_tenant AND k.at < v_before
            ORDER BY k.at, k.refusal_id LIMIT p_most) AS old
        WHERE r.tenant_id = v_tenant AND r.at = old.at AND r.refusal_id = old.refusal_id;
        IF FOUND THEN
            RETURN TRUE;
        END IF;
    END LOOP;
    RETURN FALSE;
END
$$;

-- Brings resources back to what they were, each for itself. p_bases: the document_version from which a document goes back, NULL where the
-- resource is gone and is made again, with its id and its p_created, above its last version. p_ends: where the index values of each end in the
-- arrays of all. outcome: 'done', or why not: 'conflict' (its name is taken, or what is left of it is still being removed), 'stale', 'gone'.
CREATE OR REPLACE FUNCTION sluice.resource_restore(
    p_tenant bigint, p_types text[], p_ids uuid[], p_bases bigint[], p_versions bigint[], p_created timestamptz[],
    p_unique_keys text[], p_external_ids text[], p_display_names text[], p_docs text[],
    p_ends integer[], p_attributes smallint[], p_element_types text[], p_values text[], p_names text[])
RETURNS TABLE (outcome text) LANGUAGE plpgsql AS $$
DECLARE
    v_now   timestamptz := date_trunc('milliseconds', clock_timestamp());
    v_begin integer := 1;
    v_seq   bigint;
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    FOR v_one IN 1 .. cardinality(p_ids) LOOP
        PERFORM set_config('sluice.audit', rtrim(' undo ' || p_names[v_one]), true);
        BEGIN
            IF p_bases[v_one] IS NOT NULL THEN
                SELECT w.outcome INTO outcome FROM sluice.resource_write(
                    p_tenant, p_types[v_one], p_ids[v_one], NULL, p_bases[v_one],
                    p_unique_keys[v_one], p_external_ids[v_one], p_display_names[v_one], p_docs[v_one],
                    p_attributes[v_begin:p_ends[v_one]], p_element_types[v_begin:p_ends[v_one]], p_values[v_begin:p_ends[v_one]],
                    FALSE, '{}', '{}') w;
            ELSE
                outcome := 'conflict';
                INSERT INTO sluice.resource (
                    tenant_id, id, type, version, document_version, unique_key, external_id, display_name, created, last_modified, doc)
                SELECT p_tenant, p_ids[v_one], p_types[v_one], p_versions[v_one] + 1, p_versions[v_one] + 1,
                    p_unique_keys[v_one], p_external_ids[v_one], p_display_names[v_one], p_created[v_one], v_now, p_docs[v_one]
                WHERE NOT EXISTS (SELECT FROM sluice.member_purge m WHERE m.tenant_id = p_tenant AND m.group_id = p_ids[v_one])
                ON CONFLICT DO NOTHING
                RETURNING seq INTO v_seq;
                IF FOUND THEN
                    outcome := 'done';
                    INSERT INTO sluice.search_value (tenant_id, resource_id, attribute, place, value, element_type, seq)
                    SELECT p_tenant, p_ids[v_one], n.attribute, n.place, n.value, n.element_type, v_seq
                    FROM sluice.search_values_placed(
                        p_attributes[v_begin:p_ends[v_one]], p_element_types[v_begin:p_ends[v_one]], p_values[v_begin:p_ends[v_one]]) n;
                    INSERT INTO sluice.matching_backlog (tenant_id, code, resource_id)
                    SELECT p_tenant, a.code, p_ids[v_one] FROM sluice.matching_attribute a
                    WHERE a.tenant_id = p_tenant AND a.type = p_types[v_one] AND a.state IN ('declared', 'building', 'ready')
                        AND a.code <> ALL (p_attributes[v_begin:p_ends[v_one]])
                    ON CONFLICT DO NOTHING;
                    INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version)
                    VALUES (p_tenant, 'create', p_types[v_one], p_ids[v_one], p_versions[v_one] + 1);
                    PERFORM sluice.resource_counted(p_tenant, p_types[v_one], 1);
                END IF;
            END IF;
        EXCEPTION WHEN unique_violation THEN
            outcome := 'conflict';
        END;
        RETURN NEXT;
        v_begin := p_ends[v_one] + 1;
    END LOOP;
END
$$;

-- How many users a tenant may lose within 40 minutes before the rest is held up.
CREATE OR REPLACE FUNCTION sluice.deprovisioning_threshold(p_tenant bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT greatest(20, floor((
        coalesce((SELECT c.total FROM sluice.resource_count c WHERE c.tenant_id = p_tenant AND c.type = 'User'), 0)
        + coalesce((SELECT sum(d.delta) FROM sluice.resource_count_delta d WHERE d.tenant_id = p_tenant AND d.type = 'User'), 0)) / 10.0))::bigint
$$;

-- Asked by a write that would take these users' access away, for a tenant that has a hold, before it changes anything. Such writes of one
-- tenant wait for one another here, so that none of many at once slips through. outcome: 'done' (go on), 'held', 'rejected'. A decision lasts:
-- 24 hours to let the client come again, or 40 minutes.
CREATE OR REPLACE FUNCTION sluice.deprovisioning_outcome(p_tenant bigint, p_users uuid[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_now  timestamptz;
    v_hold record;
BEGIN
    IF coalesce(cardinality(p_users), 0) = 0 THEN
        RETURN 'done';
    END IF;
    SELECT h.state, h.since INTO v_hold FROM sluice.deprovisioning_hold h WHERE h.tenant_id = p_tenant FOR UPDATE;
    v_now := clock_timestamp();
    IF NOT FOUND OR (v_hold.state = 'allowed' AND v_hold.since > v_now - interval '24 hours') THEN
        RETURN 'done';
    ELSIF v_hold.state = 'held' OR (v_hold.state = 'rejected' AND v_hold.since > v_now - interval '40 minutes') THEN
        RETURN v_hold.state;
    ELSIF v_hold.state <> 'armed' THEN
        UPDATE sluice.deprovisioning_hold h SET state = 'armed', since = v_now WHERE h.tenant_id = p_tenant;
    END IF;
    DELETE FROM sluice.deprovisioned d WHERE d.tenant_id = p_tenant AND d.at <= v_now - interval '40 minutes';
    INSERT INTO sluice.deprovisioned (tenant_id, resource_id, at) SELECT p_tenant, u.id, v_now FROM unnest(p_users) AS u (id)
    ON CONFLICT DO NOTHING;
    IF (SELECT count(*) FROM sluice.deprovisioned d WHERE d.tenant_id = p_tenant) > sluice.deprovisioning_threshold(p_tenant) THEN
        DELETE FROM sluice.deprovisioned d WHERE d.tenant_id = p_tenant AND d.at = v_now;
        UPDATE sluice.deprovisioning_hold h SET state = 'held', since = v_now WHERE h.tenant_id = p_tenant;
        RETURN 'held';
    END IF;
    RETURN 'done';
END
$$;

-- The same for a write as resource_write has it: the user whose document becomes that of a disabled one, and those who leave their last group.
CREATE OR REPLACE FUNCTION sluice.deprovisioning_of_write(
    p_tenant bigint, p_id uuid, p_before text, p_after text, p_replace_members boolean, p_add uuid[], p_remove uuid[])
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_users uuid[];
BEGIN
    SELECT array_agg(m.member_id) INTO v_users FROM (
        SELECT k.member_id FROM sluice.member k WHERE k.tenant_id = p_tenant AND k.group_id = p_id AND p_replace_members
            AND (k.member_id IN (SELECT a.id FROM unnest(p_add) AS a (id))) IS NOT TRUE
        UNION ALL
        SELECT found.member_id FROM unnest(p_remove) AS l (id) CROSS JOIN LATERAL (
            SELECT k.member_id FROM sluice.member k
            WHERE k.tenant_id = p_tenant AND k.group_id = p_id AND k.member_id = l.id OFFSET 0) AS found
        WHERE NOT p_replace_members) m
    WHERE sluice.deprovisioning_by_leaving(p_tenant, p_id, m.member_id);
    IF (p_after::jsonb -> 'active') = 'false' AND (p_before::jsonb -> 'active') IS DISTINCT FROM 'false' THEN
        v_users := array_append(v_users, p_id);
    END IF;
    RETURN sluice.deprovisioning_outcome(p_tenant, v_users);
END
$$;

-- Whether it is a user, in no other group than this.
CREATE OR REPLACE FUNCTION sluice.deprovisioning_by_leaving(p_tenant bigint, p_group uuid, p_member uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM sluice.member m WHERE m.tenant_id = p_tenant AND m.member_id = p_member AND m.group_id <> p_group)
        AND EXISTS (SELECT FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = p_member AND r.type = 'User');
END
$$;

-- The same for a deletion: a user, or those whose last group goes; more of them than a threshold can be need not be counted.
CREATE OR REPLACE FUNCTION sluice.deprovisioning_of_deletion(p_tenant bigint, p_type text, p_id uuid) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF p_type = 'User' THEN
        RETURN sluice.deprovisioning_outcome(p_tenant, ARRAY[p_id]);
    END IF;
    RETURN sluice.deprovisioning_outcome(p_tenant, ARRAY(
        SELECT m.member_id FROM sluice.member m
        WHERE m.tenant_id = p_tenant AND m.group_id = p_id AND sluice.deprovisioning_by_leaving(p_tenant, p_id, m.member_id)
        LIMIT sluice.deprovisioning_threshold(p_tenant) + 1));
END
$$;

CREATE OR REPLACE FUNCTION sluice.hold_arm(p_tenant bigint, p_on boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    IF p_on THEN
        INSERT INTO sluice.deprovisioning_hold (tenant_id) VALUES (p_tenant) ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM sluice.deprovisioning_hold h WHERE h.tenant_id = p_tenant;
        DELETE FROM sluice.deprovisioned d WHERE d.tenant_id = p_tenant;
    END IF;
END
$$;

-- FALSE: nothing is held. Counting begins anew after either decision.
CREATE OR REPLACE FUNCTION sluice.hold_decide(p_tenant bigint, p_allow boolean) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    UPDATE sluice.deprovisioning_hold h SET state = CASE WHEN p_allow THEN 'allowed' ELSE 'rejected' END, since = clock_timestamp()
    WHERE h.tenant_id = p_tenant AND h.state = 'held';
    IF NOT FOUND THEN
        RETURN FALSE;
    END IF;
    DELETE FROM sluice.deprovisioned d WHERE d.tenant_id = p_tenant;
    RETURN TRUE;
END
$$;
