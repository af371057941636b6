package io.sluice.auth;

import java.util.Optional;

/**
 * What was sent to the token endpoint, each parameter once.
 *
 * @param clientId empty where none was named
 * @param scope the words of the parameter; empty where there is none
 */
public record TokenRequest(String grantType, String clientId, String scope, Optional<Proof> proof) {
    public sealed interface Proof {}

    /** What the client proves itself by, as it was sent; empty where there is nothing. */
    public String presented() {
        return switch (proof.orElse(null)) {
            case null -> "";
            case Secret secret -> secret.value();
            case Assertion assertion -> assertion.token();
        };
    }

    public record Secret(String value) implements Proof {
        @Override
        public String toString() {
            return "Secret[***]";
        }
    }

    public record Assertion(String token) implements Proof {
        @Override
        public String toString() {
            return "Assertion[***]";
        }
    }
}
