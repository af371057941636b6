package io.sluice.scim;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The server-made id of a resource (RFC 7643 section 3.1): a UUID in its canonical lower-case form. */
public record ResourceId(UUID value) {
    private static final int LENGTH = 36;

    /** The id that {@code text} names, or empty where it cannot be the id of any resource; case is ignored. */
    public static Optional<ResourceId> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            UUID value = UUID.fromString(text);
            // UUID.fromString accepts shortened groups; only the canonical form is an id.
            return value.toString().equals(text.toLowerCase(Locale.ROOT))
                    ? Optional.of(new ResourceId(value))
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
