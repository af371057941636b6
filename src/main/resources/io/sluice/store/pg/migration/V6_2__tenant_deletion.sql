-- Tenants that are being deleted, with everything that they own, some rows at a time. Whoever cleans up serves every tenant.
CREATE TABLE sluice.tenant_deletion (
    tenant_id bigint PRIMARY KEY REFERENCES sluice.tenant,
    since     timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE sluice.tenant_deletion ENABLE ROW LEVEL SECURITY;
ALTER TABLE sluice.tenant_deletion FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant_or_purge ON sluice.tenant_deletion
    USING (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint OR current_setting('sluice.purge', true) = 'on')
    WITH CHECK (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint);

-- The change log stays append-only for whoever serves, until its tenant goes.
CREATE POLICY append_only ON sluice.change AS RESTRICTIVE FOR DELETE
    USING (EXISTS (SELECT FROM sluice.tenant_deletion d WHERE d.tenant_id = change.tenant_id));
