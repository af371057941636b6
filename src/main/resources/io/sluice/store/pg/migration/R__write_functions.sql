-- The writes. Each is one call and one round trip: it says whose rows it touches (for row level security), then does the whole change with
-- its index rows, change row and counter. SECURITY INVOKER: they run with the serving role's rights and policies. Locks are taken in one
-- order: members by id, then the resource, then the groups that hold it by id. An outcome is a value, not an error, so that an ordinary
-- refusal leaves no line in the server's log; whoever gets anything but 'done' has changed nothing.
-- A list of ids is held against a table by a look-up for each (LATERAL with OFFSET 0) or by a hash of the list, as it says: left to choose, a
-- planner without statistics of the tenant expects one row and goes through the whole list, or the whole group, for each of them. With that no
-- plan depends on the values, and plan_cache_mode says so: left to choose, the planner takes the list of one id for cheaper than the plan that
-- it has, and plans the statement again in every call, which was a third of a membership's time.

-- Adds the counter rows up. At most one transaction folds a tenant's counter at a time and nobody waits for it.
CREATE OR REPLACE FUNCTION sluice.resource_count_fold(p_tenant bigint, p_type text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_sum bigint;
BEGIN
    INSERT INTO sluice.resource_count (tenant_id, type, total) VALUES (p_tenant, p_type, 0) ON CONFLICT DO NOTHING;
    PERFORM 1 FROM sluice.resource_count WHERE tenant_id = p_tenant AND type = p_type FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    WITH folded AS (
        DELETE FROM sluice.resource_count_delta WHERE tenant_id = p_tenant AND type = p_type RETURNING delta
    )
    SELECT coalesce(sum(delta), 0) INTO v_sum FROM folded;
    UPDATE sluice.resource_count SET total = total + v_sum WHERE tenant_id = p_tenant AND type = p_type;
END
$$;

-- Counts one resource more or less; about every 500th call folds, which keeps the unfolded rows few at a cost nobody notices.
CREATE OR REPLACE FUNCTION sluice.resource_counted(p_tenant bigint, p_type text, p_delta integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sluice.resource_count_delta (tenant_id, type, delta) VALUES (p_tenant, p_type, p_delta);
    IF random() < 0.002 THEN
        PERFORM sluice.resource_count_fold(p_tenant, p_type);
    END IF;
END
$$;

-- Locks the members to be, so that none is deleted meanwhile, and returns the ids of no user and no group of the tenant (NULL where there are
-- none). Resources of other types are no members: what a member looks like to others is known of these two. A lock on a row is written into
-- its page: with members from all over a directory that is a page to log and to flush for each, several times what the membership costs. So a
-- few are locked by a number made of their id, which leaves no trace; resource_delete takes the same.
CREATE OR REPLACE FUNCTION sluice.member_missing(p_tenant bigint, p_members uuid[]) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
    v_member  uuid;
    v_locked  text;
    v_found   integer;
    v_missing uuid[];
BEGIN
    -- Most are alone, and a list of one costs as much as the look-up.
    IF cardinality(p_members) = 1 THEN
        v_locked := pg_advisory_xact_lock_shared(hashtextextended(p_members[1]::text, p_tenant));
        PERFORM FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = p_members[1] AND r.type IN ('User', 'Group');
        RETURN CASE WHEN NOT FOUND THEN p_members END;
    ELSIF cardinality(p_members) <= 16 THEN
        -- In any order: who deletes takes one such lock, before all others. An assignment is evaluated without running a statement.
        FOREACH v_member IN ARRAY p_members LOOP
            v_locked := pg_advisory_xact_lock_shared(hashtextextended(v_member::text, p_tenant));
        END LOOP;
        -- It sees what was deleted before the locks were given.
        SELECT count(*) INTO v_found FROM unnest(p_members) AS m (id) CROSS JOIN LATERAL (
            SELECT FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = m.id AND r.type IN ('User', 'Group') OFFSET 0) AS found;
    ELSE
        -- The server's table of locks is small, so many are locked by their rows.
        PERFORM FROM (SELECT m.id FROM unnest(p_members) AS m (id) ORDER BY m.id) AS l CROSS JOIN LATERAL (
            SELECT FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = l.id AND r.type IN ('User', 'Group') OFFSET 0 FOR KEY SHARE) AS found;
        GET DIAGNOSTICS v_found = ROW_COUNT;
    END IF;
    IF v_found < cardinality(p_members) THEN
        SELECT array_agg(m.id) INTO v_missing FROM unnest(p_members) AS m (id)
        WHERE NOT EXISTS (SELECT FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = m.id AND r.type IN ('User', 'Group') OFFSET 0);
    END IF;
    RETURN v_missing;
END
$$;

-- Waits for half as long as the piece before took: five hundred rows, some milliseconds. Without it whoever writes a hundred thousand rows has a processor for itself for seconds, and
-- what waits for that processor waits for a tenth of one. In the first three seconds only: the time-out of statements counts the waiting, too.
CREATE OR REPLACE FUNCTION sluice.give_way(p_since timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF clock_timestamp() < statement_timestamp() + interval '3 s' THEN
        PERFORM pg_sleep(least(extract(epoch FROM clock_timestamp() - p_since) / 2, 0.01));
    END IF;
END
$$;

-- The ids that are no user and no group of the tenant, for whom asks deletions_awaited afterwards: nothing is locked.
CREATE OR REPLACE FUNCTION sluice.member_unknown(p_tenant bigint, p_members uuid[]) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
    v_since   timestamptz;
    v_unknown uuid[];
BEGIN
    FOR v_place IN 1 .. cardinality(p_members) BY 500 LOOP
        v_since := clock_timestamp();
        v_unknown := v_unknown || ARRAY(
            SELECT m.id FROM unnest(p_members[v_place : v_place + 499]) AS m (id)
            WHERE NOT EXISTS (SELECT FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = m.id AND r.type IN ('User', 'Group') OFFSET 0));
        PERFORM sluice.give_way(v_since);
    END LOOP;
    RETURN nullif(v_unknown, '{}');
END
$$;

-- Whoever made members of many that it did not lock asks this last: until it commits no deletion begins that would not see the memberships,
-- and where one of them was deleted since the snapshot, the transaction is undone, to be tried again. resource_delete takes the same lock. Who
-- holds a lock that a deletion waits for must not ask. By the settings no other index than that of the order serves.
CREATE OR REPLACE FUNCTION sluice.deletions_awaited(p_tenant bigint, p_snapshot pg_snapshot, p_members uuid[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
    v_deleted uuid[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('deletions', p_tenant));
    v_deleted := ARRAY(
        SELECT c.resource_id FROM sluice.change c
        WHERE c.tenant_id = p_tenant AND c.xid >= pg_snapshot_xmin(p_snapshot)
            AND c.operation = 'delete' AND NOT pg_visible_in_snapshot(c.xid, p_snapshot)
        ORDER BY c.xid, c.change_id);
    IF EXISTS (SELECT FROM unnest(p_members) AS m (id) WHERE m.id = ANY (v_deleted)) THEN
        RAISE EXCEPTION 'a member was deleted meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;
END
$$;

-- The index rows of a resource become these. The values of an attribute come in their order, the one to sort by first; NULL: it has none.
CREATE OR REPLACE FUNCTION sluice.search_values_set(
    p_tenant bigint, p_id uuid, p_seq bigint, p_attributes smallint[], p_element_types text[], p_values text[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM sluice.search_value s WHERE s.tenant_id = p_tenant AND s.resource_id = p_id
        AND NOT EXISTS (
            SELECT FROM sluice.search_values_placed(p_attributes, p_element_types, p_values) n
            WHERE n.attribute = s.attribute AND n.place = s.place AND n.element_type = s.element_type AND n.value IS NOT DISTINCT FROM s.value);
    INSERT INTO sluice.search_value (tenant_id, resource_id, attribute, place, value, element_type, seq)
    SELECT p_tenant, p_id, n.attribute, n.place, n.value, n.element_type, p_seq
    FROM sluice.search_values_placed(p_attributes, p_element_types, p_values) n
    ON CONFLICT DO NOTHING;
END
$$;

CREATE OR REPLACE FUNCTION sluice.search_values_placed(p_attributes smallint[], p_element_types text[], p_values text[])
RETURNS TABLE (attribute smallint, place smallint, value text, element_type text) LANGUAGE sql IMMUTABLE AS $$
    SELECT n.attribute, (row_number() OVER (PARTITION BY n.attribute ORDER BY n.number) - 1)::smallint, n.value, n.element_type
    FROM unnest(p_attributes, p_element_types, p_values) WITH ORDINALITY AS n (attribute, element_type, value, number)
$$;

-- outcome: 'done', 'uniqueness', 'member' (missing names the unknown members).
CREATE OR REPLACE FUNCTION sluice.resource_create(
    p_tenant bigint, p_type text, p_id uuid,
    p_unique_key text, p_external_id text, p_display_name text, p_doc text,
    p_attributes smallint[], p_element_types text[], p_values text[],
    p_members uuid[])
RETURNS TABLE (outcome text, missing uuid[], version bigint, document_version bigint, created timestamptz, last_modified timestamptz)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_now     timestamptz := date_trunc('milliseconds', clock_timestamp());
    v_many    pg_snapshot := CASE WHEN cardinality(p_members) > 16 THEN pg_current_snapshot() END;
    v_members uuid[] := ARRAY(SELECT m.id FROM unnest(p_members) AS m (id) ORDER BY m.id);
    v_since   timestamptz;
    v_seq     bigint;
    v_missing uuid[];
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    IF v_many IS NOT NULL THEN
        v_missing := sluice.member_unknown(p_tenant, v_members);
    ELSIF cardinality(p_members) > 0 THEN
        v_missing := sluice.member_missing(p_tenant, p_members);
    END IF;
    IF v_missing IS NOT NULL THEN
        RETURN QUERY SELECT 'member', v_missing, 0::bigint, 0::bigint, v_now, v_now;
        RETURN;
    END IF;
    INSERT INTO sluice.resource (tenant_id, id, type, unique_key, external_id, display_name, created, last_modified, doc)
    VALUES (p_tenant, p_id, p_type, p_unique_key, p_external_id, p_display_name, v_now, v_now, p_doc)
    ON CONFLICT (tenant_id, type, unique_key) DO NOTHING
    RETURNING seq INTO v_seq;
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'uniqueness', NULL::uuid[], 0::bigint, 0::bigint, v_now, v_now;
        RETURN;
    END IF;
    INSERT INTO sluice.search_value (tenant_id, resource_id, attribute, place, value, element_type, seq)
    SELECT p_tenant, p_id, n.attribute, n.place, n.value, n.element_type, v_seq
    FROM sluice.search_values_placed(p_attributes, p_element_types, p_values) n;
    -- Of an attribute that this writer's profile does not know yet.
    INSERT INTO sluice.matching_backlog (tenant_id, code, resource_id)
    SELECT p_tenant, a.code, p_id FROM sluice.matching_attribute a
    WHERE a.tenant_id = p_tenant AND a.type = p_type AND a.state IN ('declared', 'building', 'ready') AND a.code <> ALL (p_attributes)
    ON CONFLICT DO NOTHING;
    FOR v_place IN 1 .. cardinality(v_members) BY 500 LOOP
        v_since := clock_timestamp();
        INSERT INTO sluice.member (tenant_id, group_id, member_id)
        SELECT p_tenant, p_id, m.id FROM unnest(v_members[v_place : v_place + 499]) AS m (id);
        IF v_many IS NOT NULL THEN
            PERFORM sluice.give_way(v_since);
        END IF;
    END LOOP;
    IF v_many IS NOT NULL THEN
        PERFORM sluice.deletions_awaited(p_tenant, v_many, p_members);
    END IF;
    INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version, added)
    VALUES (p_tenant, 'create', p_type, p_id, 1, CASE WHEN cardinality(p_members) > 0 THEN p_members END);
    PERFORM sluice.resource_counted(p_tenant, p_type, 1);
    RETURN QUERY SELECT 'done', NULL::uuid[], 1::bigint, 1::bigint, v_now, v_now;
END
$$;

-- p_versions: NULL, or the versions of which the stored one must be one. p_base: NULL when the document stays, else the document_version
-- from which p_doc was made. p_values: NULL when no indexed value is other than before, which saves a third of the write. Memberships come in
-- the thousands a second, so what needs no statement is an assignment here. outcome: 'done' (version unchanged when nothing changed), 'gone',
-- 'precondition', 'stale', 'member', 'held' and 'rejected' (a hold on mass deprovisioning).
CREATE OR REPLACE FUNCTION sluice.resource_write(
    p_tenant bigint, p_type text, p_id uuid, p_versions bigint[], p_base bigint,
    p_unique_key text, p_external_id text, p_display_name text, p_doc text,
    p_attributes smallint[], p_element_types text[], p_values text[],
    p_replace_members boolean, p_add uuid[], p_remove uuid[])
RETURNS TABLE (outcome text, missing uuid[], version bigint, document_version bigint, created timestamptz, last_modified timestamptz)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_now     timestamptz := date_trunc('milliseconds', clock_timestamp());
    v_row     record;
    v_tenant  text;
    v_places  tid[];
    v_added   uuid[];
    v_removed uuid[];
BEGIN
    v_tenant := set_config('sluice.tenant', p_tenant::text, true);
    IF cardinality(p_add) > 0 THEN
        missing := sluice.member_missing(p_tenant, p_add);
    END IF;
    SELECT r.seq, r.version, r.document_version, r.created, r.last_modified, r.doc INTO v_row
    FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = p_id AND r.type = p_type FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        outcome := 'gone';
    ELSIF p_versions IS NOT NULL AND NOT v_row.version = ANY (p_versions) THEN
        outcome := 'precondition';
    ELSIF p_base IS NOT NULL AND v_row.document_version <> p_base THEN
        outcome := 'stale';
    ELSIF missing IS NOT NULL THEN
        outcome := 'member';
    ELSE
        outcome := 'done';
        version := v_row.version;
        document_version := v_row.document_version;
        created := v_row.created;
        last_modified := v_row.last_modified;
    END IF;
    -- Most writes take nobody's access away, and most tenants have no hold: neither pays for it.
    IF outcome = 'done' AND (p_replace_members OR cardinality(p_remove) > 0 OR (p_base IS NOT NULL AND p_type = 'User')) THEN
        IF EXISTS (SELECT FROM sluice.deprovisioning_hold h WHERE h.tenant_id = p_tenant) THEN
            outcome := sluice.deprovisioning_of_write(p_tenant, p_id, v_row.doc, p_doc, p_replace_members, p_add, p_remove);
        END IF;
    END IF;
    IF outcome <> 'done' THEN
        RETURN NEXT;
        RETURN;
    END IF;

    IF p_replace_members THEN
        -- As the operand of a test, IN reads the list once into a hash table.
        WITH gone AS (
            DELETE FROM sluice.member m WHERE m.tenant_id = p_tenant AND m.group_id = p_id
                AND (m.member_id IN (SELECT a.id FROM unnest(p_add) AS a (id))) IS NOT TRUE
            RETURNING m.member_id
        )
        SELECT array_agg(gone.member_id) INTO v_removed FROM gone;
    ELSIF cardinality(p_remove) > 0 THEN
        -- Where they are, then those: under the group's lock no row moves in between.
        SELECT array_agg(found.ctid), array_agg(found.member_id) INTO v_places, v_removed
        FROM unnest(p_remove) AS l (id) CROSS JOIN LATERAL (
            SELECT m.ctid, m.member_id FROM sluice.member m
            WHERE m.tenant_id = p_tenant AND m.group_id = p_id AND m.member_id = l.id OFFSET 0) AS found;
        IF v_removed IS NOT NULL THEN
            DELETE FROM sluice.member m WHERE m.tenant_id = p_tenant AND m.ctid = ANY (v_places);
        END IF;
    END IF;
    IF cardinality(p_add) = 1 THEN
        INSERT INTO sluice.member (tenant_id, group_id, member_id) VALUES (p_tenant, p_id, p_add[1]) ON CONFLICT DO NOTHING;
        v_added := CASE WHEN FOUND THEN p_add END;
    ELSIF cardinality(p_add) > 1 THEN
        WITH joined AS (
            INSERT INTO sluice.member AS m (tenant_id, group_id, member_id) SELECT p_tenant, p_id, a.id FROM unnest(p_add) AS a (id) ORDER BY a.id
            ON CONFLICT DO NOTHING
            RETURNING m.member_id
        )
        SELECT array_agg(joined.member_id) INTO v_added FROM joined;
    END IF;
    IF p_base IS NULL AND v_added IS NULL AND v_removed IS NULL THEN
        RETURN NEXT;
        RETURN;
    END IF;

    v_now := greatest(v_now, v_row.last_modified);
    version := v_row.version + 1;
    last_modified := v_now;
    IF p_base IS NULL THEN
        UPDATE sluice.resource r SET version = v_row.version + 1, last_modified = v_now WHERE r.tenant_id = p_tenant AND r.id = p_id;
    ELSE
        document_version := v_row.version + 1;
        UPDATE sluice.resource r
        SET version = v_row.version + 1, document_version = v_row.version + 1, last_modified = v_now,
            unique_key = p_unique_key, external_id = p_external_id, display_name = p_display_name, doc = p_doc
        WHERE r.tenant_id = p_tenant AND r.id = p_id;
        IF p_values IS NOT NULL THEN
            PERFORM sluice.search_values_set(p_tenant, p_id, v_row.seq, p_attributes, p_element_types, p_values);
        END IF;
        -- Of an attribute that this writer's profile does not know yet.
        INSERT INTO sluice.matching_backlog (tenant_id, code, resource_id)
        SELECT p_tenant, a.code, p_id FROM sluice.matching_attribute a
        WHERE a.tenant_id = p_tenant AND a.type = p_type AND a.state IN ('declared', 'building', 'ready') AND a.code <> ALL (p_attributes)
        ON CONFLICT DO NOTHING;
    END IF;
    INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version, before, added, removed)
    VALUES (p_tenant, 'write', p_type, p_id, v_row.version + 1, CASE WHEN p_base IS NOT NULL THEN v_row.doc END, v_added, v_removed);
    RETURN NEXT;
END
$$;

-- Single memberships that several requests add or take away, in one transaction and as though one after the other: each is a version and a
-- change row of its own, with its author (credential and request, a blank between). No group and member come twice in one call. It waits for
-- no lock: one request's group must not hold the others up. An outcome for each, in their order: 'done' as in resource_write, or 'alone', which
-- left nothing behind and is to be tried there: something is locked or unknown, or a hold has to be asked.
CREATE OR REPLACE FUNCTION sluice.memberships_write(
    p_tenant bigint, p_groups uuid[], p_members uuid[], p_adds boolean[], p_authors text[])
RETURNS TABLE (outcome text, version bigint, document_version bigint, created timestamptz, last_modified timestamptz)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_now     timestamptz := date_trunc('milliseconds', clock_timestamp());
    v_tenant  text;
    v_free    boolean[];
    v_group   record;
BEGIN
    v_tenant := set_config('sluice.tenant', p_tenant::text, true);
    IF FALSE = ANY (p_adds) THEN
        IF EXISTS (SELECT FROM sluice.deprovisioning_hold h WHERE h.tenant_id = p_tenant) THEN
            RETURN QUERY SELECT 'alone', 0::bigint, 0::bigint, v_now, v_now FROM unnest(p_groups);
            RETURN;
        END IF;
    END IF;
    -- The locks of member_missing.
    FOR v_place IN 1 .. cardinality(p_members) LOOP
        v_free[v_place] := NOT p_adds[v_place] OR pg_try_advisory_xact_lock_shared(hashtextextended(p_members[v_place]::text, p_tenant));
    END LOOP;
    SELECT array_agg(g.id) AS ids, array_agg(g.version) AS versions, array_agg(g.document_version) AS document_versions,
        array_agg(g.created) AS created, array_agg(g.last_modified) AS last_modified INTO v_group
    FROM (SELECT DISTINCT l.id FROM unnest(p_groups) AS l (id)) AS l CROSS JOIN LATERAL (
        SELECT r.id, r.version, r.document_version, r.created, r.last_modified FROM sluice.resource r
        WHERE r.tenant_id = p_tenant AND r.id = l.id AND r.type = 'Group' OFFSET 0 FOR NO KEY UPDATE SKIP LOCKED) AS g;
    RETURN QUERY
    WITH op AS MATERIALIZED (
        SELECT o.number, o.group_id, o.member_id, o.adds, o.author, g.version, g.document_version, g.created, g.last_modified,
            g.id IS NOT NULL AND o.free AND (NOT o.adds OR EXISTS (
                SELECT FROM sluice.resource r
                WHERE r.tenant_id = p_tenant AND r.id = o.member_id AND r.type IN ('User', 'Group') OFFSET 0)) AS able
        FROM unnest(p_groups, p_members, p_adds, p_authors, v_free) WITH ORDINALITY AS o (group_id, member_id, adds, author, free, number)
        LEFT JOIN unnest(v_group.ids, v_group.versions, v_group.document_versions, v_group.created, v_group.last_modified)
            AS g (id, version, document_version, created, last_modified) ON g.id = o.group_id
    ), joined AS (
        INSERT INTO sluice.member AS m (tenant_id, group_id, member_id)
        SELECT p_tenant, op.group_id, op.member_id FROM op WHERE op.adds AND op.able
        ORDER BY op.group_id, op.member_id
        ON CONFLICT DO NOTHING
        RETURNING m.group_id, m.member_id
    ), gone AS (
        DELETE FROM sluice.member m WHERE m.tenant_id = p_tenant AND m.ctid = ANY (ARRAY(
            SELECT found.ctid FROM op CROSS JOIN LATERAL (
                SELECT m.ctid FROM sluice.member m
                WHERE m.tenant_id = p_tenant AND m.group_id = op.group_id AND m.member_id = op.member_id OFFSET 0) AS found
            WHERE NOT op.adds AND op.able))
        RETURNING m.group_id, m.member_id
    ), changed AS (
        SELECT op.number, op.group_id, op.member_id, op.adds, op.author,
            op.version + row_number() OVER (PARTITION BY op.group_id ORDER BY op.number) AS version
        FROM op JOIN (SELECT * FROM joined UNION ALL SELECT * FROM gone) AS c USING (group_id, member_id)
    ), counted AS (
        UPDATE sluice.resource r SET version = c.version, last_modified = greatest(v_now, r.last_modified)
        FROM (SELECT changed.group_id, max(changed.version) AS version FROM changed GROUP BY changed.group_id) AS c
        WHERE r.tenant_id = p_tenant AND r.id = c.group_id
    ), noted AS (
        INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version, added, removed, credential_id, request_id)
        SELECT p_tenant, 'write', 'Group', c.group_id, c.version,
            CASE WHEN c.adds THEN ARRAY[c.member_id] END, CASE WHEN NOT c.adds THEN ARRAY[c.member_id] END,
            nullif(split_part(c.author, ' ', 1), '')::uuid, nullif(split_part(c.author, ' ', 2), '')
        FROM changed c ORDER BY c.number
    )
    SELECT CASE WHEN op.able THEN 'done' ELSE 'alone' END, coalesce(max(c.version), op.version), op.document_version, op.created,
        CASE WHEN max(c.version) IS NULL THEN op.last_modified ELSE greatest(v_now, op.last_modified) END
    FROM op LEFT JOIN changed c ON c.group_id = op.group_id AND c.number <= op.number
    GROUP BY op.number, op.able, op.version, op.document_version, op.created, op.last_modified
    ORDER BY op.number;
END
$$;

-- outcome: 'done', 'gone', 'precondition', 'held', 'rejected'.
CREATE OR REPLACE FUNCTION sluice.resource_delete(p_tenant bigint, p_type text, p_id uuid, p_versions bigint[])
RETURNS text LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_now     timestamptz := date_trunc('milliseconds', clock_timestamp());
    v_row     record;
    v_groups  uuid[];
    v_members uuid[];
    v_outcome text;
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true),
        pg_advisory_xact_lock_shared(hashtextextended('deletions', p_tenant));
    PERFORM pg_advisory_xact_lock(hashtextextended(p_id::text, p_tenant));
    SELECT r.version, r.created, r.doc INTO v_row
    FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = p_id AND r.type = p_type FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'gone';
    END IF;
    IF p_versions IS NOT NULL AND NOT v_row.version = ANY (p_versions) THEN
        RETURN 'precondition';
    END IF;
    IF EXISTS (SELECT FROM sluice.deprovisioning_hold h WHERE h.tenant_id = p_tenant) THEN
        v_outcome := sluice.deprovisioning_of_deletion(p_tenant, p_type, p_id);
        IF v_outcome <> 'done' THEN
            RETURN v_outcome;
        END IF;
    END IF;
    SELECT array_agg(m.group_id ORDER BY m.group_id) INTO v_groups
    FROM sluice.member m WHERE m.tenant_id = p_tenant AND m.member_id = p_id AND m.group_id <> p_id;
    IF v_groups IS NOT NULL THEN
        PERFORM 1 FROM sluice.resource g WHERE g.tenant_id = p_tenant AND g.id = ANY (v_groups) ORDER BY g.id FOR NO KEY UPDATE;
        -- Only groups that still hold it: one may have let it go between the look and the lock.
        WITH gone AS (
            DELETE FROM sluice.member m WHERE m.tenant_id = p_tenant AND m.member_id = p_id AND m.group_id = ANY (v_groups)
            RETURNING m.group_id
        ), counted AS (
            UPDATE sluice.resource g SET version = g.version + 1, last_modified = greatest(v_now, g.last_modified)
            FROM gone WHERE g.tenant_id = p_tenant AND g.id = gone.group_id
            RETURNING g.id, g.type, g.version
        )
        INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version, removed)
        SELECT p_tenant, 'write', counted.type, counted.id, counted.version, ARRAY[p_id] FROM counted;
    END IF;
    -- Without its resource a group is gone for every reader. The rows of a large one go afterwards, some at a time.
    IF (SELECT count(*) FROM (SELECT FROM sluice.member m WHERE m.tenant_id = p_tenant AND m.group_id = p_id LIMIT 2001) AS few) > 2000 THEN
        INSERT INTO sluice.member_purge (tenant_id, group_id, type, version) VALUES (p_tenant, p_id, p_type, v_row.version);
    ELSE
        WITH gone AS (
            DELETE FROM sluice.member m WHERE m.tenant_id = p_tenant AND m.group_id = p_id RETURNING m.member_id
        )
        SELECT array_agg(gone.member_id) INTO v_members FROM gone;
    END IF;
    DELETE FROM sluice.search_value s WHERE s.tenant_id = p_tenant AND s.resource_id = p_id;
    DELETE FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = p_id;
    INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version, before, removed, created)
    VALUES (p_tenant, 'delete', p_type, p_id, v_row.version, v_row.doc, v_members, v_row.created);
    PERFORM sluice.resource_counted(p_tenant, p_type, -1);
    RETURN 'done';
END
$$;

-- Removes up to p_most member rows of one group that was deleted, and says whether there may be more to do, of this group or another. Any
-- number may run at once, in any replica: each takes a group that no other has. What is done stays done, whoever stops in between.
CREATE OR REPLACE FUNCTION sluice.member_purge_some(p_most integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_group   record;
    v_removed uuid[];
BEGIN
    PERFORM set_config('sluice.purge', 'on', true);
    SELECT p.tenant_id, p.group_id, p.type, p.version, p.done INTO v_group FROM sluice.member_purge p LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM set_config('sluice.tenant', v_group.tenant_id::text, true);
    SELECT array_agg(few.member_id ORDER BY few.member_id) INTO v_removed FROM (
        SELECT m.member_id FROM sluice.member m
        WHERE m.tenant_id = v_group.tenant_id AND m.group_id = v_group.group_id AND m.member_id > v_group.done
        ORDER BY m.member_id LIMIT p_most) AS few;
    IF v_removed IS NULL THEN
        DELETE FROM sluice.member_purge p WHERE p.tenant_id = v_group.tenant_id AND p.group_id = v_group.group_id;
        RETURN true;
    END IF;
    DELETE FROM sluice.member m WHERE m.tenant_id = v_group.tenant_id AND m.group_id = v_group.group_id
        AND m.member_id > v_group.done AND m.member_id <= v_removed[cardinality(v_removed)];
    UPDATE sluice.member_purge p SET done = v_removed[cardinality(v_removed)]
    WHERE p.tenant_id = v_group.tenant_id AND p.group_id = v_group.group_id;
    INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version, removed)
    VALUES (v_group.tenant_id, 'purge', v_group.type, v_group.group_id, v_group.version, v_removed);
    RETURN true;
END
$$;
