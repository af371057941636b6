package io.sluice.store;

import io.sluice.scim.ResourceId;
import io.sluice.scim.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * A resource as read, its JSON still text: nothing of it is parsed on the way to the client.
 *
 * @param type name of the resource type
 * @param document the stored JSON object
 * @param documentVersion the version at which the document last changed; later versions changed members only
 * @param derived the computed members of the JSON object, each with a leading comma ({@code ,"groups":[...]}), or empty
 * @param managerName displayName of the user whom the document names as the manager, empty where that one has none; absent where the id is
 *     not of a user, or was not asked about
 * @param members the first of the members where they are too many to be in {@code derived}; then {@code next} is present
 */
public record StoredResource(
        String type,
        ResourceId id,
        Version version,
        Version documentVersion,
        Instant created,
        Instant lastModified,
        String document,
        String derived,
        Optional<String> managerName,
        MemberChunk members) {
    private static final String MANAGER = "\"manager\":{\"value\":\"";

    /** Nothing derived. */
    public StoredResource(
            String type,
            ResourceId id,
            Version version,
            Version documentVersion,
            Instant created,
            Instant lastModified,
            String document) {
        this(
                type,
                id,
                version,
                documentVersion,
                created,
                lastModified,
                document,
                "",
                Optional.empty(),
                MemberChunk.NONE);
    }

    /** Whether the members go on after {@link #members}. */
    public boolean isOpen() {
        return members.next().isPresent();
    }

    /** In characters, about: what is as good as the same for each resource is not counted. */
    public long length() {
        return document.length() + derived.length() + (long) members.elements().length();
    }

    /** Whether the document names a manager, of whom a read may know more. */
    public static boolean namesManager(String document) {
        return document.contains(MANAGER);
    }

    /** Where more about the manager belongs in the document: behind the value, which is always written first; -1 where there is none. */
    public int managerPlace() {
        int key = document.indexOf(MANAGER);
        return key < 0 ? -1 : document.indexOf('"', key + MANAGER.length()) + 1;
    }

    /** The same resource with another document. */
    public StoredResource withDocument(String other) {
        return new StoredResource(
                type, id, version, documentVersion, created, lastModified, other, derived, managerName, members);
    }

    /** The same resource without members, and with what else was derived. */
    public StoredResource withDerived(String other) {
        return new StoredResource(
                type,
                id,
                version,
                documentVersion,
                created,
                lastModified,
                document,
                other,
                managerName,
                MemberChunk.NONE);
    }
}
