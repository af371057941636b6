-- Provisioning clients: they prove themselves at the token endpoint by a secret or by an assertion of an issuer that they trust, and get an
-- access token for some hours; or they present such an issuer's tokens with every request.
CREATE TABLE sluice.client (
    tenant_id     bigint NOT NULL REFERENCES sluice.tenant,
    client_id     uuid NOT NULL,
    created       timestamptz NOT NULL DEFAULT now(),
    scopes        text[] NOT NULL,
    token_seconds integer NOT NULL CHECK (token_seconds BETWEEN 3600 AND 21600),
    last_used     timestamptz,
    PRIMARY KEY (tenant_id, client_id)
);

CREATE TABLE sluice.client_secret (
    tenant_id bigint NOT NULL,
    client_id uuid NOT NULL,
    secret_id uuid NOT NULL,
    digest    bytea NOT NULL UNIQUE,
    created   timestamptz NOT NULL DEFAULT now(),
    expires   timestamptz NOT NULL DEFAULT 'infinity',
    PRIMARY KEY (tenant_id, secret_id),
    FOREIGN KEY (tenant_id, client_id) REFERENCES sluice.client
);
CREATE INDEX client_secret_of ON sluice.client_secret (tenant_id, client_id);

-- digest is of use, issuer, directory and audience: what a token says of its origin. One token stands for one client alone. The empty text
-- in subject or app: any.
CREATE TABLE sluice.client_issuer (
    tenant_id bigint NOT NULL,
    client_id uuid NOT NULL,
    issuer_id uuid NOT NULL,
    digest    bytea NOT NULL,
    created   timestamptz NOT NULL DEFAULT now(),
    use       text NOT NULL CHECK (use IN ('assertion', 'bearer')),
    issuer    text NOT NULL,
    directory text NOT NULL,
    audience  text NOT NULL,
    subject   text COLLATE "C" NOT NULL,
    app       text COLLATE "C" NOT NULL CHECK (subject <> '' OR app <> ''),
    keys      text NOT NULL,
    PRIMARY KEY (tenant_id, issuer_id),
    CONSTRAINT client_issuer_token UNIQUE (digest, subject, app),
    FOREIGN KEY (tenant_id, client_id) REFERENCES sluice.client
);
CREATE INDEX client_issuer_of ON sluice.client_issuer (tenant_id, client_id);

-- Assertions that were used, until they would have ended.
CREATE TABLE sluice.client_assertion (
    tenant_id bigint NOT NULL,
    digest    bytea NOT NULL,
    ends      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, digest)
);
CREATE INDEX client_assertion_ends ON sluice.client_assertion (tenant_id, ends);

-- An access token is a credential of a client, and ends with what the client proved itself by.
ALTER TABLE sluice.credential
    ADD COLUMN client_id uuid,
    ADD COLUMN proof_id uuid,
    ADD FOREIGN KEY (tenant_id, client_id) REFERENCES sluice.client,
    ADD CHECK ((client_id IS NULL) = (proof_id IS NULL));
CREATE INDEX credential_of_client ON sluice.credential (tenant_id, client_id, created) WHERE client_id IS NOT NULL;

DO $$
DECLARE
    client_table text;
BEGIN
    FOREACH client_table IN ARRAY ARRAY['client', 'client_secret', 'client_issuer', 'client_assertion'] LOOP
        EXECUTE format('ALTER TABLE sluice.%I ENABLE ROW LEVEL SECURITY', client_table);
        EXECUTE format('ALTER TABLE sluice.%I FORCE ROW LEVEL SECURITY', client_table);
    END LOOP;
    FOREACH client_table IN ARRAY ARRAY['client', 'client_assertion'] LOOP
        EXECUTE format(
            'CREATE POLICY own_tenant ON sluice.%I USING (tenant_id = nullif(current_setting(''sluice.tenant'', true), '''')::bigint)',
            client_table);
    END LOOP;
    FOREACH client_table IN ARRAY ARRAY['client_secret', 'client_issuer'] LOOP
        EXECUTE format(
            'CREATE POLICY presented_or_own_tenant ON sluice.%I'
            ' USING (digest = decode(nullif(current_setting(''sluice.credential'', true), ''''), ''hex'')'
            ' OR tenant_id = nullif(current_setting(''sluice.tenant'', true), '''')::bigint)'
            ' WITH CHECK (tenant_id = nullif(current_setting(''sluice.tenant'', true), '''')::bigint)',
            client_table);
    END LOOP;
END
$$;
