package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.filter.Filter;
import io.sluice.filter.FilterMatcher;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.ListElements;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which elements of a multi-valued attribute an operation is about. */
sealed interface Choice {

    boolean includes(JsonNode element);

    /** How many comparisons that may take. */
    int comparisons();

    /** The element to begin with where a value is set and no element is included, or empty where none can be made. */
    Optional<ObjectNode> seed();

    /** Every element: the path had no condition. */
    record All() implements Choice {
        @Override
        public int comparisons() {
            return 1;
        }

        @Override
        public boolean includes(JsonNode element) {
            return true;
        }

        @Override
        public Optional<ObjectNode> seed() {
            return Optional.of(JsonNodeFactory.instance.objectNode());
        }
    }

    /** Those that the condition of a value path holds for. */
    record Where(Predicate<JsonNode> condition, Filter filter, AttributeDefinition definition) implements Choice {

        /** Refuses with 400 invalidFilter a condition that does not fit the attribute. */
        static Where of(Filter filter, AttributeDefinition definition) {
            return new Where(FilterMatcher.predicate(filter, definition), filter, definition);
        }

        @Override
        public int comparisons() {
            return comparisons(filter);
        }

        private static int comparisons(Filter filter) {
            return switch (filter) {
                case Filter.And and ->
                    and.terms().stream().mapToInt(Where::comparisons).sum();
                case Filter.Or or ->
                    or.terms().stream().mapToInt(Where::comparisons).sum();
                case Filter.Not not -> comparisons(not.term());
                case Filter.ValuePath path -> comparisons(path.condition());
                case Filter.Compare ignored -> 1;
                case Filter.Present ignored -> 1;
            };
        }

        @Override
        public boolean includes(JsonNode element) {
            return condition.test(element);
        }

        @Override
        public Optional<ObjectNode> seed() {
            return Seed.of(filter, definition).filter(condition);
        }
    }

    /** Those of {@code base} that are among the values of a remove operation; the type counts only where the operation gave one. */
    record Alike(Choice base, AttributeDefinition definition, Set<Object> identities) implements Choice {
        private static final String TYPE = "type";

        static Alike of(Choice base, AttributeDefinition definition, JsonNode values) {
            Set<Object> identities = new HashSet<>();
            values.forEach(value -> identities.add(ListElements.identity(definition, value)));
            return new Alike(base, definition, identities);
        }

        @Override
        public int comparisons() {
            return base.comparisons() + 2;
        }

        @Override
        public boolean includes(JsonNode element) {
            return base.includes(element)
                    && (identities.contains(ListElements.identity(definition, element))
                            || identities.contains(ListElements.identity(definition, withoutType(element))));
        }

        @Override
        public Optional<ObjectNode> seed() {
            return Optional.empty();
        }

        private static JsonNode withoutType(JsonNode element) {
            return element instanceof ObjectNode object ? object.deepCopy().without(TYPE) : element;
        }
    }

    /** Those of {@code base} whose sub-attribute has this value. */
    record Holding(Choice base, AttributeDefinition sub, JsonNode value) implements Choice {
        @Override
        public int comparisons() {
            return base.comparisons() + 1;
        }

        @Override
        public boolean includes(JsonNode element) {
            JsonNode held = element.path(sub.name());
            return base.includes(element) && ListElements.folded(sub, held).equals(ListElements.folded(sub, value));
        }

        @Override
        public Optional<ObjectNode> seed() {
            return Optional.empty();
        }
    }
}
