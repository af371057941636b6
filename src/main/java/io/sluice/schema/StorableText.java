package io.sluice.schema;

import io.sluice.scim.ScimProblem;

/** Text that PostgreSQL can hold and JSON can carry: no U+0000, no half of a surrogate pair. */
final class StorableText {
    private StorableText() {}

    /** Refuses other text with 400 invalidValue; {@code path} tells where it stands. */
    static void check(String text, String path) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw ScimProblem.invalidValue(path + " holds the character U+0000, which cannot be stored.")
                        .exception();
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw ScimProblem.invalidValue(path + " holds half of a surrogate pair, which is not a character.")
                            .exception();
                }
                i++;
            }
        }
    }
}
