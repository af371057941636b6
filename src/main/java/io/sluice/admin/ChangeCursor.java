package io.sluice.admin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a reader goes on: two numbers, in a form that invites nobody to count with them. It opens nothing that the reader could not see anyway. */
record ChangeCursor(long first, long second) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,18})");

    /** Refuses what is none of ours. */
    static Optional<ChangeCursor> parse(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Matcher numbers = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            if (numbers.matches()) {
                return Optional.of(
                        new ChangeCursor(Long.parseLong(numbers.group(1)), Long.parseLong(numbers.group(2))));
            }
        } catch (IllegalArgumentException malformed) {
            // Refused below like any other text.
        }
        throw AdminBody.refused("\"cursor\" must be as an earlier answer gave it.");
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((first + "." + second).getBytes(StandardCharsets.US_ASCII));
    }
}
