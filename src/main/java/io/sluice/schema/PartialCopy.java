package io.sluice.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.schema.Selection.Parts;
import io.sluice.schema.Selection.Whole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Copies the selected parts of one JSON object, byte for byte: values are skipped over, never decoded, so that a number or a string
 * comes out as it went in. Objects and lists of which nothing is left are left out. The parser knows the places, this class cuts there.
 */
final class PartialCopy {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final byte[] json;
    private final JsonParser parser;
    // A copy is never longer than its original: it has nothing that the original does not have.
    private final byte[] out;
    private int length;

    private PartialCopy(byte[] json, JsonParser parser) {
        this.json = json;
        this.parser = parser;
        this.out = new byte[json.length];
    }

    /** @param json one well-formed JSON object, else the copy fails with an {@link UncheckedIOException} */
    static byte[] of(byte[] json, Parts parts) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            PartialCopy copy = new PartialCopy(json, parser);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("a document is one JSON object");
            }
            return copy.object(parts) ? Arrays.copyOf(copy.out, copy.length) : new byte[] {'{', '}'};
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /** Copies the object at whose start the parser stands; false, and nothing copied, where no part of it is left. */
    private boolean object(Parts parts) throws IOException {
        int start = length;
        put('{');
        boolean empty = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Selection selection = parts.of(parser.currentName());
            int name = offset(parser.currentTokenLocation());
            int mark = length;
            parser.nextToken();
            if (!empty) {
                put(',');
            }
            copyFrom(name, offset(parser.currentTokenLocation()));
            if (value(selection)) {
                empty = false;
            } else {
                length = mark;
            }
        }
        return close('}', empty, start);
    }

    private boolean list(Parts parts) throws IOException {
        int start = length;
        put('[');
        boolean empty = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int mark = length;
            if (!empty) {
                put(',');
            }
            // Lists within lists are no SCIM, so an element that is no object has no parts.
            if (parser.currentToken() == JsonToken.START_OBJECT ? object(parts) : value(parts.others())) {
                empty = false;
            } else {
                length = mark;
            }
        }
        return close(']', empty, start);
    }

    private boolean value(Selection selection) throws IOException {
        return switch (selection) {
            case Whole.KEEP -> {
                int start = offset(parser.currentTokenLocation());
                skipValue();
                copyFrom(start, offset(parser.currentLocation()));
                yield true;
            }
            case Whole.DROP -> {
                skipValue();
                yield false;
            }
            case Parts parts ->
                switch (parser.currentToken()) {
                    case START_OBJECT -> object(parts);
                    case START_ARRAY -> list(parts);
                    default -> value(parts.others());
                };
        };
    }

    private void skipValue() throws IOException {
        parser.skipChildren();
        // The parser reads a string no further than its start before it has to.
        parser.finishToken();
    }

    private boolean close(char bracket, boolean empty, int start) {
        if (empty) {
            length = start;
        } else {
            put(bracket);
        }
        return !empty;
    }

    private void put(char ascii) {
        out[length++] = (byte) ascii;
    }

    private void copyFrom(int start, int end) {
        System.arraycopy(json, start, out, length, end - start);
        length += end - start;
    }

    private static int offset(JsonLocation location) {
        return (int) location.getByteOffset();
    }
}
