package io.sluice.schema;

/**
 * Attribute notation of RFC 7644 section 3.10, as the client spelled it: {@code urn:attribute.sub}. {@code urn} and {@code sub} are
 * empty where not given. A bare schema URN ({@code urn:...:enterprise:2.0:User}) parses as URN {@code urn:...:2.0} and name
 * {@code User}; {@link ResourceType#resolve} knows it again.
 */
public record AttributePath(String urn, String name, String sub) {

    public static AttributePath of(String name) {
        return new AttributePath("", name, "");
    }

    public static AttributePath of(String name, String sub) {
        return new AttributePath("", name, sub);
    }

    public AttributePath withSub(String subName) {
        return new AttributePath(urn, name, subName);
    }

    @Override
    public String toString() {
        return (urn.isEmpty() ? "" : urn + ":") + name + (sub.isEmpty() ? "" : "." + sub);
    }
}
