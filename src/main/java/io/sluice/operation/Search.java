package io.sluice.operation;

import io.sluice.schema.MatchingAttribute;
import io.sluice.schema.Projection;
import io.sluice.schema.ResourceType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * A query as a client states it (RFC 7644 section 3.4.2 and 3.4.3), by URL or in a SearchRequest body: texts not yet parsed, numbers not yet
 * clamped.
 *
 * @param shown the names in {@code attributes} and {@code excludedAttributes}
 * @param cursor there, and empty for the first page, where the client pages by cursor (RFC 9865)
 */
public record Search(
        List<ResourceType> types,
        Projection projection,
        List<String> shown,
        Optional<String> filter,
        Optional<String> sortBy,
        Optional<String> sortOrder,
        Optional<Long> startIndex,
        Optional<Long> count,
        Optional<String> cursor) {
    public Search {
        types = List.copyOf(types);
        shown = List.copyOf(shown);
    }

    /** SHA-256 of all that must be the same on every page of a walk by cursors, except count, which has an error type of its own. */
    byte[] digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            types.forEach(type -> add(digest, type.name()));
            add(digest, filter.orElse(""));
            add(digest, sortBy.orElse(""));
            // A place in the order of an index is none in the order of the documents.
            sortBy.ifPresent(by -> types.stream()
                    .flatMap(type -> type.matching().stream())
                    .filter(MatchingAttribute::ready)
                    .forEach(attribute -> add(digest, Integer.toString(attribute.code()))));
            add(digest, sortOrder.orElse(""));
            shown.forEach(name -> add(digest, name));
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** With its length, so that no two queries run together into the same bytes. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }
}
