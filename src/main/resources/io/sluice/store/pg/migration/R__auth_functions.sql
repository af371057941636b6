-- Tenants and what opens their directories. Like all writes: one call, SECURITY INVOKER, first whose rows it touches. Secrets never come
-- here, only their SHA-256 digests.

-- Makes sure that the tenant exists with this token; FALSE where the token is another tenant's.
CREATE OR REPLACE FUNCTION sluice.tenant_ensure(p_name text, p_digest bytea, p_credential uuid DEFAULT gen_random_uuid())
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_tenant bigint;
BEGIN
    INSERT INTO sluice.tenant (name) VALUES (p_name) ON CONFLICT DO NOTHING;
    SELECT t.tenant_id INTO v_tenant FROM sluice.tenant t WHERE t.name = p_name;
    PERFORM set_config('sluice.tenant', v_tenant::text, true), set_config('sluice.credential', encode(p_digest, 'hex'), true);
    INSERT INTO sluice.credential (tenant_id, credential_id, digest) VALUES (v_tenant, p_credential, p_digest) ON CONFLICT DO NOTHING;
    RETURN EXISTS (SELECT FROM sluice.credential c WHERE c.digest = p_digest AND c.tenant_id = v_tenant);
END
$$;

-- One token more for a tenant, and when it was made; expires NULL: never.
CREATE OR REPLACE FUNCTION sluice.credential_add(
    p_tenant bigint, p_credential uuid, p_digest bytea, p_expires timestamptz, p_scopes text[]) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
    v_created timestamptz;
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    INSERT INTO sluice.credential (tenant_id, credential_id, digest, expires, scopes)
    VALUES (p_tenant, p_credential, p_digest, coalesce(p_expires, 'infinity'), p_scopes) RETURNING created INTO v_created;
    RETURN v_created;
END
$$;

-- A new tenant with its first token; NULL where the name is taken.
CREATE OR REPLACE FUNCTION sluice.tenant_create(p_name text, p_credential uuid, p_digest bytea, p_scopes text[])
RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
    v_tenant bigint;
BEGIN
    INSERT INTO sluice.tenant AS n (name) VALUES (p_name) ON CONFLICT DO NOTHING RETURNING n.tenant_id INTO v_tenant;
    RETURN CASE WHEN v_tenant IS NOT NULL THEN sluice.credential_add(v_tenant, p_credential, p_digest, NULL, p_scopes) END;
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

