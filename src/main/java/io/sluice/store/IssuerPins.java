package io.sluice.store;

import java.util.Locale;
import java.util.Optional;

/**
 * Which signed tokens of an identity provider stand for a client: every value is compared to the letter.
 *
 * @param directory the claim {@code tid}
 * @param subject the claim {@code sub}, empty where any
 * @param app the claim {@code appid} or {@code azp}, empty where any; one of subject and app is given
 * @param keys the address of the issuer's keys
 */
public record IssuerPins(
        Use use, String issuer, String directory, String audience, String subject, String app, String keys) {
    /** What such a token is presented as. */
    public enum Use {
        /** To the token endpoint, RFC 7523. */
        ASSERTION,
        /** With each SCIM request. */
        BEARER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Use> of(String word) {
            for (Use use : values()) {
                if (use.word().equals(word)) {
                    return Optional.of(use);
                }
            }
            return Optional.empty();
        }
    }

    public IssuerPins {
        if (subject.isEmpty() && app.isEmpty()) {
            throw new IllegalArgumentException("without subject and app any token of the directory would do");
        }
    }

    /** What such a token says of its origin, as one text: what it is found by before its tenant is known. */
    public String origin() {
        return origin(use, issuer, directory, audience);
    }

    public static String origin(Use use, String issuer, String directory, String audience) {
        return String.join("\n", use.word(), issuer, directory, audience);
    }
}
