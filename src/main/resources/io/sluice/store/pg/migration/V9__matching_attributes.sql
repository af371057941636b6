-- Attributes that a tenant declared to match by: their values are rows of search_value under a code of the tenant's own, which no other
-- attribute gets again. A walk by seq makes the rows of resources that were there before; after is how far it came. One that is removed stays
-- until its rows are gone, as gone.
CREATE TABLE sluice.matching_attribute (
    tenant_id bigint NOT NULL REFERENCES sluice.tenant,
    code      smallint NOT NULL CHECK (code >= 100),
    type      text COLLATE "C" NOT NULL,
    path      text COLLATE "C" NOT NULL,
    state     text NOT NULL CHECK (state IN ('declared', 'building', 'ready', 'failed', 'removed', 'gone')),
    detail    text,
    -- The walk begins when every transaction before this one has ended: those may not have known of the attribute.
    horizon   xid8,
    after     bigint NOT NULL DEFAULT 0,
    walked    boolean NOT NULL DEFAULT FALSE,
    leased    timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (tenant_id, code)
);
CREATE UNIQUE INDEX matching_attribute_path ON sluice.matching_attribute (tenant_id, type, path) WHERE state NOT IN ('removed', 'gone');

-- Resources whose rows of an attribute are owed: a writer that did not know of it yet wrote them, or held them when the walk came by.
CREATE TABLE sluice.matching_backlog (
    tenant_id   bigint NOT NULL,
    code        smallint NOT NULL,
    resource_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, code, resource_id)
);

DO $$
DECLARE
    matching_table text;
BEGIN
    FOREACH matching_table IN ARRAY ARRAY['matching_attribute', 'matching_backlog'] LOOP
        EXECUTE format('ALTER TABLE sluice.%I ENABLE ROW LEVEL SECURITY', matching_table);
        EXECUTE format('ALTER TABLE sluice.%I FORCE ROW LEVEL SECURITY', matching_table);
        EXECUTE format(
            'CREATE POLICY own_tenant_or_build ON sluice.%I
                USING (tenant_id = nullif(current_setting(''sluice.tenant'', true), '''')::bigint OR current_setting(''sluice.purge'', true) = ''on'')
                WITH CHECK (tenant_id = nullif(current_setting(''sluice.tenant'', true), '''')::bigint)', matching_table);
    END LOOP;
END
$$;
