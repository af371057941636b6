package io.sluice.store;

import io.sluice.scim.ScimProblem;

/** What became of one {@link NewResource} of several. */
public sealed interface Creation {
    record Made(StoredResource resource) implements Creation {}

    record Refused(ScimProblem problem) implements Creation {}
}
