package io.sluice.store;

import java.time.Instant;
import java.util.Set;

/**
 * What a client that proved itself asks for.
 *
 * @param scopes empty for all that the client has
 * @param assertion the digest, in hexadecimal digits, of an assertion that must not come again; empty where none was used
 * @param assertionEnds until when it would be good
 */
public record AccessRequest(Set<Scope> scopes, String assertion, Instant assertionEnds) {
    public AccessRequest {
        scopes = Set.copyOf(scopes);
    }
}
