package io.sluice.config;

/** What a tenant may be called: a name that stands in a path and in a log as it is. */
public final class TenantName {
    /** To follow "must be". */
    public static final String RULE =
            "1 to 63 letters, digits, dots, hyphens or underscores, the first a letter or digit";

    private static final int MOST_CHARACTERS = 63;

    private TenantName() {}

    public static boolean isValid(String name) {
        // ".." would be lost from a path.
        return !name.isEmpty()
                && name.length() <= MOST_CHARACTERS
                && isLetterOrDigit(name.charAt(0))
                && name.chars().allMatch(c -> isLetterOrDigit(c) || c == '.' || c == '-' || c == '_');
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
