-- Who made a change, for which request, and the names of the attributes that it gave a new value: said by the statement that calls a write
-- function, in a setting that lasts as long as the transaction. The functions need not know of it. Blanks between: credential, request, names.
-- created is that of a resource that was deleted, so that it can come back as it was.
ALTER TABLE sluice.change
    ADD COLUMN credential_id uuid,
    ADD COLUMN request_id text,
    ADD COLUMN attributes text[],
    ADD COLUMN created timestamptz;
ALTER TABLE sluice.change
    ALTER COLUMN credential_id SET DEFAULT nullif(split_part(current_setting('sluice.audit', true), ' ', 1), '')::uuid,
    ALTER COLUMN request_id SET DEFAULT nullif(split_part(current_setting('sluice.audit', true), ' ', 2), ''),
    ALTER COLUMN attributes SET DEFAULT nullif((string_to_array(current_setting('sluice.audit', true), ' '))[3:], '{}');

-- For readers that follow a tenant's changes: a number of a transaction is only read once all before it have ended.
CREATE INDEX change_order ON sluice.change (tenant_id, xid, change_id);

-- For whom a kept request of Bulk is done.
ALTER TABLE sluice.bulk_job ADD COLUMN author text NOT NULL DEFAULT '';
ALTER TABLE sluice.bulk_job ALTER COLUMN author SET DEFAULT coalesce(current_setting('sluice.audit', true), '');

-- What was refused. Together with sluice.change it is the provisioning log; numbers are of one sequence, so that both have one order.
CREATE TABLE sluice.refusal (
    tenant_id     bigint NOT NULL REFERENCES sluice.tenant,
    at            timestamptz NOT NULL,
    refusal_id    bigint NOT NULL DEFAULT nextval('sluice.change_id'),
    credential_id uuid,
    request_id    text,
    operation     text COLLATE "C" NOT NULL,
    type          text COLLATE "C" NOT NULL,
    resource_id   uuid,
    status        integer NOT NULL,
    scim_type     text COLLATE "C" NOT NULL,
    reason        text COLLATE "C" NOT NULL,
    detail        text NOT NULL,
    PRIMARY KEY (tenant_id, at, refusal_id)
);
ALTER TABLE sluice.refusal ENABLE ROW LEVEL SECURITY;
ALTER TABLE sluice.refusal FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sluice.refusal
    USING (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint);
