package io.sluice.http;

import io.sluice.schema.Projection;
import io.sluice.schema.ResourceType;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.Messages;
import io.sluice.store.StoredResource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Supplier;

/**
 * Puts the answer's JSON together from a stored resource without parsing it: {@code id} before the document's members, what was derived and
 * {@code meta} behind them (RFC 7643 section 3.1).
 */
final class ResourceJson {
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

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
        byte[] whole = whole(resource).getBytes(StandardCharsets.UTF_8);
        return projection.isWhole() ? whole : projection.apply(type(resource), whole);
    }

    /** A ListResponse (RFC 7644 section 3.4.2); it always has Resources, empty too, as Entra wants it. */
    byte[] list(long totalResults, long startIndex, List<StoredResource> resources, Projection projection) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(256 + resources.size() * 1_024);
        write(
                json,
                "{\"schemas\":[\"" + Messages.LIST_RESPONSE + "\"],\"totalResults\":" + totalResults
                        + ",\"startIndex\":" + startIndex + ",\"itemsPerPage\":" + resources.size()
                        + ",\"Resources\":[");
        for (int place = 0; place < resources.size(); place++) {
            if (place > 0) {
                json.write(',');
            }
            json.writeBytes(bytes(resources.get(place), projection));
        }
        write(json, "]}");
        return json.toByteArray();
    }

    private String whole(StoredResource resource) {
        String document = resource.document();
        StringBuilder json =
                new StringBuilder(document.length() + resource.derived().length() + 320);
        json.append("{\"id\":\"").append(resource.id()).append("\",");
        json.append(document, 1, document.length() - 1);
        json.append(resource.derived());
        json.append(",\"meta\":{\"resourceType\":\"").append(resource.type());
        json.append("\",\"created\":\"").append(dateTime(resource.created()));
        json.append("\",\"lastModified\":\"").append(dateTime(resource.lastModified()));
        json.append("\",\"location\":\"").append(location(resource));
        json.append("\",\"version\":\"W/\\\"")
                .append(resource.version().number())
                .append("\\\"\"}}");
        return json.toString();
    }

    private ResourceType type(StoredResource resource) {
        return types.byName(resource.type())
                .orElseThrow(() -> new IllegalStateException("a stored type is always known"));
    }

    private static String dateTime(Instant instant) {
        return DATE_TIME.format(instant);
    }

    private static void write(ByteArrayOutputStream json, String text) {
        json.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
