-- The directory of every tenant. tenant_id stands first in every key and foreign key, so that a row can never refer to another tenant's
-- and the tables can be distributed by tenant. Row level security is forced on each table that holds a tenant's data: the serving role
-- sees nothing until a statement has said whose rows it wants.
CREATE SCHEMA IF NOT EXISTS sluice;

-- Names only; no tenant's data. Read before a tenant is known, hence without row level security.
CREATE TABLE sluice.tenant (
    tenant_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name      text COLLATE "C" NOT NULL UNIQUE,
    created   timestamptz NOT NULL DEFAULT now()
);

-- Digests of bearer tokens. A statement sees the one credential whose digest it presents, or those of its own tenant.
CREATE TABLE sluice.credential (
    tenant_id     bigint NOT NULL REFERENCES sluice.tenant,
    credential_id uuid NOT NULL DEFAULT gen_random_uuid(),
    digest        bytea NOT NULL UNIQUE,
    created       timestamptz NOT NULL DEFAULT now(),
    expires       timestamptz NOT NULL DEFAULT 'infinity',
    PRIMARY KEY (tenant_id, credential_id)
);

-- Every resource of every type. doc is the JSON object as it is answered, without what stands in columns or rows of its own: id, meta,
-- members, groups. version counts every change, document_version is the version at which doc last changed.
CREATE TABLE sluice.resource (
    tenant_id        bigint NOT NULL REFERENCES sluice.tenant,
    id               uuid NOT NULL,
    seq              bigint GENERATED ALWAYS AS IDENTITY,
    type             text COLLATE "C" NOT NULL,
    version          bigint NOT NULL DEFAULT 1,
    document_version bigint NOT NULL DEFAULT 1,
    unique_key       text COLLATE "C" NOT NULL,
    external_id      text COLLATE "C",
    display_name     text,
    created          timestamptz NOT NULL,
    last_modified    timestamptz NOT NULL,
    doc              text NOT NULL,
    -- userName from its end: row level security lets a range of this use its index, and no function of unique_key.
    reversed_key     text COLLATE "C" GENERATED ALWAYS AS (CASE type WHEN 'User' THEN reverse(unique_key) END) STORED,
    active           boolean GENERATED ALWAYS AS
        (CASE (doc::jsonb -> 'active')::text WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END) STORED,
    PRIMARY KEY (tenant_id, id)
) WITH (fillfactor = 85);
-- id and seq beside the key: pages in its order, and filters that must look at every name, read the index alone.
CREATE UNIQUE INDEX resource_unique_key ON sluice.resource (tenant_id, type, unique_key) INCLUDE (id, seq);
CREATE INDEX resource_reversed_key ON sluice.resource (tenant_id, type, reversed_key) INCLUDE (id, seq) WHERE reversed_key IS NOT NULL;
CREATE INDEX resource_external_id ON sluice.resource (tenant_id, type, external_id, seq);
CREATE INDEX resource_active ON sluice.resource (tenant_id, type, active, seq) INCLUDE (id) WHERE active IS NOT NULL;
-- id beside the key: a page is picked from the index alone, however deep it starts.
CREATE UNIQUE INDEX resource_seq ON sluice.resource (tenant_id, type, seq) INCLUDE (id);
CREATE INDEX resource_last_modified ON sluice.resource (tenant_id, type, last_modified, seq);
CREATE INDEX resource_created ON sluice.resource (tenant_id, type, created, seq);

-- One row for each membership; member_of serves a user's groups. No foreign keys: their triggers cost a look-up for each end of each row,
-- which is most of the time of adding 100,000 members. What they would hold is held by the write functions, the only writers: members are
-- locked against deletion before their rows are made, and a deletion takes its rows along under its own lock. The rows of a large group
-- outlive it for a moment, see member_purge; a reader of member therefore joins the group or already has it.
CREATE TABLE sluice.member (
    tenant_id bigint NOT NULL,
    group_id  uuid NOT NULL,
    member_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, group_id, member_id)
);
CREATE INDEX member_of ON sluice.member (tenant_id, member_id, group_id);

-- Groups that are deleted and whose rows in member are still to be removed: those up to done are. Whoever cleans up serves every tenant.
CREATE TABLE sluice.member_purge (
    tenant_id bigint NOT NULL,
    group_id  uuid NOT NULL,
    type      text COLLATE "C" NOT NULL,
    version   bigint NOT NULL,
    done      uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    PRIMARY KEY (tenant_id, group_id)
);

