-- Two roles: one owns the schema, one serves and owns nothing, so that row level security applies to it.
CREATE ROLE sluice_owner LOGIN PASSWORD 'dev-only';
CREATE ROLE sluice_serve LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD 'dev-only';
CREATE DATABASE sluice OWNER sluice_owner ENCODING 'UTF8' TEMPLATE template0;
