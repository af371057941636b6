package io.sluice.filter;

import io.sluice.schema.AttributePath;
import java.util.Optional;

/**
 * The target of a PATCH operation (RFC 7644 section 3.5.2, PATH): an attribute, or elements of one chosen by a condition, or a
 * sub-attribute of those. {@code emails[type eq "work"].value} is attribute {@code emails.value} (its {@code sub} set) with the condition.
 */
public record PatchPath(AttributePath attribute, Optional<Filter> condition) {}
