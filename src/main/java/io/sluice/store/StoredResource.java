package io.sluice.store;

import io.sluice.scim.ResourceId;
import io.sluice.scim.Version;
import java.time.Instant;

/**
 * A resource as read, its JSON still text: nothing of it is parsed on the way to the client.
 *
 * @param type name of the resource type
 * @param document the stored JSON object
 * @param documentVersion the version at which the document last changed; later versions changed members only
 * @param derived the computed members of the JSON object, each with a leading comma ({@code ,"groups":[...]}), or empty
 */
public record StoredResource(
        String type,
        ResourceId id,
        Version version,
        Version documentVersion,
        Instant created,
        Instant lastModified,
        String document,
        String derived) {}
