package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.Projection;
import io.sluice.scim.ResourceId;
import io.sluice.scim.Version;
import io.sluice.store.MemberChunk;
import io.sluice.store.StoredResource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** RFC 7643 sections 3.1 and 4.3: {@code id} and {@code meta} stand around the document, and a manager has {@code $ref} and displayName. */
class ResourceJsonTest {
    private static final String ID = "01a22ce0-2a08-7dec-a1c8-d8150c94d47e";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String META =
            ",\"meta\":{\"resourceType\":\"User\",\"created\":\"2026-11-30T10:00:00.000Z\",\"lastModified\":\"2026-11-30T10:00:01.500Z\","
                    + "\"location\":\"https://scim.example/scim/v2/Users/" + ID + "\",\"version\":\"W/\\\"7\\\"\"}}";

    private final ResourceJson json =
            new ResourceJson(BuiltInSchemas.resourceTypes(), () -> "https://scim.example/scim/v2");

    @Test
    void aDocumentGoesOutAsItIsBetweenIdAndMeta() {
        assertThat(json("{\"userName\":\"zoë\",\"nickName\":\"𝛼\"}", Optional.empty()))
                .isEqualTo("{\"id\":\"" + ID + "\",\"userName\":\"zoë\",\"nickName\":\"𝛼\"" + META);
    }

    @Test
    void aKnownManagerHasItsReferenceAndItsName() {
        String manager = "{\"value\":\"01A22CE0-2A08-7DEC-A1C8-D8150C94D47F\"";

        assertThat(json(
                        "{\"nickName\":\"Zoë 𝛼\",\"" + ENTERPRISE + "\":{\"manager\":" + manager + "}}}",
                        Optional.of("Ann \"A\" \\ Müller\n")))
                .isEqualTo(
                        "{\"id\":\"" + ID + "\",\"nickName\":\"Zoë 𝛼\",\"" + ENTERPRISE + "\":{\"manager\":" + manager
                                + ",\"$ref\":\"https://scim.example/scim/v2/Users/01a22ce0-2a08-7dec-a1c8-d8150c94d47f\""
                                + ",\"displayName\":\"Ann \\\"A\\\" \\\\ Müller\\n\"}}" + META);
    }

    @Test
    void aManagerWithoutANameHasItsReferenceAlone() {
        String manager = "{\"value\":\"" + ID + "\"";

        assertThat(json("{\"" + ENTERPRISE + "\":{\"manager\":" + manager + "}}}", Optional.of("")))
                .isEqualTo("{\"id\":\"" + ID + "\",\"" + ENTERPRISE + "\":{\"manager\":" + manager
                        + ",\"$ref\":\"https://scim.example/scim/v2/Users/" + ID + "\"}}" + META);
    }

    @Test
    void theReferenceThatAClientGaveStays() {
        String document = "{\"" + ENTERPRISE + "\":{\"manager\":{\"value\":\"" + ID + "\"%s,\"$ref\":\"../Users/7\"}}}";

        assertThat(json(document.formatted(""), Optional.of("Ann")))
                .isEqualTo(("{\"id\":\"" + ID + "\"," + document.substring(1, document.length() - 1) + META)
                        .formatted(",\"displayName\":\"Ann\""));
    }

    private String json(String document, Optional<String> managerName) {
        StoredResource resource = new StoredResource(
                "User",
                new ResourceId(UUID.fromString(ID)),
                new Version(7),
                new Version(7),
                Instant.parse("2026-11-30T10:00:00Z"),
                Instant.parse("2026-11-30T10:00:01.500Z"),
                document,
                "",
                managerName,
                MemberChunk.NONE);
        return json.object(resource, Projection.NONE).toString(StandardCharsets.UTF_8);
    }
}
