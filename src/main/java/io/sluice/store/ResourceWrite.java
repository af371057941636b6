package io.sluice.store;

import io.sluice.patch.MembershipDelta;
import io.sluice.scim.Version;

/** A change of one existing resource, applied whole or not at all. */
public record ResourceWrite(Precondition precondition, DocumentChange document, MembershipDelta members) {

    /** What becomes of the document. */
    public sealed interface DocumentChange {
        record Unchanged() implements DocumentChange {}

        /** @param base the {@link StoredResource#documentVersion} from which {@code document} was made */
        record Replaced(Version base, StoredDocument document) implements DocumentChange {}
    }
}
