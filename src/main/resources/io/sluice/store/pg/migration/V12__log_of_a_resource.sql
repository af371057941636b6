-- For whoever asks what became of one resource: its part of the provisioning log, from the newest line on.
CREATE INDEX change_of_resource ON sluice.change (tenant_id, resource_id, at, change_id);
CREATE INDEX refusal_of_resource ON sluice.refusal (tenant_id, resource_id, at, refusal_id) WHERE resource_id IS NOT NULL;
