-- The writes. Each is one call and one round trip: it says whose rows it touches (for row level security), then does the whole change with
-- its index rows, change row and counter. SECURITY INVOKER: they run with the serving role's rights and policies. Locks are taken in one
-- order: members by id, then the resource, then the groups that hold it by id. An outcome is a value, not an error, so that an ordinary
-- refusal leaves no line in the server's log; whoever gets anything but 'done' has changed nothing.

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

-- Locks the members to be, so that none is deleted meanwhile, and returns the ids that the tenant does not have (NULL where it has all).
CREATE OR REPLACE FUNCTION sluice.member_missing(p_tenant bigint, p_members uuid[]) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
    v_found   integer;
    v_missing uuid[];
BEGIN
    -- One look-up in the primary key for each, however many: an array in a condition may be searched from its start for every row.
    PERFORM 1 FROM unnest(p_members) AS m (id) JOIN sluice.resource r ON r.tenant_id = p_tenant AND r.id = m.id
    ORDER BY r.id FOR KEY SHARE OF r;
    GET DIAGNOSTICS v_found = ROW_COUNT;
    IF v_found < cardinality(p_members) THEN
        SELECT array_agg(m.id) INTO v_missing FROM unnest(p_members) AS m (id)
        WHERE NOT EXISTS (SELECT FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = m.id);
    END IF;
    RETURN v_missing;
END
$$;

-- outcome: 'done', 'uniqueness', 'member' (missing names the unknown members).
CREATE OR REPLACE FUNCTION sluice.resource_create(
    p_tenant bigint, p_type text, p_id uuid,
    p_unique_key text, p_external_id text, p_display_name text, p_doc text,
    p_attributes smallint[], p_element_types text[], p_values text[],
    p_members uuid[])
RETURNS TABLE (outcome text, missing uuid[], version bigint, document_version bigint, created timestamptz, last_modified timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
    v_now     timestamptz := date_trunc('milliseconds', clock_timestamp());
    v_missing uuid[];
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    IF cardinality(p_members) > 0 THEN
        v_missing := sluice.member_missing(p_tenant, p_members);
        IF v_missing IS NOT NULL THEN
            RETURN QUERY SELECT 'member', v_missing, 0::bigint, 0::bigint, v_now, v_now;
            RETURN;
        END IF;
    END IF;
    INSERT INTO sluice.resource (tenant_id, id, type, unique_key, external_id, display_name, created, last_modified, doc)
    VALUES (p_tenant, p_id, p_type, p_unique_key, p_external_id, p_display_name, v_now, v_now, p_doc)
    ON CONFLICT (tenant_id, type, unique_key) DO NOTHING;
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'uniqueness', NULL::uuid[], 0::bigint, 0::bigint, v_now, v_now;
        RETURN;
    END IF;
    INSERT INTO sluice.search_value (tenant_id, attribute, value, element_type, resource_id)
    SELECT p_tenant, s.attribute, s.value, s.element_type, p_id
    FROM unnest(p_attributes, p_element_types, p_values) AS s (attribute, element_type, value)
    ON CONFLICT DO NOTHING;
    INSERT INTO sluice.member (tenant_id, group_id, member_id) SELECT p_tenant, p_id, m.id FROM unnest(p_members) AS m (id) ORDER BY m.id;
    INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version, added)
    VALUES (p_tenant, 'create', p_type, p_id, 1, CASE WHEN cardinality(p_members) > 0 THEN p_members END);
    PERFORM sluice.resource_counted(p_tenant, p_type, 1);
    RETURN QUERY SELECT 'done', NULL::uuid[], 1::bigint, 1::bigint, v_now, v_now;
END
$$;

-- p_versions: NULL, or the versions of which the stored one must be one. p_base: NULL when the document stays, else the document_version
-- from which p_doc was made. outcome: 'done' (version unchanged when nothing changed), 'gone', 'precondition', 'stale', 'member'.
CREATE OR REPLACE FUNCTION sluice.resource_write(
    p_tenant bigint, p_type text, p_id uuid, p_versions bigint[], p_base bigint,
    p_unique_key text, p_external_id text, p_display_name text, p_doc text,
    p_attributes smallint[], p_element_types text[], p_values text[],
    p_replace_members boolean, p_add uuid[], p_remove uuid[])