-- The values of indexed attributes, normalised as they are asked for. attribute is a fixed number of the program; element_type is the
-- normalised type of the multi-valued element, empty where there is none.
CREATE TABLE sluice.search_value (
    tenant_id    bigint NOT NULL,
    attribute    smallint NOT NULL,
    value        text COLLATE "C" NOT NULL,
    element_type text COLLATE "C" NOT NULL,
    resource_id  uuid NOT NULL,
    reversed     text COLLATE "C" GENERATED ALWAYS AS (CASE WHEN attribute IN (1, 2) THEN reverse(value) END) STORED,
    PRIMARY KEY (tenant_id, attribute, value, element_type, resource_id),
    CONSTRAINT search_value_resource FOREIGN KEY (tenant_id, resource_id) REFERENCES sluice.resource (tenant_id, id)
);
CREATE INDEX search_value_resource ON sluice.search_value (tenant_id, resource_id);
-- Of displayName and e-mail addresses, the two that are asked for by their end.
CREATE INDEX search_value_reversed ON sluice.search_value (tenant_id, attribute, reversed, element_type, resource_id) WHERE attribute IN (1, 2);

-- Every change in the order of its transaction: audit, feed and undo in one, append-only. A reader stays below
-- pg_snapshot_xmin(pg_current_snapshot()) in xid and so never skips a change that commits late. before is the document replaced or deleted.
-- A 'purge' follows the 'delete' of a large group and lists some of the members it had.
CREATE SEQUENCE sluice.change_id;
CREATE TABLE sluice.change (
    tenant_id   bigint NOT NULL,
    change_id   bigint NOT NULL DEFAULT nextval('sluice.change_id'),
    at          timestamptz NOT NULL DEFAULT now(),
    xid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    operation   text NOT NULL CHECK (operation IN ('create', 'write', 'delete', 'purge')),
    type        text COLLATE "C" NOT NULL,
    resource_id uuid NOT NULL,
    version     bigint NOT NULL,
    before      text,
    added       uuid[],
    removed     uuid[],
    PRIMARY KEY (tenant_id, at, change_id)
) PARTITION BY RANGE (at);
-- Takes what no dated partition takes, so that a missing partition never fails a write.
CREATE TABLE sluice.change_default PARTITION OF sluice.change DEFAULT;

-- How many resources a tenant has: the folded total and the signed rows since. Appending instead of updating one row keeps writes of one
-- tenant from queueing on it.
CREATE SEQUENCE sluice.resource_count_delta_id;
CREATE TABLE sluice.resource_count (
    tenant_id bigint NOT NULL,
    type      text COLLATE "C" NOT NULL,
    total     bigint NOT NULL,
    PRIMARY KEY (tenant_id, type)
);
CREATE TABLE sluice.resource_count_delta (
    tenant_id bigint NOT NULL,
    type      text COLLATE "C" NOT NULL,
    delta_id  bigint NOT NULL DEFAULT nextval('sluice.resource_count_delta_id'),
    delta     integer NOT NULL,
    PRIMARY KEY (tenant_id, type, delta_id)
);

-- What cursors are sealed with, the same on every replica. No tenant's data, and never part of an answer.
CREATE TABLE sluice.cursor_key (
    only_row boolean PRIMARY KEY DEFAULT TRUE CHECK (only_row),
    key      bytea NOT NULL CHECK (octet_length(key) = 32)
);
-- gen_random_uuid is the strong random source that PostgreSQL has without an extension; four give 488 random bits.
INSERT INTO sluice.cursor_key (key)
SELECT sha256(string_agg(uuid_send(gen_random_uuid()), ''::bytea)) FROM generate_series(1, 4);

DO $$
DECLARE
    directory_table text;
BEGIN
    -- A partition is reached through its table, whose policy counts; its own is for whoever names it.
    FOREACH directory_table IN ARRAY ARRAY[
        'resource', 'member', 'search_value', 'change', 'change_default', 'resource_count', 'resource_count_delta'] LOOP
        EXECUTE format('ALTER TABLE sluice.%I ENABLE ROW LEVEL SECURITY', directory_table);
        EXECUTE format('ALTER TABLE sluice.%I FORCE ROW LEVEL SECURITY', directory_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON sluice.%I USING (tenant_id = nullif(current_setting(''sluice.tenant'', true), '''')::bigint)',
            directory_table);
    END LOOP;
END
$$;

ALTER TABLE sluice.member_purge ENABLE ROW LEVEL SECURITY;
ALTER TABLE sluice.member_purge FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant_or_purge ON sluice.member_purge
    USING (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint OR current_setting('sluice.purge', true) = 'on')
    WITH CHECK (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint);

ALTER TABLE sluice.credential ENABLE ROW LEVEL SECURITY;
ALTER TABLE sluice.credential FORCE ROW LEVEL SECURITY;
CREATE POLICY presented_or_own_tenant ON sluice.credential
    USING (digest = decode(nullif(current_setting('sluice.credential', true), ''), 'hex')
        OR tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint)
    WITH CHECK (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint);
