package io.sluice.store.pg;

import io.sluice.filter.Filter;
import io.sluice.filter.Operand;
import io.sluice.filter.Operator;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.ResolvedAttribute;
import java.util.Locale;
import java.util.Optional;

/** A group's {@code members} and a resource's {@code groups}: rows of {@code sluice.member}, read from the one side or the other. */
enum MemberSql {
    MEMBERS("members", "m.group_id", "m.member_id", "o.type"),
    /** Direct groups only, as {@code groups} shows them. */
    GROUPS("groups", "m.member_id", "m.group_id", "'direct'::text");

    private final String attribute;
    private final String own;
    private final String other;
    private final String type;

    MemberSql(String attribute, String own, String other, String type) {
        this.attribute = attribute;
        this.own = own;
        this.other = other;
        this.type = type;
    }

    static Optional<MemberSql> at(ResolvedAttribute.Plain plain) {
        if (!plain.extension().isEmpty()) {
            return Optional.empty();
        }
        for (MemberSql side : values()) {
            if (side.attribute.equals(plain.attribute().name())) {
                return Optional.of(side);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether there is a row whose other side fulfils the condition, which is on {@link #value}.
     *
     * @param byValue whether the condition names the other side by its id, so that an index leads to the rows
     */
    private SqlPredicate any(SqlPredicate condition, boolean byValue) {
        // The joined resource is needed where something beside its id is asked for. And a row may outlive its group for
        // a moment.
        String joined = this == GROUPS || condition.sql().contains("o.")
                ? " CROSS JOIN LATERAL (SELECT o.* FROM sluice.resource o WHERE o.tenant_id = t.tenant_id AND o.id = "
                        + other + " OFFSET 0) o"
                : "";
        String rows = " FROM sluice.member m" + joined + " WHERE m.tenant_id = t.tenant_id AND ";
        if (!byValue) {
            // Resources first, rows by the resource: without statistics of a tenant the planner would as soon go
            // through all of its resources for each row.
            return SqlPredicate.scan("EXISTS (SELECT" + rows + own + " = r.id AND " + condition.sql() + " OFFSET 0)");
        }
        // A resource is in few groups, but everybody may be in one: an index finds them, and yet it is no point
        // look-up. As the operand of a test the rows are read once into a hash table, however the planner errs.
        return this == GROUPS
                ? SqlPredicate.scan("(r.id IN (SELECT " + own + rows + condition.sql() + ")) IS TRUE")
                : new SqlPredicate(
                        "EXISTS (SELECT" + rows + own + " = r.id AND " + condition.sql() + ")",
                        SqlPredicate.Access.ROWS);
    }

    /** A sub-attribute in the scope of {@link #any}. */
    ColumnSql value(AttributeDefinition sub) {
        return switch (sub.name().toLowerCase(Locale.ROOT)) {
            case "value" -> new ColumnSql.Id(other);
            case "display" -> new ColumnSql.Computed("o.display_name");
            case "type" -> new ColumnSql.Computed(type);
            case "$ref" -> new ColumnSql.Location("('/' || o.type || 's')", "o.id");
            default -> new ColumnSql.Computed("NULL::text");
        };
    }

    /** A sub-attribute in the scope of the resource, or the attribute itself where there is none. */
    SqlValue values(Optional<AttributeDefinition> sub) {
        return new SqlValue() {
            @Override
            public SqlPredicate holds(Operator operator, Operand operand, SqlParameters parameters) {
                SqlPredicate condition = value(sub.orElseThrow()).holds(operator, operand, parameters);
                return any(condition, condition.lookup());
            }

            @Override
            public SqlPredicate present() {
                return any(sub.map(named -> value(named).present()).orElse(SqlPredicate.ALWAYS), false);
            }
        };
    }

    SqlPredicate valuePath(
            Filter condition, AttributeDefinition definition, boolean lenient, SqlParameters parameters) {
        SqlPredicate compiled = new ElementScope(definition, lenient, this::value, parameters).compile(condition);
        return any(compiled, compiled.lookup() || namesValue(condition));
    }

    /** Whether one value is asked for, and perhaps more of it. */
    private static boolean namesValue(Filter condition) {
        return condition instanceof Filter.And and
                && and.terms().stream()
                        .anyMatch(term -> term instanceof Filter.Compare compare
                                && compare.operator() == Operator.EQ
                                && compare.path().name().equalsIgnoreCase("value"));
    }
}
