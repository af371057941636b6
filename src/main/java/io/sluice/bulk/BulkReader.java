package io.sluice.bulk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.sluice.bulk.BulkOperation.Extent;
import io.sluice.scim.Messages;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a BulkRequest message (RFC 7644 section 3.7) in one pass and builds no tree: of an operation's data it keeps where it stands and
 * what it refers to. Names may have any case. What is wrong with the message refuses it whole; what is wrong with one operation is its own.
 */
final class BulkReader {
    /** What a resource may nest, and the message around it. */
    private static final int DEPTH = 36;

    private static final int NUMBER_LENGTH = 100;
    private static final int NAME_LENGTH = 1_024;
    private static final int STRING_LENGTH = 1_048_576;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(STRING_LENGTH)
                    .maxNumberLength(NUMBER_LENGTH)
                    .maxNameLength(NAME_LENGTH)
                    .build())
            .build();

    private final JsonParser parser;
    private final int maxOperations;
    private final List<BulkOperation> operations = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int failOnErrors = Integer.MAX_VALUE;

    private BulkReader(JsonParser parser, int maxOperations) {
        this.parser = parser;
        this.maxOperations = maxOperations;
    }

    /** Refuses with 400 what is no such message, and with 413, as soon as it is met, one operation too many. */
    static BulkRequest read(byte[] body, int maxOperations) {
        try (JsonParser parser = FACTORY.createParser(body)) {
            BulkReader reader = new BulkReader(parser, maxOperations);
            reader.message();
            return new BulkRequest(body, Duplicates.refused(reader.operations), reader.failOnErrors);
        } catch (JsonProcessingException malformed) {
            throw invalid("The body is not JSON within the limits (depth " + DEPTH + ")"
                    + (malformed.getLocation() == null
                            ? "."
                            : ": look at line " + malformed.getLocation().getLineNr() + ", column "
                                    + malformed.getLocation().getColumnNr() + "."));
        } catch (IOException unreadable) {
            throw invalid("The body is not UTF-8 text.");
        }
    }

    private void message() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw invalid("The body must be a JSON object with Operations.");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName().toLowerCase(Locale.ROOT);
            if (!seen.add(name)) {
                throw ScimProblem.invalidSyntax("The body has … twice.")
                        .echoing(name)
                        .exception();
            }
            parser.nextToken();
            switch (name) {
                case "schemas" -> schemas();
                case "failonerrors" -> failOnErrors();
                case "operations" -> operations();
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw invalid("Something follows the JSON object of the body.");
        }
        if (operations.isEmpty()) {
            throw invalid("Operations must be a list of at least one operation.");
        }
    }

    private void schemas() throws IOException {
        boolean known = parser.currentToken() == JsonToken.VALUE_NULL;
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                known |= parser.currentToken() == JsonToken.VALUE_STRING
                        && parser.getText().equalsIgnoreCase(Messages.BULK_REQUEST);
                parser.skipChildren();
            }
        }
        if (!known) {
            throw invalid("The schemas of a Bulk request must be [\"" + Messages.BULK_REQUEST + "\"].");
        }
    }

    private void failOnErrors() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() != JsonParser.NumberType.INT
                || parser.getIntValue() < 1) {
            throw ScimProblem.invalidValue("failOnErrors must be a whole number of 1 or more.")
                    .exception();
        }
        failOnErrors = parser.getIntValue();
    }

    private void operations() throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw invalid("Operations must be a list of operations.");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (operations.size() == maxOperations) {
                throw ScimProblem.tooLarge("The request has more than " + maxOperations
                                + " operations, the most that are accepted (maxOperations). Nothing was done.")
                        .exception();
            }
            operations.add(operation(new OperationForm(operations.size())));
        }
    }

    private BulkOperation operation(OperationForm form) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            form.fault("Each of Operations must be a JSON object with method, path and data.");
            return form.operation();
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName().toLowerCase(Locale.ROOT);
            parser.nextToken();
            switch (name) {
                case "method", "path", "bulkid", "version" -> text(form, name);
                case "data" -> data(form);
                default -> parser.skipChildren();
            }
        }
        return form.operation();
    }

    private void text(OperationForm form, String name) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_STRING -> form.text(name, parser.getText());
            case VALUE_NULL -> form.text(name, "");
            default -> {
                parser.skipChildren();
                form.fault("The " + name + " of an operation must be a string.");
            }
        }
    }

    private void data(OperationForm form) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            form.dataIsNoObject(parser.currentToken() != JsonToken.VALUE_NULL);
            parser.skipChildren();
            return;
        }
        long begin = parser.currentTokenLocation().getByteOffset();
        if (begin < 0) {
            throw new IOException("another encoding than UTF-8");
        }
        Set<String> references = new HashSet<>();
        for (int depth = 1; depth > 0; ) {
            JsonToken token = parser.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.VALUE_STRING) {
                References.collect(parser.getText(), references);
            }
        }
        form.data(new Extent((int) begin, (int) parser.currentLocation().getByteOffset()), references);
    }

    private static ScimException invalid(String detail) {
        return ScimProblem.invalidSyntax(detail).exception();
    }
}
