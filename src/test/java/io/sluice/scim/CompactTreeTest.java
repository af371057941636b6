package io.sluice.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompactTreeTest {
    private static final String PADDING = "\"padding\":\"" + "x".repeat(70_000) + "\"";

    @Test
    void aLargeBodyIsTheTreeThatASmallOneIs() throws Exception {
        String body =
                "{\"a\":[1,2147483648,123456789012345678901234567890,1.50,-0.0,true,false,null,\"\\u00e9\",{\"b\":{}},[]],"
                        + PADDING + "}";

        assertThat(Json.parse(body.getBytes(StandardCharsets.UTF_8))).isEqualTo(Json.MAPPER.readTree(body));
    }

    @Test
    void theElementsOfAVeryLongListAreTheirValues() {
        JsonNode list = listOf(12_000);

        assertThat(list).hasSize(12_000);
        assertThat(list.get(0).textValue()).isEqualTo("0");
        assertThat(list.get(10_000).textValue()).isEqualTo("10000");
    }

    @Test
    void idsInAVeryLongListAreTheTextsThatTheyWere() throws Exception {
        String id = "0d9f1a2b-3c4d-4e5f-8a9b-0123456789ab";
        String plain = "[" + "\"neither\",".repeat(12_000) + "\"" + id + "\",\"" + id.toUpperCase(Locale.ROOT) + "\"]";
        JsonNode list = Json.parse(plain.getBytes(StandardCharsets.UTF_8));
        JsonNode known = list.get(12_000);

        assertThat(known).isInstanceOf(IdNode.class);
        assertThat(known.isTextual()).isTrue();
        assertThat(known.textValue()).isEqualTo(id);
        assertThat(known.asText()).isEqualTo(id);
        assertThat(known).isEqualTo(TextNode.valueOf(id)).hasSameHashCodeAs(TextNode.valueOf(id));
        assertThat(known).isNotEqualTo(TextNode.valueOf("x")).isNotEqualTo(list.get(0));
        // It is written otherwise, so it stays what it is.
        assertThat(list.get(12_001)).isEqualTo(TextNode.valueOf(id.toUpperCase(Locale.ROOT)));
        assertThat(Json.MAPPER.writeValueAsString(list)).isEqualTo(plain);
    }

    @Test
    void theElementsOfAListThatADocumentMayHaveStayWhole() {
        assertThat(listOf(10_000).get(9_999).path("display").textValue()).isEqualTo("x");
    }

    private static JsonNode listOf(int number) {
        String elements = IntStream.range(0, number)
                .mapToObj(n -> "{\"value\":\"" + n + "\",\"display\":\"x\"}")
                .collect(Collectors.joining(","));
        return Json.parse(("[" + elements + "]").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesInALargeBodyWhatItRefusesInASmallOne() {
        for (String body : new String[] {
            "{" + PADDING + "} {}",
            "{" + PADDING + "",
            "{" + PADDING + ",\"a\":1,\"a\":2}",
            "{" + PADDING + ",\"a\":" + "[".repeat(40) + "]".repeat(40) + "}",
            " ".repeat(70_000)
        }) {
            assertThatThrownBy(() -> Json.parse(body.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOfSatisfying(
                            ScimException.class,
                            refused -> assertThat(refused.problem().status()).isEqualTo(400));
        }
    }
}
