package io.sluice.store.pg;

import io.sluice.filter.Operand;
import io.sluice.filter.Operator;
import io.sluice.scim.Normaliser;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import java.util.Optional;

/** A single value that an SQL expression gives; NULL is no value. */
sealed interface ColumnSql extends SqlValue {
    String sql();

    @Override
    default SqlPredicate present() {
        return SqlPredicate.scan(sql() + " IS NOT NULL");
    }

    /** An id column. Ids have the order of their texts. A text that is no id equals none; case is ignored as PostgreSQL does. */
    record Id(String sql) implements ColumnSql {
        @Override
        public SqlPredicate holds(Operator operator, Operand operand, SqlParameters parameters) {
            Optional<String> id =
                    ResourceId.parse(text(operand).value()).map(parsed -> parameters.uuid(parsed.value()));
            return switch (operator) {
                case EQ ->
                    id.map(value -> SqlPredicate.one(sql + " = " + value)).orElse(SqlPredicate.NEVER);
                case GT, GE, LT, LE ->
                    id.map(value -> SqlPredicate.scan(sql + " " + TextSql.sign(operator) + " " + value))
                            .orElseGet(() -> asText(operator, operand, parameters));
                case NE, CO, SW, EW -> asText(operator, operand, parameters);
            };
        }

        private SqlPredicate asText(Operator operator, Operand operand, SqlParameters parameters) {
            return new Computed("(" + sql + ")::text").holds(operator, operand, parameters);
        }
    }

    /**
     * A column in C collation that stands first in an index (behind tenant and type) and holds values as {@link Normaliser} makes them, or
     * as they are where the attribute is caseExact. Only comparisons may use the index under row level security, hence the range for a prefix.
     *
     * @param reversed a column that holds the same from its end, likewise indexed; empty where there is none
     * @param unique whether no two resources of a type have the same value
     */
    record Stored(String sql, String reversed, boolean unique) implements ColumnSql {
        private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

        /** A shorter text has no trigram to look up: an index of trigrams would give every value there is, so it is kept from it. */
        private static final int TRIGRAM = 3;

        Stored(String sql) {
            this(sql, "", false);
        }

        @Override
        public SqlPredicate present() {
            return SqlPredicate.scan(sql + " <> ''");
        }

        @Override
        public SqlPredicate holds(Operator operator, Operand operand, SqlParameters parameters) {
            Operand.Text text = text(operand);
            String value = text.caseExact() ? text.value() : Normaliser.key(text.value());
            if (operator == Operator.SW) {
                return begins(sql, value, parameters);
            }
            if (operator == Operator.EW && !reversed.isEmpty()) {
                return begins(reversed, new StringBuilder(value).reverse().toString(), parameters);
            }
            if (operator == Operator.CO) {
                // The planner guesses how rare a pattern is by its length; of any other function it knows nothing.
                String searched = value.codePointCount(0, value.length()) < TRIGRAM ? "(" + sql + " || '')" : sql;
                return SqlPredicate.scan(searched + " LIKE " + parameters.text(TextSql.anywhere(value)));
            }
            String holds = TextSql.holds(sql, operator, parameters.text(value));
            if (operator != Operator.EQ) {
                return SqlPredicate.scan(holds);
            }
            return unique ? SqlPredicate.one(holds) : SqlPredicate.column(holds);
        }
    }

    /** {@code active}, kept beside the document. */
    record Truth(String sql) implements ColumnSql {
        @Override
        public SqlPredicate holds(Operator operator, Operand operand, SqlParameters parameters) {
            if (!(operand instanceof Operand.Truth truth)) {
                throw new IllegalArgumentException("not a truth: " + operand);
            }
            return SqlPredicate.scan(sql + " " + TextSql.sign(operator) + " " + parameters.truth(truth.value()));
        }
    }

    /** Any other text. */
    record Computed(String sql) implements ColumnSql {
        @Override
        public SqlPredicate present() {
            return SqlPredicate.scan(sql + " <> ''");
        }

        @Override
        public SqlPredicate holds(Operator operator, Operand operand, SqlParameters parameters) {
            Operand.Text text = text(operand);
            String value = parameters.text(text.value());
            return SqlPredicate.scan(TextSql.holds(
                    TextSql.comparable(sql, text.caseExact()), operator, TextSql.comparable(value, text.caseExact())));
        }
    }

    record Moment(String sql) implements ColumnSql {
        @Override
        public SqlPredicate holds(Operator operator, Operand operand, SqlParameters parameters) {
            if (!(operand instanceof Operand.Moment moment)) {
                throw new IllegalArgumentException("not a moment: " + operand);
            }
            return SqlPredicate.scan(sql + " " + TextSql.sign(operator) + " " + parameters.moment(moment.value()));
        }
    }

    /**
     * The URI of a resource. Where the server is reached differs from client to client, so what stands before the resource type's endpoint
     * is not compared.
     *
     * @param endpoint SQL text, for example {@code '/Users'}
     * @param id SQL uuid
     */
    record Location(String endpoint, String id) implements ColumnSql {
        private static final int ID_LENGTH = 36;

        @Override
        public String sql() {
            return "(" + endpoint + " || '/' || " + id + ")";
        }

        @Override
        public SqlPredicate holds(Operator operator, Operand operand, SqlParameters parameters) {
            String value = text(operand).value();
            return switch (operator) {
                case EQ -> ends(value, parameters);
                case EW ->
                    value.length() > ID_LENGTH + 1 ? ends(value, parameters) : part(operator, operand, parameters);
                case CO -> part(operator, operand, parameters);
                case NE, SW, GT, GE, LT, LE ->
                    throw ScimProblem.invalidFilter("A resource's location is compared by eq, ne, co and ew.")
                            .exception();
            };
        }

        private SqlPredicate part(Operator operator, Operand operand, SqlParameters parameters) {
            return new Computed(sql()).holds(operator, operand, parameters);
        }

        private SqlPredicate ends(String value, SqlParameters parameters) {
            int slash = value.lastIndexOf('/');
            Optional<ResourceId> named = ResourceId.parse(value.substring(slash + 1));
            if (named.isEmpty() || slash < 1) {
                return SqlPredicate.NEVER;
            }
            String type = value.substring(value.lastIndexOf('/', slash - 1) + 1, slash);
            return SqlPredicate.column(
                    "(" + id + " = " + parameters.uuid(named.get().value()) + " AND " + endpoint + " = '/' || "
                            + parameters.text(type) + ")");
        }
    }

    private static SqlPredicate begins(String column, String prefix, SqlParameters parameters) {
        return SqlPredicate.scan("(" + column + " >= " + parameters.text(prefix) + " AND " + column + " < "
                + parameters.text(prefix + Stored.LAST_CHARACTER) + ")");
    }

    private static Operand.Text text(Operand operand) {
        if (operand instanceof Operand.Text text) {
            return text;
        }
        throw new IllegalArgumentException("not a text: " + operand);
    }
}
