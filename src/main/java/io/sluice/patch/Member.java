package io.sluice.patch;

import io.sluice.scim.ResourceId;

/** A member of a group as stored. {@code type} is the resource type's name, {@code display} empty where the resource has none. */
public record Member(ResourceId id, String type, String display) {}