RETURNS TABLE (outcome text, missing uuid[], version bigint, document_version bigint, created timestamptz, last_modified timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
    v_now     timestamptz := date_trunc('milliseconds', clock_timestamp());
    v_row     record;
    v_missing uuid[];
    v_added   uuid[];
    v_removed uuid[];
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    IF cardinality(p_add) > 0 THEN
        v_missing := sluice.member_missing(p_tenant, p_add);
    END IF;
    SELECT r.version, r.document_version, r.created, r.last_modified, r.doc INTO v_row
    FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = p_id AND r.type = p_type FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'gone', NULL::uuid[], 0::bigint, 0::bigint, v_now, v_now;
        RETURN;
    END IF;
    IF p_versions IS NOT NULL AND NOT v_row.version = ANY (p_versions) THEN
        RETURN QUERY SELECT 'precondition', NULL::uuid[], v_row.version, v_row.document_version, v_row.created, v_row.last_modified;
        RETURN;
    END IF;
    IF p_base IS NOT NULL AND v_row.document_version <> p_base THEN
        RETURN QUERY SELECT 'stale', NULL::uuid[], v_row.version, v_row.document_version, v_row.created, v_row.last_modified;
        RETURN;
    END IF;
    IF v_missing IS NOT NULL THEN
        RETURN QUERY SELECT 'member', v_missing, v_row.version, v_row.document_version, v_row.created, v_row.last_modified;
        RETURN;
    END IF;

    IF p_replace_members THEN
        WITH gone AS (
            DELETE FROM sluice.member m WHERE m.tenant_id = p_tenant AND m.group_id = p_id
                AND NOT EXISTS (SELECT FROM unnest(p_add) AS a (id) WHERE a.id = m.member_id)
            RETURNING m.member_id
        )
        SELECT array_agg(gone.member_id) INTO v_removed FROM gone;
    ELSIF cardinality(p_remove) > 0 THEN
        WITH gone AS (
            DELETE FROM sluice.member m USING unnest(p_remove) AS l (id)
            WHERE m.tenant_id = p_tenant AND m.group_id = p_id AND m.member_id = l.id
            RETURNING m.member_id
        )
        SELECT array_agg(gone.member_id) INTO v_removed FROM gone;
    END IF;
    IF cardinality(p_add) > 0 THEN
        WITH joined AS (
            INSERT INTO sluice.member AS m (tenant_id, group_id, member_id) SELECT p_tenant, p_id, a.id FROM unnest(p_add) AS a (id) ORDER BY a.id
            ON CONFLICT DO NOTHING
            RETURNING m.member_id
        )
        SELECT array_agg(joined.member_id) INTO v_added FROM joined;
    END IF;
    IF p_base IS NULL AND v_added IS NULL AND v_removed IS NULL THEN
        RETURN QUERY SELECT 'done', NULL::uuid[], v_row.version, v_row.document_version, v_row.created, v_row.last_modified;
        RETURN;
    END IF;

    v_now := greatest(v_now, v_row.last_modified);
    IF p_base IS NULL THEN
        UPDATE sluice.resource r SET version = v_row.version + 1, last_modified = v_now WHERE r.tenant_id = p_tenant AND r.id = p_id;
    ELSE
        UPDATE sluice.resource r
        SET version = v_row.version + 1, document_version = v_row.version + 1, last_modified = v_now,
            unique_key = p_unique_key, external_id = p_external_id, display_name = p_display_name, doc = p_doc
        WHERE r.tenant_id = p_tenant AND r.id = p_id;
        DELETE FROM sluice.search_value s WHERE s.tenant_id = p_tenant AND s.resource_id = p_id
            AND NOT EXISTS (
                SELECT FROM unnest(p_attributes, p_element_types, p_values) AS n (attribute, element_type, value)
                WHERE n.attribute = s.attribute AND n.element_type = s.element_type AND n.value = s.value);
        INSERT INTO sluice.search_value (tenant_id, attribute, value, element_type, resource_id)
        SELECT p_tenant, n.attribute, n.value, n.element_type, p_id
        FROM unnest(p_attributes, p_element_types, p_values) AS n (attribute, element_type, value)
        ON CONFLICT DO NOTHING;
    END IF;
    INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version, before, added, removed)
    VALUES (p_tenant, 'write', p_type, p_id, v_row.version + 1, CASE WHEN p_base IS NOT NULL THEN v_row.doc END, v_added, v_removed);
    RETURN QUERY SELECT 'done', NULL::uuid[], v_row.version + 1,
        CASE WHEN p_base IS NULL THEN v_row.document_version ELSE v_row.version + 1 END, v_row.created, v_now;
