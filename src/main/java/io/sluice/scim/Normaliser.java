package io.sluice.scim;

import java.text.Normalizer;

/**
 * The one rule by which values that are not caseExact are stored in indexes and asked for: full-width forms to ASCII, lower case code point by
 * code point, then NFC, after the UsernameCaseMapped profile (RFC 8265 section 3.3, RFC 7644 section 5). Code point by code point, so that
 * the key of a prefix is a prefix of the key.
 */
public final class Normaliser {
    private static final int FULL_WIDTH_FIRST = 0xFF01;
    private static final int FULL_WIDTH_LAST = 0xFF5E;
    private static final int FULL_WIDTH_OFFSET = 0xFEE0;

    private Normaliser() {}

    public static String key(String value) {
        boolean ascii = true;
        boolean lower = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            ascii &= c < 0x80;
            lower &= c < 'A' || c > 'Z';
        }
        if (ascii && lower) {
            return value;
        }
        StringBuilder key = new StringBuilder(value.length());
        value.codePoints().map(Normaliser::fold).forEach(key::appendCodePoint);
        return ascii ? key.toString() : Normalizer.normalize(key, Normalizer.Form.NFC);
    }

    private static int fold(int codePoint) {
        boolean fullWidth = codePoint >= FULL_WIDTH_FIRST && codePoint <= FULL_WIDTH_LAST;
        return Character.toLowerCase(fullWidth ? codePoint - FULL_WIDTH_OFFSET : codePoint);
    }
}
