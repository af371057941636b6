package io.sluice.auth;

import io.sluice.scim.TenantId;
import java.util.UUID;

/** Who a request comes from. Its tenant is the only source of the tenant of any statement. */
public record Caller(TenantId tenant, UUID credential) {}
