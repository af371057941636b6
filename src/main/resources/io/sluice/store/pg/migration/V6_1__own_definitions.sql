-- Schemas and resource types that a tenant brings. One that was removed stays as removed: resources may hold what it defined, and whoever
-- defines it again must fit that. urn is in lower case. leftovers: resources may hold extensions that the type has no longer.
CREATE TABLE sluice.tenant_schema (
    tenant_id  bigint NOT NULL REFERENCES sluice.tenant,
    urn        text COLLATE "C" NOT NULL,
    definition text NOT NULL,
    removed    boolean NOT NULL,
    PRIMARY KEY (tenant_id, urn)
);
CREATE TABLE sluice.tenant_type (
    tenant_id  bigint NOT NULL REFERENCES sluice.tenant,
    name       text COLLATE "C" NOT NULL,
    definition text NOT NULL,
    leftovers  boolean NOT NULL,
    removed    boolean NOT NULL,
    PRIMARY KEY (tenant_id, name)
);

ALTER TABLE sluice.tenant_schema ENABLE ROW LEVEL SECURITY;
ALTER TABLE sluice.tenant_schema FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sluice.tenant_schema
    USING (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint);
ALTER TABLE sluice.tenant_type ENABLE ROW LEVEL SECURITY;
ALTER TABLE sluice.tenant_type FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sluice.tenant_type
    USING (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint);
