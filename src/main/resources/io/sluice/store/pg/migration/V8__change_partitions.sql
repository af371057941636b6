-- The owner is behind the walls too. What it moves out of the default partition into a dated one is every tenant's; the policy of sluice.change,
-- by which all others come, stays as it is.
DROP POLICY own_tenant ON sluice.change_default;
CREATE POLICY own_tenant_or_purge ON sluice.change_default
    USING (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint OR current_setting('sluice.purge', true) = 'on')
    WITH CHECK (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint);
