package io.sluice.scim;

/**
 * The version of a resource, counted up by each change (RFC 7643 section 3.1, meta.version). Its entity tag is weak because attributes
 * derived at read ({@code groups}, {@code members.display}) may change without it (RFC 7644 section 3.14).
 */
public record Version(long number) {
    /** For example {@code W/"3"}. */
    public String entityTag() {
        return "W/\"" + number + "\"";
    }
}
