-- Sorted pages, at any depth, from an index alone.

-- A row for each value as before, and one without a value where a resource has none, so that the resources of an order are all in one index.
-- place counts the values of one attribute of one resource: the one at 0 is the one to sort by. seq is the resource's.
ALTER TABLE sluice.search_value ADD COLUMN seq bigint, ADD COLUMN place smallint;

DO $$
DECLARE
    v_tenant bigint;
BEGIN
    FOR v_tenant IN SELECT tenant_id FROM sluice.tenant LOOP
        PERFORM set_config('sluice.tenant', v_tenant::text, true);
        UPDATE sluice.search_value s SET seq = placed.seq, place = placed.place
        FROM (
            SELECT v.attribute, v.value, v.element_type, v.resource_id, r.seq,
                row_number() OVER (
                    PARTITION BY v.resource_id, v.attribute
                    ORDER BY v.attribute = 2 AND v.value IS NOT DISTINCT FROM (
                            SELECT lower(normalize(e.element ->> 'value', NFC) COLLATE "und-x-icu") COLLATE "C"
                            FROM jsonb_array_elements(r.doc::jsonb -> 'emails') WITH ORDINALITY AS e (element, number)
                            ORDER BY (e.element -> 'primary') = 'true' DESC NULLS LAST, e.number LIMIT 1) DESC,
                        v.element_type, v.value) - 1 AS place
            FROM sluice.search_value v JOIN sluice.resource r ON r.tenant_id = v.tenant_id AND r.id = v.resource_id
            WHERE v.tenant_id = v_tenant) placed
        WHERE s.tenant_id = v_tenant AND s.resource_id = placed.resource_id AND s.attribute = placed.attribute
            AND s.value = placed.value AND s.element_type = placed.element_type;
    END LOOP;
END
$$;

ALTER TABLE sluice.search_value DROP CONSTRAINT search_value_pkey;
DROP INDEX sluice.search_value_resource;
ALTER TABLE sluice.search_value
    ALTER COLUMN seq SET NOT NULL,
    ALTER COLUMN place SET NOT NULL,
    ALTER COLUMN value DROP NOT NULL,
    ADD PRIMARY KEY (tenant_id, resource_id, attribute, place);
CREATE INDEX search_value_value ON sluice.search_value (tenant_id, attribute, value, seq) INCLUDE (element_type, place, resource_id);

DO $$
DECLARE
    v_tenant bigint;
BEGIN
    FOR v_tenant IN SELECT tenant_id FROM sluice.tenant LOOP
        PERFORM set_config('sluice.tenant', v_tenant::text, true);
        INSERT INTO sluice.search_value (tenant_id, attribute, element_type, resource_id, seq, place)
        SELECT v_tenant, a.attribute, '', r.id, r.seq, 0
        FROM sluice.resource r CROSS JOIN (VALUES (1), (2), (3), (4)) AS a (attribute)
        WHERE r.tenant_id = v_tenant AND r.type = 'User'
        ON CONFLICT DO NOTHING;
    END LOOP;
END
$$;

-- type and display_name beside the key: whoever names a group, a member or a manager by its id need not read the resource.
ALTER TABLE sluice.search_value DROP CONSTRAINT search_value_resource;
ALTER TABLE sluice.resource DROP CONSTRAINT resource_pkey, ADD PRIMARY KEY (tenant_id, id) INCLUDE (type, display_name);
ALTER TABLE sluice.search_value
    ADD CONSTRAINT search_value_resource FOREIGN KEY (tenant_id, resource_id) REFERENCES sluice.resource (tenant_id, id);

-- id beside the key: what a page passes over is not read. Those without a value are a part of the order too.
DROP INDEX sluice.resource_external_id;
CREATE INDEX resource_external_id ON sluice.resource (tenant_id, type, external_id, seq) INCLUDE (id);
DROP INDEX sluice.resource_active;
CREATE INDEX resource_active ON sluice.resource (tenant_id, type, active, seq) INCLUDE (id);
DROP INDEX sluice.resource_last_modified;
CREATE INDEX resource_last_modified ON sluice.resource (tenant_id, type, last_modified, seq) INCLUDE (id);
DROP INDEX sluice.resource_created;
CREATE INDEX resource_created ON sluice.resource (tenant_id, type, created, seq) INCLUDE (id);
