-- The id of a user's manager, if the document names one by an id, so that a read joins it by a key. A function, because every update of a
-- resource reads the text of this expression, also one that leaves the document alone. The table is written anew, which takes about 40 seconds
-- per million resources.
CREATE FUNCTION sluice.manager_named(p_type text, p_doc text) RETURNS uuid LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    -- The document writes the manager's value first, so it is found without parsing; split_part searches bytes.
    v_value text := left(split_part(p_doc, '"manager":{"value":"', 2), 36);
BEGIN
    -- What is no id names nobody. Told by its shape: a regular expression would cost more than everything else here.
    RETURN CASE WHEN p_type = 'User' AND v_value LIKE '________-____-____-____-____________'
            AND translate(v_value, '0123456789abcdefABCDEF', '') = '----' THEN v_value::uuid END;
END
$$;
ALTER TABLE sluice.resource ADD COLUMN manager_id uuid GENERATED ALWAYS AS (sluice.manager_named(type, doc)) STORED;
