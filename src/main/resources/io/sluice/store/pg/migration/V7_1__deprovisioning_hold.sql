-- Tenants whose mass deprovisioning is held up; one without a row has no hold. since: of the state.
CREATE TABLE sluice.deprovisioning_hold (
    tenant_id bigint PRIMARY KEY REFERENCES sluice.tenant,
    state     text COLLATE "C" NOT NULL DEFAULT 'armed' CHECK (state IN ('armed', 'held', 'allowed', 'rejected')),
    since     timestamptz NOT NULL DEFAULT now()
);
-- Users of such a tenant who lately were disabled, deleted or taken out of their last group, each once.
CREATE TABLE sluice.deprovisioned (
    tenant_id   bigint NOT NULL REFERENCES sluice.tenant,
    resource_id uuid NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, resource_id)
);
CREATE INDEX deprovisioned_at ON sluice.deprovisioned (tenant_id, at);

ALTER TABLE sluice.deprovisioning_hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE sluice.deprovisioning_hold FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sluice.deprovisioning_hold
    USING (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint);
ALTER TABLE sluice.deprovisioned ENABLE ROW LEVEL SECURITY;
ALTER TABLE sluice.deprovisioned FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sluice.deprovisioned
    USING (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint);
