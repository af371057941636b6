package io.sluice.schema;

import io.sluice.scim.ResourceId;
import java.util.Set;

/** What a client's whole resource says of a group's members. They are never part of the document. */
public sealed interface Members {

    /** Nothing was said, or the resource type has no members. */
    record Absent() implements Members {}

    /** Exactly these; none where the client gave null or an empty list. */
    record Present(Set<ResourceId> ids) implements Members {
        public Present {
            ids = Set.copyOf(ids);
        }
    }
}
