package io.sluice.store;

import java.util.Set;

/** What became of a request for an access token. */
public sealed interface AccessOutcome {
    record Issued(int seconds, Set<Scope> scopes) implements AccessOutcome {
        public Issued {
            scopes = Set.copyOf(scopes);
        }
    }

    /** The client, or what it proved itself by, was deleted meanwhile. */
    record Gone() implements AccessOutcome {}

    /** The client's tenant is. */
    record Suspended() implements AccessOutcome {}

    /** The assertion was used before. */
    record Replayed() implements AccessOutcome {}

    /** The client does not have all the scopes it asks for. */
    record ScopeExceeded() implements AccessOutcome {}
}
