-- Tokens that say what they may do, and when they last did it.
ALTER TABLE sluice.credential
    ADD COLUMN scopes text[] NOT NULL DEFAULT ARRAY['read', 'users', 'groups', 'bulk'],
    ADD COLUMN last_used timestamptz;

-- Their successors, in R__auth_functions.sql, are told the token's id.
DROP FUNCTION IF EXISTS sluice.tenant_ensure(text, bytea), sluice.tenant_create(text, bytea),
    sluice.credential_add(bigint, bytea, timestamptz);
