package io.sluice.store.pg;

import io.sluice.filter.Filter;
import io.sluice.filter.Literal;
import io.sluice.filter.Operand;
import io.sluice.filter.Operator;
import io.sluice.schema.AttributeDefinition;

/** Where the values of an attribute are found in SQL: none, one or many. A comparison holds when it holds for one of them. */
interface SqlValue {
    /** Never called with {@link Operator#NE} or {@link Operand.Absent}, which {@link #compare} turns into others. */
    SqlPredicate holds(Operator operator, Operand operand, SqlParameters parameters);

    /** Whether there is a value that is not empty (RFC 7644 table 3, {@code pr}). */
    SqlPredicate present();

    /** RFC 7644 table 3; {@code ne} is the negation of {@code eq}, so it holds where there is no value. */
    default SqlPredicate compare(AttributeDefinition definition, Filter.Compare compare, SqlParameters parameters) {
        Operand operand = Operand.of(definition, compare.operator(), compare.value());
        boolean unequal = compare.operator() == Operator.NE;
        if (operand instanceof Operand.Absent) {
            return unequal ? present() : present().negated();
        }
        return unequal
                ? holds(Operator.EQ, operand, parameters).negated()
                : holds(compare.operator(), operand, parameters);
    }

    /** The same comparison where the attribute cannot have a value. */
    static SqlPredicate withoutValue(Filter.Compare compare) {
        boolean asksForNull = compare.value() instanceof Literal.Null;
        boolean holds = compare.operator() == (asksForNull ? Operator.EQ : Operator.NE);
        return holds ? SqlPredicate.ALWAYS : SqlPredicate.NEVER;
    }
}
