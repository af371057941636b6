package io.sluice.http;

import io.sluice.schema.Projection;
import io.sluice.schema.ResourceReader;
import io.sluice.schema.ResourceType;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.Json;
import io.sluice.store.StoredResource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Puts the answer's JSON together from a stored resource without parsing it: {@code id} before the document's members, what was derived and
 * {@code meta} behind them (RFC 7643 section 3.1).
 */
final class ResourceJson {
    /** Never in a stored document, and derived only where they are shown. */
    private static final Set<String> DERIVED = Set.of("groups", "members");

    private static final String BEFORE_MEMBERS = "{\"members\":[";
    private static final String AFTER_MEMBERS = "]}";

    private final ResourceTypes types;
    private final Supplier<String> baseUrl;

    /** @param baseUrl for example {@code https://scim.example.com/scim/v2} */
    ResourceJson(ResourceTypes types, Supplier<String> baseUrl) {
        this.types = types;
        this.baseUrl = baseUrl;
    }

    /** The URI of the resource: {@code meta.location} and the Location header. */
    String location(StoredResource resource) {
        return baseUrl.get() + type(resource).endpoint() + "/" + resource.id();
    }

    byte[] bytes(StoredResource resource, Projection projection) {
        ResourceType type = type(resource);
        byte[] whole =
                whole(type.leftovers() ? current(type, resource) : resource).getBytes(StandardCharsets.UTF_8);
        return projection.isWhole() || projection.isWholeWithout(type, DERIVED) ? whole : projection.apply(type, whole);
    }

    /** Some of a group's members as the projection shows them, with commas between them; empty where it shows nothing of them. */
    byte[] members(String elements, ResourceType type, Projection projection) {
        if (projection.isWhole()) {
            return elements.getBytes(StandardCharsets.UTF_8);
        }
        byte[] shown =
                projection.apply(type, (BEFORE_MEMBERS + elements + AFTER_MEMBERS).getBytes(StandardCharsets.UTF_8));
        int length = shown.length - BEFORE_MEMBERS.length() - AFTER_MEMBERS.length();
        return length <= 0
                ? new byte[0]
                : Arrays.copyOfRange(shown, BEFORE_MEMBERS.length(), BEFORE_MEMBERS.length() + length);
    }

    private static StoredResource current(ResourceType type, StoredResource resource) {
        byte[] document = resource.document().getBytes(StandardCharsets.UTF_8);
        return resource.withDocument(
                ResourceReader.current(type, Json.parse(document)).toString());
    }

    private String whole(StoredResource resource) {
        String document = resource.document();
        StringBuilder json =
                new StringBuilder(document.length() + resource.derived().length() + 400);
        json.append("{\"id\":\"").append(resource.id()).append("\",");
        int place = resource.manager().isEmpty() ? -1 : resource.managerPlace();
        if (place < 0) {
            json.append(document, 1, document.length() - 1);
        } else {
            json.append(document, 1, place).append(resource.manager()).append(document, place, document.length() - 1);
        }
        json.append(resource.derived());
        json.append(",\"meta\":{\"resourceType\":\"").append(resource.type());
        DateTimes.append(json.append("\",\"created\":\""), resource.created());
        DateTimes.append(json.append("\",\"lastModified\":\""), resource.lastModified());
        json.append("\",\"location\":\"").append(location(resource));
        json.append("\",\"version\":\"W/\\\"")
                .append(resource.version().number())
                .append("\\\"\"}}");
        return json.toString();
    }

    ResourceType type(StoredResource resource) {
        return types.byName(resource.type())
                .orElseThrow(() -> new IllegalStateException("a stored type is always known"));
    }
}
