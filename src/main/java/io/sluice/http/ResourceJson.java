package io.sluice.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.sluice.schema.Projection;
import io.sluice.schema.ResourceReader;
import io.sluice.schema.ResourceType;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.Json;
import io.sluice.store.StoredResource;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Puts the answer's JSON together from a stored resource without parsing it: {@code id} before the document's members, what was derived and
 * {@code meta} behind them (RFC 7643 section 3.1).
 */
final class ResourceJson {
    /** Never in a stored document, and derived only where they are shown. */
    private static final Set<String> DERIVED = Set.of("groups", "members");

    /** In bytes, about: {@code id}, {@code meta} and a manager's name. */
    private static final int BESIDE_DOCUMENT = 450;

    private static final String USERS = "/Users/";
    private static final int ID_LENGTH = 36;
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

    Buffer object(StoredResource resource, Projection projection) {
        Buffer json =
                Buffer.buffer(resource.document().length() + resource.derived().length() + BESIDE_DOCUMENT);
        append(json, resource, projection);
        return json;
    }

    /** The same at the end of a buffer. */
    void append(Buffer buffer, StoredResource resource, Projection projection) {
        ResourceType type = type(resource);
        StoredResource shown = type.leftovers() ? current(type, resource) : resource;
        if (projection.isWhole() || projection.isWholeWithout(type, DERIVED)) {
            appendWhole(buffer, shown, type);
        } else {
            Buffer whole = Buffer.buffer();
            appendWhole(whole, shown, type);
            buffer.appendBytes(projection.apply(type, whole.getBytes()));
        }
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

    /** The document, which is most of it, is copied as bytes and once. */
    private void appendWhole(Buffer buffer, StoredResource resource, ResourceType type) {
        byte[] document = resource.document().getBytes(StandardCharsets.UTF_8);
        buffer.appendString("{\"id\":\"" + resource.id() + "\",");
        int place = resource.managerName().isEmpty() ? -1 : resource.managerPlace();
        if (place < 0) {
            buffer.appendBytes(document, 1, document.length - 2);
        } else {
            int bytes = bytes(resource.document(), place, document.length);
            buffer.appendBytes(document, 1, bytes - 1)
                    .appendString(manager(resource, place))
                    .appendBytes(document, bytes, document.length - bytes - 1);
        }
        buffer.appendString(afterDocument(resource, type));
    }

    /** How many bytes the first characters are; most documents have one for each. */
    private static int bytes(String document, int characters, int ofAll) {
        return ofAll == document.length()
                ? characters
                : document.substring(0, characters).getBytes(StandardCharsets.UTF_8).length;
    }

    /** What is known of the manager; a client's own sub-attributes stand where they are. */
    private String manager(StoredResource resource, int place) {
        String document = resource.document();
        StringBuilder manager = new StringBuilder(150);
        if (document.charAt(place) == '}') {
            String id = document.substring(place - 1 - ID_LENGTH, place - 1).toLowerCase(Locale.ROOT);
            manager.append(",\"$ref\":\"")
                    .append(baseUrl.get())
                    .append(USERS)
                    .append(id)
                    .append('"');
        }
        resource.managerName().filter(name -> !name.isEmpty()).ifPresent(name -> {
            manager.append(",\"displayName\":\"");
            JsonStringEncoder.getInstance().quoteAsString(name, manager);
            manager.append('"');
        });
        return manager.toString();
    }

    private String afterDocument(StoredResource resource, ResourceType type) {
        String created = DateTimes.text(resource.created());
        String lastModified =
                resource.lastModified().equals(resource.created()) ? created : DateTimes.text(resource.lastModified());
        return resource.derived() + ",\"meta\":{\"resourceType\":\"" + resource.type() + "\",\"created\":\"" + created
                + "\",\"lastModified\":\"" + lastModified + "\",\"location\":\"" + baseUrl.get() + type.endpoint() + "/"
                + resource.id() + "\",\"version\":\"W/\\\"" + resource.version().number() + "\\\"\"}}";
    }

    ResourceType type(StoredResource resource) {
        return types.byName(resource.type())
                .orElseThrow(() -> new IllegalStateException("a stored type is always known"));
    }
}
