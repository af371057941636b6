package io.sluice.schema;

import java.util.Optional;

/**
 * Attribute notation of RFC 7644 section 3.10, as the client spelled it: {@code urn:attribute.sub}. {@code urn} and {@code sub} are
 * empty where not given. A bare schema URN ({@code urn:...:enterprise:2.0:User}) parses as URN {@code urn:...:2.0} and name
 * {@code User}; {@link ResourceType#resolve} knows it again.
 */
public record AttributePath(String urn, String name, String sub) {
    private static final String REFERENCE = "$ref";
    private static final String URN_PUNCTUATION = ":-._~/%+";

    public static AttributePath of(String name) {
        return new AttributePath("", name, "");
    }

    public static AttributePath of(String name, String sub) {
        return new AttributePath("", name, sub);
    }

    /**
     * The path that the whole text spells, or empty where it spells none. What follows the last colon is the name and, after a dot, the
     * sub-attribute: URNs have dots of their own. A name is a letter and then letters, digits, {@code - _ $}; {@code $ref} is one too.
     */
    public static Optional<AttributePath> parse(String text) {
        int colon = text.lastIndexOf(':');
        String urn = colon < 0 ? "" : text.substring(0, colon);
        int dot = text.indexOf('.', colon + 1);
        String name = text.substring(colon + 1, dot < 0 ? text.length() : dot);
        String sub = dot < 0 ? "" : text.substring(dot + 1);
        boolean wellFormed = (colon < 0 || isUrn(urn)) && isName(name) && (dot < 0 || isName(sub));
        return wellFormed ? Optional.of(new AttributePath(urn, name, sub)) : Optional.empty();
    }

    public AttributePath withSub(String subName) {
        return new AttributePath(urn, name, subName);
    }

    @Override
    public String toString() {
        return (urn.isEmpty() ? "" : urn + ":") + name + (sub.isEmpty() ? "" : "." + sub);
    }

    private static boolean isUrn(String text) {
        return startsWithLetter(text)
                && text.chars().allMatch(c -> isLetter(c) || isDigit(c) || URN_PUNCTUATION.indexOf(c) >= 0);
    }

    private static boolean isName(String text) {
        return (startsWithLetter(text)
                        && text.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '-' || c == '_' || c == '$'))
                || text.equalsIgnoreCase(REFERENCE);
    }

    private static boolean startsWithLetter(String text) {
        return !text.isEmpty() && isLetter(text.charAt(0));
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
