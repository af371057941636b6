package io.sluice.operation;

import io.sluice.scim.Version;
import io.sluice.store.Precondition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditional headers (RFC 7644 section 3.14, RFC 9110 section 13.1). Tags are compared weakly; a tag that is none of ours matches no version.
 */
public final class EntityTags {
    /** Stands for a tag that no resource ever has. */
    private static final long NEVER = -1;

    private EntityTags() {}

    /** If-Match: {@code *} asks only that the resource exists, which a write asks anyway. */
    public static Precondition ifMatch(@Nullable String header) {
        if (header == null || header.strip().equals("*")) {
            return Precondition.NONE;
        }
        return new Precondition(versions(header));
    }

    /** If-None-Match on a read: whether the client has this version already. */
    public static boolean hasAlready(@Nullable String header, Version version) {
        return header != null && (header.strip().equals("*") || versions(header).contains(version.number()));
    }

    private static List<Long> versions(String header) {
        List<Long> versions = new ArrayList<>();
        for (String tag : header.split(",", -1)) {
            versions.add(version(tag.strip()));
        }
        return versions;
    }

    private static long version(String tag) {
        String opaque = tag.startsWith("W/") ? tag.substring(2) : tag;
        boolean quoted = opaque.length() > 2 && opaque.startsWith("\"") && opaque.endsWith("\"");
        String digits = quoted ? opaque.substring(1, opaque.length() - 1) : opaque;
        // At most 18 digits: always within a long.
        boolean number = !digits.isEmpty()
                && digits.length() <= 18
                && digits.chars().allMatch(character -> character >= '0' && character <= '9');
        return number ? Long.parseLong(digits) : NEVER;
    }
}
