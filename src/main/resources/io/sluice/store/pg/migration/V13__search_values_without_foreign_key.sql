-- The look-up of the resource for each row was a quarter of a creation's time. What the key held is held by the write functions, the only
-- writers: rows are made in the transaction that makes or locks their resource, and a deletion takes them along under its own lock.
ALTER TABLE sluice.search_value DROP CONSTRAINT search_value_resource;
