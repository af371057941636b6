package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Base64;

/**
 * Values of the simple data types (RFC 7643 section 2.3). Text is kept to the letter. What another type plainly means is taken: Entra sends
 * booleans as {@code "True"} and numbers as text.
 */
final class SimpleValues {
    private static final int LONGEST_NUMBER = 64;
    private static final int FRACTION_DIGITS = 9;

    /** xsd:dateTime: date, time with seconds, an optional fraction and an optional offset. */
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, FRACTION_DIGITS, true)
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    private SimpleValues() {}

    /** The value as stored. Refuses with 400 invalidValue, naming {@code path}, what is not of the attribute's type. */
    static JsonNode canonical(AttributeDefinition definition, JsonNode value, String path) {
        return switch (definition.type()) {
            case STRING -> text(value, path, "a string");
            case REFERENCE -> text(value, path, "a URI");
            case BOOLEAN -> bool(value, path);
            case INTEGER -> integer(value, path);
            case DECIMAL -> decimal(value, path);
            case DATE_TIME -> dateTime(value, path);
            case BINARY -> binary(value, path);
            case COMPLEX -> throw refusal(path, "an object");
        };
    }

    static ScimException refusal(String path, String expected) {
        return ScimProblem.invalidValue(path + " must be " + expected + ".").exception();
    }

    private static JsonNode text(JsonNode value, String path, String expected) {
        if (!value.isTextual()) {
            throw refusal(path, expected);
        }
        StorableText.check(value.textValue(), path);
        return value;
    }

    private static JsonNode bool(JsonNode value, String path) {
        if (value.isBoolean()) {
            return value;
        }
        if (value.isTextual() && value.textValue().equalsIgnoreCase("true")) {
            return BooleanNode.TRUE;
        }
        if (value.isTextual() && value.textValue().equalsIgnoreCase("false")) {
            return BooleanNode.FALSE;
        }
        throw refusal(path, "a boolean (true or false)");
    }

    /** A 64-bit integer; in the smallest node that holds it, as the JSON parser makes them, so that equal values are equal nodes. */
    private static JsonNode integer(JsonNode value, String path) {
        String expected = "an integer of at most 64 bits, without fraction or exponent";
        if (!value.isIntegralNumber() && !value.isTextual()) {
            throw refusal(path, expected);
        }
        try {
            long number = Long.parseLong(value.asText());
            return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
        } catch (NumberFormatException notInteger) {
            throw refusal(path, expected);
        }
    }

    private static JsonNode decimal(JsonNode value, String path) {
        String expected = "a number";
        if (value.isInt() || value.isLong()) {
            return value;
        }
        if ((!value.isNumber() && !value.isTextual()) || value.asText().length() > LONGEST_NUMBER) {
            throw refusal(path, expected);
        }
        try {
            double number = new BigDecimal(value.asText()).doubleValue();
            if (!Double.isFinite(number)) {
                throw refusal(path, "a number in the range of a 64-bit floating point number");
            }
            return DoubleNode.valueOf(number);
        } catch (NumberFormatException notNumber) {
            throw refusal(path, expected);
        }
    }

    private static JsonNode dateTime(JsonNode value, String path) {
        String expected = "a date and time such as 2026-01-31T08:15:30Z";
        if (!value.isTextual()) {
            throw refusal(path, expected);
        }
        try {
            DATE_TIME.parse(value.textValue());
            return value;
        } catch (DateTimeParseException malformed) {
            throw refusal(path, expected);
        }
    }

    /** Base64 in either alphabet, padded or not (RFC 7643 section 2.3.6). */
    private static JsonNode binary(JsonNode value, String path) {
        if (!value.isTextual()) {
            throw refusal(path, "base64 text");
        }
        String text = value.textValue();
        boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        try {
            var unused = (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
            return value;
        } catch (IllegalArgumentException malformed) {
            throw refusal(path, "base64 text");
        }
    }
}
