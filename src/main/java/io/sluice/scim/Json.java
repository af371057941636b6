package io.sluice.scim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The one JSON reader and writer, with its limits: they are checked while reading, before a tree of any size exists. */
public final class Json {
    /** A User nests four deep; 32 leaves room for custom shapes and none for a stack overflow. */
    private static final int DEPTH = 32;

    /** Above any certificate or photo; a whole body is capped by its bytes. */
    private static final int STRING_LENGTH = 1_048_576;

    /** A group of 170,000 members, all that fits a body, has 700,000 tokens. */
    private static final long TOKENS = 1_000_000;

    /** Bytes; above it a body is mostly members. */
    private static final int LARGE = 65_536;

    private static final int NUMBER_LENGTH = 100;
    private static final int NAME_LENGTH = 1_024;

    public static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxStringLength(STRING_LENGTH)
                            .maxTokenCount(TOKENS)
                            .maxNumberLength(NUMBER_LENGTH)
                            .maxNameLength(NAME_LENGTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** The body as a tree; 400 invalidSyntax where it is no JSON within the limits. */
    public static JsonNode parse(byte[] body) {
        return checked(() -> body.length > LARGE ? large(MAPPER.createParser(body)) : MAPPER.readTree(body));
    }

    /** The same of a body that is not all in one place. */
    public static JsonNode parse(InputStream body) {
        return checked(() -> large(MAPPER.createParser(body)));
    }

    private interface Reading {
        @Nullable
        JsonNode tree() throws IOException;
    }

    private static JsonNode checked(Reading reading) {
        try {
            JsonNode tree = reading.tree();
            if (tree == null || tree.isMissingNode()) {
                throw ScimProblem.invalidSyntax("The body is empty; a JSON object is expected.")
                        .exception();
            }
            return tree;
        } catch (JsonProcessingException malformed) {
            throw ScimProblem.invalidSyntax("The body is not JSON within the limits (unique keys, depth " + DEPTH
                            + "): look at line " + line(malformed) + ".")
                    .exception();
        } catch (NumberFormatException outOfRange) {
            // Jackson lets this one of BigDecimal through as it is.
            throw ScimProblem.invalidSyntax("A number in the body has an exponent beyond any use.")
                    .exception();
        } catch (IOException unreadable) {
            throw ScimProblem.invalidSyntax("The body is not UTF-8 text.").exception();
        }
    }

    private static JsonNode large(JsonParser body) throws IOException {
        try (body) {
            return CompactTree.read(body);
        }
    }

    /** A tree of ours as compact JSON text. */
    public static String text(JsonNode tree) {
        return tree.toString();
    }

    private static String line(JsonProcessingException malformed) {
        return malformed.getLocation() == null
                ? "1"
                : malformed.getLocation().getLineNr() + ", column "
                        + malformed.getLocation().getColumnNr();
    }
}