END
$$;

-- outcome: 'done', 'gone', 'precondition'.
CREATE OR REPLACE FUNCTION sluice.resource_delete(p_tenant bigint, p_type text, p_id uuid, p_versions bigint[])
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_now     timestamptz := date_trunc('milliseconds', clock_timestamp());
    v_row     record;
    v_groups  uuid[];
    v_members uuid[];
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    SELECT r.version, r.doc INTO v_row
    FROM sluice.resource r WHERE r.tenant_id = p_tenant AND r.id = p_id AND r.type = p_type FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'gone';
    END IF;
    IF p_versions IS NOT NULL AND NOT v_row.version = ANY (p_versions) THEN
        RETURN 'precondition';
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
    INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version, before, removed)
    VALUES (p_tenant, 'delete', p_type, p_id, v_row.version, v_row.doc, v_members);
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
    DELETE FROM sluice.member m USING unnest(v_removed) AS l (id)
    WHERE m.tenant_id = v_group.tenant_id AND m.group_id = v_group.group_id AND m.member_id = l.id;
    UPDATE sluice.member_purge p SET done = v_removed[cardinality(v_removed)]
    WHERE p.tenant_id = v_group.tenant_id AND p.group_id = v_group.group_id;
    INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version, removed)
    VALUES (v_group.tenant_id, 'purge', v_group.type, v_group.group_id, v_group.version, v_removed);
    RETURN true;
END
$$;

-- Makes sure that the tenant exists and that the token with this digest is its own. FALSE: the digest belongs to another tenant.
CREATE OR REPLACE FUNCTION sluice.tenant_ensure(p_name text, p_digest bytea) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_tenant bigint;
BEGIN
    INSERT INTO sluice.tenant (name) VALUES (p_name) ON CONFLICT DO NOTHING;
    SELECT t.tenant_id INTO v_tenant FROM sluice.tenant t WHERE t.name = p_name;
    PERFORM set_config('sluice.tenant', v_tenant::text, true), set_config('sluice.credential', encode(p_digest, 'hex'), true);
    INSERT INTO sluice.credential (tenant_id, digest) VALUES (v_tenant, p_digest) ON CONFLICT DO NOTHING;
    RETURN EXISTS (SELECT FROM sluice.credential c WHERE c.digest = p_digest AND c.tenant_id = v_tenant);
END
$$;

-- One token more for a tenant; expires NULL: never.
CREATE OR REPLACE FUNCTION sluice.credential_add(
    p_tenant bigint, p_digest bytea, p_expires timestamptz, OUT credential_id uuid, OUT created timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    INSERT INTO sluice.credential AS c (tenant_id, digest, expires) VALUES (p_tenant, p_digest, coalesce(p_expires, 'infinity'))
    RETURNING c.credential_id, c.created INTO credential_add.credential_id, credential_add.created;
END
$$;

-- A new tenant with its first token; NULL where the name is taken.
CREATE OR REPLACE FUNCTION sluice.tenant_create(p_name text, p_digest bytea, OUT credential_id uuid, OUT created timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
    v_tenant bigint;
BEGIN
    INSERT INTO sluice.tenant AS n (name) VALUES (p_name) ON CONFLICT DO NOTHING RETURNING n.tenant_id INTO v_tenant;
    IF FOUND THEN
        SELECT a.credential_id, a.created INTO tenant_create.credential_id, tenant_create.created
        FROM sluice.credential_add(v_tenant, p_digest, NULL) a;
    END IF;
END
$$;

-- FALSE: the tenant has no such token.
CREATE OR REPLACE FUNCTION sluice.credential_revoke(p_tenant bigint, p_credential uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    DELETE FROM sluice.credential c WHERE c.tenant_id = p_tenant AND c.credential_id = p_credential;
    RETURN FOUND;
END
$$;
