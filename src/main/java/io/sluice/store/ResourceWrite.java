package io.sluice.store;

import io.sluice.patch.MembershipDelta;
import io.sluice.scim.Version;
import java.util.List;

/** A change of one existing resource, applied whole or not at all. */
public record ResourceWrite(Precondition precondition, DocumentChange document, MembershipDelta members) {

    /** What becomes of the document. */
    public sealed interface DocumentChange {
        record Unchanged() implements DocumentChange {}

        /**
         * @param base the {@link StoredResource#documentVersion} from which {@code document} was made
         * @param changed {@link AttributeNames} of those that have another value than before; index rows of others stay as they are
         */
        record Replaced(Version base, StoredDocument document, List<String> changed) implements DocumentChange {
            public Replaced {
                changed = List.copyOf(changed);
            }
        }
    }
}
