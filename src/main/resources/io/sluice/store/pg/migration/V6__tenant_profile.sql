-- What is particular to a tenant, one row at most; a tenant without a row is at version 0 and has nothing particular. version counts every
-- change of this row and of whatever else belongs to the profile, so that a replica knows by one number whether it has the newest.
CREATE TABLE sluice.tenant_profile (
    tenant_id  bigint PRIMARY KEY REFERENCES sluice.tenant,
    version    bigint NOT NULL,
    suspended  boolean NOT NULL DEFAULT FALSE,
    -- Limits of its own, all of them or none.
    per_second integer CHECK (per_second > 0),
    burst      integer CHECK (burst >= per_second),
    in_flight  integer CHECK (in_flight > 0),
    CHECK (num_nulls(per_second, burst, in_flight) IN (0, 3))
);

ALTER TABLE sluice.tenant_profile ENABLE ROW LEVEL SECURITY;
ALTER TABLE sluice.tenant_profile FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sluice.tenant_profile
    USING (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint);
