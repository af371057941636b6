package io.sluice.store;

import io.sluice.scim.TenantId;
import java.util.UUID;

/**
 * What a client proved itself by: one of its secrets, or an issuer that it trusts.
 *
 * @param id of the secret or the issuer; tokens given out for it end with it
 */
public record ClientProof(TenantId tenant, UUID client, UUID id) {}
