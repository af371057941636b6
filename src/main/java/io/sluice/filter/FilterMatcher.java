package io.sluice.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributePath;
import io.sluice.scim.Normaliser;
import io.sluice.scim.ScimProblem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Holds the condition of a value path ({@code emails[type eq "work"]}) against single elements of a multi-valued attribute in memory. The
 * paths in the condition are sub-attribute names; where the elements are plain values, {@code value} names the element itself. A name, operator
 * or literal that does not fit the definition is refused as {@code invalidFilter}, whatever the elements hold.
 */
public final class FilterMatcher {
    private final AttributeDefinition attribute;

    private FilterMatcher(AttributeDefinition attribute) {
        this.attribute = attribute;
    }

    public static boolean matches(Filter condition, AttributeDefinition complexAttribute, JsonNode element) {
        return predicate(condition, complexAttribute).test(element);
    }

    /** The condition made ready for many elements of the attribute. */
    public static Predicate<JsonNode> predicate(Filter condition, AttributeDefinition complexAttribute) {
        return new FilterMatcher(complexAttribute).predicate(condition);
    }

    private Predicate<JsonNode> predicate(Filter condition) {
        return switch (condition) {
            case Filter.And and -> all(and.terms());
            case Filter.Or or -> any(or.terms());
            case Filter.Not not -> predicate(not.term()).negate();
            case Filter.Present present -> {
                Optional<AttributeDefinition> sub = named(present.path());
                yield element -> isPresent(value(element, sub));
            }
            case Filter.Compare compare -> comparison(compare);
            case Filter.ValuePath ignored ->
                throw ScimProblem.invalidFilter("Brackets inside brackets are not allowed.")
                        .exception();
        };
    }

    private Predicate<JsonNode> all(List<Filter> terms) {
        List<Predicate<JsonNode>> predicates =
                terms.stream().map(this::predicate).toList();
        return element -> predicates.stream().allMatch(predicate -> predicate.test(element));
    }

    private Predicate<JsonNode> any(List<Filter> terms) {
        List<Predicate<JsonNode>> predicates =
                terms.stream().map(this::predicate).toList();
        return element -> predicates.stream().anyMatch(predicate -> predicate.test(element));
    }

    private Predicate<JsonNode> comparison(Filter.Compare compare) {
        Optional<AttributeDefinition> sub = named(compare.path());
        Operand operand = Operand.of(sub.orElse(attribute), compare.operator(), compare.value());
        if (operand instanceof Operand.Absent) {
            boolean wanted = compare.operator() == Operator.NE;
            return element -> isPresent(value(element, sub)) == wanted;
        }
        if (compare.operator() == Operator.NE) {
            return element -> !holds(value(element, sub), Operator.EQ, operand);
        }
        return element -> holds(value(element, sub), compare.operator(), operand);
    }

    /** The sub-attribute that the path names, or empty where it names the element itself. */
    private Optional<AttributeDefinition> named(AttributePath path) {
        boolean simple = path.urn().isEmpty() && path.sub().isEmpty();
        if (simple && !attribute.isComplex() && path.name().equalsIgnoreCase("value")) {
            return Optional.empty();
        }
        Optional<AttributeDefinition> sub = simple ? attribute.subAttribute(path.name()) : Optional.empty();
        if (sub.isEmpty()) {
            throw ScimProblem.invalidFilter(attribute.name() + " has no sub-attribute ….")
                    .echoing(path.toString())
                    .exception();
        }
        return sub;
    }

    private static JsonNode value(JsonNode element, Optional<AttributeDefinition> sub) {
        return sub.isEmpty() ? element : element.path(sub.get().name());
    }

    /** RFC 7644 table 3, {@code pr}: not null, not empty, and of a complex value at least one part that is so. */
    private static boolean isPresent(JsonNode value) {
        if (value.isContainerNode()) {
            return StreamSupport.stream(value.spliterator(), false).anyMatch(FilterMatcher::isPresent);
        }
        return !value.isNull()
                && !value.isMissingNode()
                && !(value.isTextual() && value.textValue().isEmpty());
    }

    private static boolean holds(JsonNode value, Operator operator, Operand operand) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false).anyMatch(one -> holds(one, operator, operand));
        }
        return switch (operand) {
            case Operand.Text text -> value.isTextual() && holds(value.textValue(), operator, text);
            case Operand.Truth truth -> value.isBoolean() && value.booleanValue() == truth.value();
            case Operand.Numeric number ->
                value.isNumber() && ordered(decimal(value).compareTo(number.value()), operator);
            case Operand.Moment moment ->
                value.isTextual()
                        && Operand.moment(value.textValue())
                                .filter(stored -> ordered(
                                        stored.toInstant()
                                                .compareTo(moment.value().toInstant()),
                                        operator))
                                .isPresent();
            case Operand.Absent ignored -> !isPresent(value);
        };
    }

    private static BigDecimal decimal(JsonNode number) {
        return number.decimalValue();
    }

    private static boolean holds(String stored, Operator operator, Operand.Text operand) {
        String left = operand.caseExact() ? stored : Normaliser.key(stored);
        String right = operand.caseExact() ? operand.value() : Normaliser.key(operand.value());
        return switch (operator) {
            case CO -> left.contains(right);
            case SW -> left.startsWith(right);
            case EW -> left.endsWith(right);
            case EQ, NE, GT, GE, LT, LE -> ordered(left.compareTo(right), operator);
        };
    }

    private static boolean ordered(int comparison, Operator operator) {
        return switch (operator) {
            case EQ -> comparison == 0;
            case NE -> comparison != 0;
            case GT -> comparison > 0;
            case GE -> comparison >= 0;
            case LT -> comparison < 0;
            case LE -> comparison <= 0;
            case CO, SW, EW -> false;
        };
    }
}