-- Notes the use of credentials, each with its tenant. Every replica tells of the same ones, so a fresh note is left alone; in one order, so
-- that two replicas never wait for each other.
CREATE OR REPLACE FUNCTION sluice.credential_used(p_tenants bigint[], p_credentials uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_tenant     bigint;
    v_credential uuid;
BEGIN
    FOR v_tenant, v_credential IN SELECT u.t, u.c FROM unnest(p_tenants, p_credentials) AS u (t, c) ORDER BY u.t, u.c LOOP
        PERFORM set_config('sluice.tenant', v_tenant::text, true);
        UPDATE sluice.credential c SET last_used = now()
        WHERE c.tenant_id = v_tenant AND c.credential_id = v_credential
        AND (c.last_used IS NULL OR c.last_used < now() - interval '30 seconds');
        -- A client that presents its issuer's tokens is its own credential.
        UPDATE sluice.client c SET last_used = now()
        WHERE c.tenant_id = v_tenant AND c.client_id = v_credential
        AND (c.last_used IS NULL OR c.last_used < now() - interval '30 seconds');
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION sluice.client_create(p_tenant bigint, p_client uuid, p_scopes text[], p_seconds integer)
RETURNS timestamptz LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    INSERT INTO sluice.client (tenant_id, client_id, scopes, token_seconds) VALUES (p_tenant, p_client, p_scopes, p_seconds);
    RETURN now();
END
$$;

-- With everything it has and got. Whatever adds to a client or takes from it locks its row first.
CREATE OR REPLACE FUNCTION sluice.client_delete(p_tenant bigint, p_client uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    PERFORM 1 FROM sluice.client c WHERE c.tenant_id = p_tenant AND c.client_id = p_client FOR UPDATE;
    DELETE FROM sluice.client_secret c WHERE c.tenant_id = p_tenant AND c.client_id = p_client;
    DELETE FROM sluice.client_issuer c WHERE c.tenant_id = p_tenant AND c.client_id = p_client;
    DELETE FROM sluice.credential c WHERE c.tenant_id = p_tenant AND c.client_id = p_client;
    DELETE FROM sluice.client c WHERE c.tenant_id = p_tenant AND c.client_id = p_client;
    RETURN FOUND;
END
$$;

-- One secret more for a client, and when it was made; NULL where there is no such client.
CREATE OR REPLACE FUNCTION sluice.client_secret_add(
    p_tenant bigint, p_client uuid, p_secret uuid, p_digest bytea, p_expires timestamptz) RETURNS timestamptz LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    PERFORM 1 FROM sluice.client c WHERE c.tenant_id = p_tenant AND c.client_id = p_client FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO sluice.client_secret (tenant_id, client_id, secret_id, digest, expires)
    VALUES (p_tenant, p_client, p_secret, p_digest, coalesce(p_expires, 'infinity'));
    RETURN now();
END
$$;

-- Ends the access tokens that a client got by a secret or an issuer. Nobody gets another by it before the end of the transaction, in which it goes too.
CREATE OR REPLACE FUNCTION sluice.client_tokens_end(p_tenant bigint, p_client uuid, p_proof uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    PERFORM 1 FROM sluice.client c WHERE c.tenant_id = p_tenant AND c.client_id = p_client FOR UPDATE;
    DELETE FROM sluice.credential c WHERE c.tenant_id = p_tenant AND c.client_id = p_client AND c.proof_id = p_proof;
END
$$;

CREATE OR REPLACE FUNCTION sluice.client_secret_revoke(p_tenant bigint, p_client uuid, p_secret uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sluice.client_tokens_end(p_tenant, p_client, p_secret);
    DELETE FROM sluice.client_secret c WHERE c.tenant_id = p_tenant AND c.client_id = p_client AND c.secret_id = p_secret;
    RETURN FOUND;
END
$$;

-- outcome: 'done', 'gone' (no such client), 'taken' (a token could stand for this client and for what another pins, of whichever tenant).
-- Which others there are is known by their common digest, and stays so until the end of the transaction.
CREATE OR REPLACE FUNCTION sluice.client_issuer_add(
    p_tenant bigint, p_client uuid, p_id uuid, p_digest bytea, p_use text, p_issuer text, p_directory text, p_audience text,
    p_subject text, p_app text, p_keys text, OUT outcome text, OUT added timestamptz) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    PERFORM 1 FROM sluice.client c WHERE c.tenant_id = p_tenant AND c.client_id = p_client FOR KEY SHARE;
    IF NOT FOUND THEN
        outcome := 'gone';
        RETURN;
    END IF;
    PERFORM set_config('sluice.credential', encode(p_digest, 'hex'), true);
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(p_digest, 'hex'), 0));
    IF EXISTS (
        SELECT FROM sluice.client_issuer c WHERE c.digest = p_digest
        AND (c.subject = p_subject OR c.subject = '' OR p_subject = '') AND (c.app = p_app OR c.app = '' OR p_app = '')) THEN
        outcome := 'taken';
        RETURN;
    END IF;
    INSERT INTO sluice.client_issuer (tenant_id, client_id, issuer_id, digest, use, issuer, directory, audience, subject, app, keys)
    VALUES (p_tenant, p_client, p_id, p_digest, p_use, p_issuer, p_directory, p_audience, p_subject, p_app, p_keys);
    outcome := 'done';
    added := now();
END
$$;

CREATE OR REPLACE FUNCTION sluice.client_issuer_revoke(p_tenant bigint, p_client uuid, p_id uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sluice.client_tokens_end(p_tenant, p_client, p_id);
    DELETE FROM sluice.client_issuer c WHERE c.tenant_id = p_tenant AND c.client_id = p_client AND c.issuer_id = p_id;
    RETURN FOUND;
END
$$;

-- An access token for what the client proved itself by; no scopes: all that the client has. An assertion is good once. Tokens that have
-- ended go, and beyond 1,000 of a client the oldest.
-- outcome: 'done', 'gone' (the proof was revoked meanwhile), 'suspended' (the tenant is), 'scope' (not all of them are the client's), 'replayed'.
CREATE OR REPLACE FUNCTION sluice.access_issue(
    p_tenant bigint, p_client uuid, p_proof uuid, p_credential uuid, p_digest bytea, p_scopes text[],
    p_assertion bytea, p_assertion_ends timestamptz, OUT outcome text, OUT seconds integer, OUT scopes text) LANGUAGE plpgsql AS $$
DECLARE
    v_scopes text[];
BEGIN
    PERFORM set_config('sluice.tenant', p_tenant::text, true);
    -- Held until the token is there, so that whoever revokes the proof finds it.
    SELECT c.scopes, c.token_seconds INTO v_scopes, seconds
    FROM sluice.client c WHERE c.tenant_id = p_tenant AND c.client_id = p_client FOR KEY SHARE;
    IF NOT EXISTS (
        SELECT FROM sluice.client_secret c WHERE c.tenant_id = p_tenant AND c.client_id = p_client AND c.secret_id = p_proof
        UNION ALL
        SELECT FROM sluice.client_issuer c WHERE c.tenant_id = p_tenant AND c.client_id = p_client AND c.issuer_id = p_proof) THEN
        outcome := 'gone';
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM sluice.tenant_profile f WHERE f.tenant_id = p_tenant AND f.suspended) THEN
        outcome := 'suspended';
        RETURN;
    END IF;
    IF NOT p_scopes <@ v_scopes THEN
        outcome := 'scope';
        RETURN;
    END IF;
    IF p_assertion IS NOT NULL THEN
        DELETE FROM sluice.client_assertion c WHERE c.tenant_id = p_tenant AND c.ends < now();
        INSERT INTO sluice.client_assertion (tenant_id, digest, ends) VALUES (p_tenant, p_assertion, p_assertion_ends) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            outcome := 'replayed';
            RETURN;
        END IF;
    END IF;
    DELETE FROM sluice.credential c WHERE c.tenant_id = p_tenant AND c.client_id = p_client AND (c.expires <= now() OR c.credential_id IN (
        SELECT o.credential_id FROM sluice.credential o WHERE o.tenant_id = p_tenant AND o.client_id = p_client
        ORDER BY o.created DESC OFFSET 999));
    IF cardinality(p_scopes) > 0 THEN
        v_scopes := p_scopes;
    END IF;
    INSERT INTO sluice.credential (tenant_id, credential_id, digest, expires, scopes, client_id, proof_id)
    VALUES (p_tenant, p_credential, p_digest, now() + make_interval(secs => seconds), v_scopes, p_client, p_proof);
    UPDATE sluice.client c SET last_used = now() WHERE c.tenant_id = p_tenant AND c.client_id = p_client
    AND (c.last_used IS NULL OR c.last_used < now() - interval '30 seconds');
    outcome := 'done';
    scopes := array_to_string(v_scopes, ' ');
END
$$;
