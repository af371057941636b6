-- Bulk requests whose clients do not wait. request is the message without passwords, and gone once everything of it is done; a runner has the
-- job until leased. Whoever looks for work serves every tenant.
CREATE TABLE sluice.bulk_job (
    tenant_id  bigint NOT NULL REFERENCES sluice.tenant,
    job_id     uuid NOT NULL,
    request    bytea,
    operations integer NOT NULL,
    scopes     text NOT NULL,
    created    timestamptz NOT NULL DEFAULT now(),
    runner     uuid,
    leased     timestamptz NOT NULL DEFAULT '-infinity',
    finished   timestamptz,
    PRIMARY KEY (tenant_id, job_id)
);
CREATE INDEX bulk_job_unfinished ON sluice.bulk_job (tenant_id, created) WHERE finished IS NULL;

-- What became of each operation, written in the transaction of its effect: an operation has a row here exactly when it is done.
CREATE TABLE sluice.bulk_result (
    tenant_id  bigint NOT NULL,
    job_id     uuid NOT NULL,
    place      integer NOT NULL,
    created_id uuid,
    failed     boolean NOT NULL,
    result     text NOT NULL,
    PRIMARY KEY (tenant_id, job_id, place)
);

ALTER TABLE sluice.bulk_result ENABLE ROW LEVEL SECURITY;
ALTER TABLE sluice.bulk_result FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sluice.bulk_result USING (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint);

ALTER TABLE sluice.bulk_job ENABLE ROW LEVEL SECURITY;
ALTER TABLE sluice.bulk_job FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant_or_queue ON sluice.bulk_job
    USING (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint OR current_setting('sluice.bulk', true) = 'on')
    WITH CHECK (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint);
