package io.sluice.store;

import io.sluice.scim.Version;
import java.time.Instant;

/** How a {@link ResourceWrite} ended, where it did not fail. */
public sealed interface WriteOutcome {
    /** Applied; or nothing to apply, then with the version as it was. */
    record Written(Version version, Version documentVersion, Instant created, Instant lastModified)
            implements WriteOutcome {}

    /** The document has changed since it was read and nothing was written: read it again. */
    record Stale() implements WriteOutcome {}
}
