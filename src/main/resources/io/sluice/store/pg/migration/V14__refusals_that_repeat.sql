-- How many refusals of one kind a row stands for: those of a flood are alike but for their requests.
ALTER TABLE sluice.refusal ADD COLUMN times integer NOT NULL DEFAULT 1;
