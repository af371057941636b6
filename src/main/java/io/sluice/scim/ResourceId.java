package io.sluice.scim;

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
        long most = hex(text, 0, 8) << 32 | hex(text, 9, 13) << 16 | hex(text, 14, 18);
        long least = hex(text, 19, 23) << 48 | hex(text, 24, 36);
        // Only the canonical form is an id: every digit and every hyphen in its place.
        return isCanonical(text) ? Optional.of(new ResourceId(new UUID(most, least))) : Optional.empty();
    }

    private static long hex(String text, int from, int to) {
        long number = 0;
        for (int place = from; place < to; place++) {
            number = number << 4 | Character.digit(text.charAt(place), 16) & 0xF;
        }
        return number;
    }

    private static boolean isCanonical(String text) {
        for (int place = 0; place < LENGTH; place++) {
            char character = text.charAt(place);
            boolean hyphen = place == 8 || place == 13 || place == 18 || place == 23;
            boolean fits = hyphen
                    ? character == '-'
                    : (character >= '0' && character <= '9')
                            || (character >= 'a' && character <= 'f')
                            || (character >= 'A' && character <= 'F');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
