package io.sluice.store;

import io.sluice.scim.TenantId;
import java.util.UUID;

/** A live credential: whose it is. Its secret is never stored, only a digest. */
public record Credential(TenantId tenant, UUID id) {}
