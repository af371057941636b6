package io.sluice.filter;

import io.sluice.schema.AttributeDefinition;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/**
 * The right side of a comparison in the type of the attribute on its left (RFC 7644 section 3.4.2.2, table 3). Literals that plainly mean a
 * value of that type are taken: {@code "True"} for a boolean, {@code "12"} for an integer, {@code 12} for a string. An operator or a literal
 * that the type does not have is refused as {@code invalidFilter}.
 */
public sealed interface Operand {
    /** {@code null}: only {@code eq} (has no value) and {@code ne} (has one) ask for it. */
    record Absent() implements Operand {}

    record Text(String value, boolean caseExact) implements Operand {}

    record Truth(boolean value) implements Operand {}

    record Numeric(BigDecimal value) implements Operand {}

    record Moment(OffsetDateTime value) implements Operand {}

    static Operand of(AttributeDefinition attribute, Operator operator, Literal literal) {
        if (literal instanceof Literal.Null) {
            if (operator != Operator.EQ && operator != Operator.NE) {
                throw refuse(attribute, "null is compared by eq and ne alone");
            }
            return new Absent();
        }
        requireOperator(attribute, operator);
        return switch (attribute.type()) {
            case STRING, REFERENCE, BINARY -> new Text(text(attribute, literal), attribute.caseExact());
            case BOOLEAN -> new Truth(truth(attribute, literal));
            case INTEGER, DECIMAL -> new Numeric(number(attribute, literal));
            case DATE_TIME -> new Moment(moment(attribute, literal));
            case COMPLEX -> throw refuse(attribute, "a complex attribute is compared by one of its sub-attributes");
        };
    }

    /** A dateTime of RFC 7643 section 2.3.5; without a zone it is UTC. Empty where the text is none. */
    static Optional<OffsetDateTime> moment(String text) {
        try {
            TemporalAccessor read =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            OffsetDateTime moment = read instanceof OffsetDateTime zoned
                    ? zoned
                    : LocalDateTime.from(read).atOffset(ZoneOffset.UTC);
            // PostgreSQL's calendar ends before Java's does.
            return moment.getYear() >= 1 && moment.getYear() <= 9999 ? Optional.of(moment) : Optional.empty();
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static void requireOperator(AttributeDefinition attribute, Operator operator) {
        boolean allowed = switch (operator) {
            case EQ, NE -> true;
            case CO, SW, EW ->
                switch (attribute.type()) {
                    case STRING, REFERENCE, BINARY, COMPLEX -> true;
                    case BOOLEAN, INTEGER, DECIMAL, DATE_TIME -> false;
                };
            case GT, GE, LT, LE ->
                switch (attribute.type()) {
                    case STRING, REFERENCE, INTEGER, DECIMAL, DATE_TIME, COMPLEX -> true;
                    case BOOLEAN, BINARY -> false;
                };
        };
        if (!allowed) {
            throw refuse(
                    attribute,
                    "a value of type " + attribute.type().keyword() + " does not have the operator "
                            + operator.name().toLowerCase(Locale.ROOT));
        }
    }

    private static String text(AttributeDefinition attribute, Literal literal) {
        return switch (literal) {
            case Literal.Text text -> text.value();
            case Literal.Num number -> number.value().toPlainString();
            case Literal.Bool ignored ->
                throw refuse(attribute, "expected a string; true and false as text stand in quotes");
            case Literal.Null ignored -> throw refuse(attribute, "expected a string");
        };
    }

    private static boolean truth(AttributeDefinition attribute, Literal literal) {
        if (literal instanceof Literal.Bool bool) {
            return bool.value();
        }
        String text = literal instanceof Literal.Text word ? word.value().toLowerCase(Locale.ROOT) : "";
        if (!text.equals("true") && !text.equals("false")) {
            throw refuse(attribute, "expected true or false");
        }
        return text.equals("true");
    }

    private static BigDecimal number(AttributeDefinition attribute, Literal literal) {
        Literal read = literal instanceof Literal.Text text && BareWord.isNumber(text.value())
                ? BareWord.literal(text.value()).orElse(literal)
                : literal;
        if (read instanceof Literal.Num number) {
            return number.value();
        }
        throw refuse(attribute, "expected a number");
    }

    private static OffsetDateTime moment(AttributeDefinition attribute, Literal literal) {
        return Optional.of(literal)
                .filter(Literal.Text.class::isInstance)
                .flatMap(text -> moment(((Literal.Text) text).value()))
                .orElseThrow(() -> refuse(attribute, "expected a date and time such as \"2011-05-13T04:42:34Z\""));
    }

    private static ScimException refuse(AttributeDefinition attribute, String detail) {
        return ScimProblem.invalidFilter(attribute.name() + ": " + detail + ".").exception();
    }
}
