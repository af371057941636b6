package io.sluice.guard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The marked words of one run. Those of people (names, mails, and what clients write by mistake) share one syllable that nothing else has; what
 * opens a door is known to the letter.
 */
final class Canaries {
    static final String SYLLABLE = "kanari";
    static final String NAME = "Kanarina Kanariova";
    static final String USER = "kanari.user";
    static final String MAIL = "kanari.mail@example.com";
    static final String PASSWORD = "Password-of-kanari-8281";
    static final String WORD = "kanariword";

    private final List<String> secrets = new ArrayList<>(List.of(PASSWORD));

    /** A token, a secret, or whatever else opens something. */
    void secret(String secret) {
        secrets.add(secret);
    }

    /** The marks in the text that nobody may see there, in each of the forms in which a program may have written them. */
    List<String> secretsIn(String text) {
        return secrets.stream()
                .filter(secret -> forms(secret).stream().anyMatch(text::contains))
                .toList();
    }

    static boolean isIn(String text) {
        return text.toLowerCase(Locale.ROOT).contains(SYLLABLE)
                || text.contains(HexFormat.of().formatHex(SYLLABLE.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        // A base64 text of more than the secret holds this one without its ends, where it begins at a multiple of
        // three.
        String coded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        return List.of(
                secret,
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                coded.substring(0, coded.length() - 2));
    }
}
