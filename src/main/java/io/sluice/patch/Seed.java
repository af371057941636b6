package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.filter.Filter;
import io.sluice.filter.Literal;
import io.sluice.filter.Operator;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributeValues;
import io.sluice.schema.IgnoredNames;
import java.util.List;
import java.util.Optional;

/**
 * The element that a condition describes. RFC 7644 section 3.5.2.3 refuses a value path without a match; Entra expects {@code
 * emails[type eq "work"].value} to make the work address of a user who has none.
 */
final class Seed {
    private Seed() {}

    /** The element that a conjunction of {@code eq} comparisons tells, or empty where the condition is another. */
    static Optional<ObjectNode> of(Filter condition, AttributeDefinition definition) {
        List<Filter> terms = condition instanceof Filter.And and ? and.terms() : List.of(condition);
        AttributeValues values = new AttributeValues(new IgnoredNames());
        ObjectNode element = JsonNodeFactory.instance.objectNode();
        for (Filter term : terms) {
            if (!(term instanceof Filter.Compare compare) || compare.operator() != Operator.EQ) {
                return Optional.empty();
            }
            Optional<AttributeDefinition> sub =
                    definition.subAttribute(compare.path().name());
            if (sub.isEmpty()) {
                return Optional.empty();
            }
            JsonNode value = values.canonical(
                    sub.get(), json(compare.value()), compare.path().name());
            if (!value.isMissingNode()) {
                element.set(sub.get().name(), value);
            }
        }
        return Optional.of(element);
    }

    private static JsonNode json(Literal literal) {
        return switch (literal) {
            case Literal.Text text -> TextNode.valueOf(text.value());
            case Literal.Bool bool -> BooleanNode.valueOf(bool.value());
            case Literal.Num number -> TextNode.valueOf(number.value().toString());
            case Literal.Null ignored -> NullNode.getInstance();
        };
    }
}
