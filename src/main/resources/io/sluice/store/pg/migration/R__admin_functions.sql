-- What administration changes of a tenant's profile. Like every write: one call that says whose rows it touches and does the whole change.

-- Counts a change of the profile; every replica follows when it next looks a credential of the tenant up.
CREATE OR REPLACE FUNCTION sluice.profile_changed(p_tenant bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    INSERT INTO sluice.tenant_profile AS f (tenant_id, version) VALUES (p_tenant, 1)
    ON CONFLICT (tenant_id) DO UPDATE SET version = f.version + 1;
END
$$;

CREATE OR REPLACE FUNCTION sluice.profile_suspend(p_tenant bigint, p_suspended boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sluice.profile_changed(p_tenant);
    UPDATE sluice.tenant_profile f SET suspended = p_suspended WHERE f.tenant_id = p_tenant;
END
$$;

-- NULLs: the limits of the service.
CREATE OR REPLACE FUNCTION sluice.profile_limit(p_tenant bigint, p_per_second integer, p_burst integer, p_in_flight integer)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sluice.profile_changed(p_tenant);
    UPDATE sluice.tenant_profile f SET per_second = p_per_second, burst = p_burst, in_flight = p_in_flight WHERE f.tenant_id = p_tenant;
END
$$;

-- Counts a change that was made from this version of the profile. FALSE: another was made since; nothing is changed then.
CREATE OR REPLACE FUNCTION sluice.profile_changed_from(p_tenant bigint, p_version bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    INSERT INTO sluice.tenant_profile (tenant_id, version) VALUES (p_tenant, 0) ON CONFLICT DO NOTHING;
    UPDATE sluice.tenant_profile f SET version = f.version + 1 WHERE f.tenant_id = p_tenant AND f.version = p_version;
    RETURN FOUND;
END
$$;

CREATE OR REPLACE FUNCTION sluice.profile_schema(p_tenant bigint, p_version bigint, p_urn text, p_definition text, p_removed boolean)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT sluice.profile_changed_from(p_tenant, p_version) THEN
        RETURN FALSE;
    END IF;
    INSERT INTO sluice.tenant_schema (tenant_id, urn, definition, removed) VALUES (p_tenant, p_urn, p_definition, p_removed)
    ON CONFLICT (tenant_id, urn) DO UPDATE SET definition = p_definition, removed = p_removed;
    RETURN TRUE;
END
$$;

CREATE OR REPLACE FUNCTION sluice.profile_type(
    p_tenant bigint, p_version bigint, p_name text, p_definition text, p_leftovers boolean, p_removed boolean)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT sluice.profile_changed_from(p_tenant, p_version) THEN
        RETURN FALSE;
    END IF;
    INSERT INTO sluice.tenant_type (tenant_id, name, definition, leftovers, removed)
    VALUES (p_tenant, p_name, p_definition, p_leftovers, p_removed)
    ON CONFLICT (tenant_id, name) DO UPDATE SET definition = p_definition, leftovers = p_leftovers, removed = p_removed;
    RETURN TRUE;
END
$$;

-- Begins the deletion of a tenant: from now on nobody comes in for it, and tenant_delete_some removes what it owns.
CREATE OR REPLACE FUNCTION sluice.tenant_delete(p_tenant bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sluice.profile_suspend(p_tenant, TRUE);
    DELETE FROM sluice.credential c WHERE c.tenant_id = p_tenant;
    DELETE FROM sluice.client_secret c WHERE c.tenant_id = p_tenant;
    DELETE FROM sluice.client_issuer c WHERE c.tenant_id = p_tenant;
    INSERT INTO sluice.tenant_deletion (tenant_id) VALUES (p_tenant) ON CONFLICT DO NOTHING;
END
$$;

-- Removes up to p_most rows of one tenant that is being deleted, at last the tenant, and says whether there may be more to do. Any number may
-- run at once, in any replica: each takes a tenant that no other has. What is done stays done, whoever stops in between. Whatever refers to
-- another table comes before it; a request that was admitted before may still write, hence every call begins with the first table again.
CREATE OR REPLACE FUNCTION sluice.tenant_delete_some(p_most integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_tenant bigint;
    v_table  text;
    v_gone   integer;
BEGIN
    PERFORM set_config('sluice.purge', 'on', true);
    SELECT d.tenant_id INTO v_tenant FROM sluice.tenant_deletion d ORDER BY d.since LIMIT 1 FOR UPDATE SKIP LOCKED;
    PERFORM set_config('sluice.purge', '', true);
    IF v_tenant IS NULL THEN
        RETURN FALSE;
    END IF;
    PERFORM set_config('sluice.tenant', v_tenant::text, true);
    FOREACH v_table IN ARRAY ARRAY[
        'bulk_result', 'bulk_job', 'credential', 'client_secret', 'client_issuer', 'client_assertion', 'client', 'search_value', 'member', 'member_purge', 'resource', 'resource_count', 'resource_count_delta', 'change', 'refusal', 'deprovisioned', 'deprovisioning_hold',
        'matching_backlog', 'matching_attribute', 'tenant_schema', 'tenant_type', 'tenant_profile'] LOOP
        EXECUTE format('DELETE FROM sluice.%1$I d WHERE d.tenant_id = $1
            AND d.ctid = ANY (ARRAY(SELECT k.ctid FROM sluice.%1$I k WHERE k.tenant_id = $1 LIMIT $2))', v_table)
        USING v_tenant, p_most;
        GET DIAGNOSTICS v_gone = ROW_COUNT;
        IF v_gone > 0 THEN
            RETURN TRUE;
        END IF;
    END LOOP;
    DELETE FROM sluice.tenant_deletion d WHERE d.tenant_id = v_tenant;
    DELETE FROM sluice.tenant n WHERE n.tenant_id = v_tenant;
    RETURN TRUE;
END
$$;
