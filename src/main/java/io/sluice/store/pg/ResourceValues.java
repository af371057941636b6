package io.sluice.store.pg;

import io.sluice.filter.Operand;
import io.sluice.filter.Operator;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.CommonAttributes;
import io.sluice.schema.ResolvedAttribute;
import io.sluice.schema.ResourceType;
import io.sluice.schema.Uniqueness;
import java.util.Optional;

/** Where the values of each attribute of a resource are: a column, member rows, index rows, or the document. */
final class ResourceValues {
    private static final SqlValue META = new SqlValue() {
        @Override
        public SqlPredicate holds(Operator operator, Operand operand, SqlParameters parameters) {
            throw new IllegalArgumentException("meta is compared by its sub-attributes");
        }

        @Override
        public SqlPredicate present() {
            return SqlPredicate.ALWAYS;
        }
    };

    private ResourceValues() {}

    static SqlValue of(ResourceType type, ResolvedAttribute.Plain plain) {
        return column(type, plain)
                .or(() -> MemberSql.at(plain).map(members -> members.values(plain.sub())))
                .or(() -> SearchValueSql.at(type, plain))
                .orElseGet(() -> DocumentSql.of(plain));
    }

    /** {@link io.sluice.store.IndexedAttribute} names attributes of a User. */
    static boolean hasIndexRows(ResourceType type) {
        return type.name().equals("User");
    }

    private static Optional<SqlValue> column(ResourceType type, ResolvedAttribute.Plain plain) {
        AttributeDefinition attribute = plain.attribute();
        if (attribute.equals(CommonAttributes.ID)) {
            return Optional.of(new ColumnSql.Id("r.id"));
        }
        if (attribute.equals(CommonAttributes.EXTERNAL_ID)) {
            return Optional.of(new ColumnSql.Stored("r.external_id"));
        }
        if (attribute.equals(CommonAttributes.META)) {
            return Optional.of(plain.sub().map(sub -> meta(type, sub)).orElse(META));
        }
        if (!plain.extension().isEmpty()) {
            return Optional.empty();
        }
        if (attribute.uniqueness() == Uniqueness.SERVER) {
            return Optional.of(new ColumnSql.Stored("r.unique_key", hasIndexRows(type) ? "r.reversed_key" : "", true));
        }
        return hasIndexRows(type) && attribute.name().equals("active")
                ? Optional.of(new ColumnSql.Truth("r.active"))
                : Optional.empty();
    }

    private static SqlValue meta(ResourceType type, AttributeDefinition sub) {
        return switch (sub.name()) {
            case "resourceType" -> new ColumnSql.Computed("r.type");
            case "created" -> new ColumnSql.Moment("r.created");
            case "lastModified" -> new ColumnSql.Moment("r.last_modified");
            case "location" -> new ColumnSql.Location(TextSql.constant(type.endpoint()), "r.id");
            case "version" -> new ColumnSql.Computed("('W/\"' || r.version || '\"')");
            default -> throw new IllegalArgumentException("meta has no column for " + sub.name());
        };
    }
}
