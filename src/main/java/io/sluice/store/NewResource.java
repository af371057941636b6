package io.sluice.store;

import io.sluice.patch.MembershipDelta;
import io.sluice.schema.ResourceType;

/**
 * A resource to be created, checked against its schema.
 *
 * @param members what a group starts with
 */
public record NewResource(ResourceType type, StoredDocument document, MembershipDelta members) {}
