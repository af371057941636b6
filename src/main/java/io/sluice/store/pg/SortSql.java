package io.sluice.store.pg;

import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributePath;
import io.sluice.schema.CommonAttributes;
import io.sluice.schema.ResolvedAttribute;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.store.ListQuery;
import io.sluice.store.ListQuery.Sort;
import java.util.List;
import java.util.Optional;

/** Compiles an ordering (RFC 7644 section 3.4.2.3) to its SQL. Of several values the primary or else the first counts. */
final class SortSql {
    private SortSql() {}

    /** An attribute that none of the types has, or that has no order, is refused as {@code invalidPath}. */
    static KeysetOrder order(ListQuery query, SqlParameters parameters) {
        Optional<SortKey> rows = query.sort().flatMap(by -> rows(query, by.path()));
        return rows.isPresent()
                ? new KeysetOrder(rows, query.sort().orElseThrow().descending())
                : order(query.sort(), query.types(), parameters);
    }

    /** Going by resources alone. */
    static KeysetOrder order(Optional<Sort> sort, List<ResourceType> types, SqlParameters parameters) {
        return new KeysetOrder(
                sort.map(by -> key(by.path(), types, parameters)),
                sort.map(Sort::descending).orElse(false));
    }

    /** The order that an index of the attribute's values has. What a filter finds is likely less than what the index would have to pass. */
    private static Optional<SortKey> rows(ListQuery query, AttributePath path) {
        return query.filter().isPresent() || query.types().size() > 1
                ? Optional.empty()
                : Optional.of(query.types().getFirst())
                        .filter(type -> type.resolve(path).isPresent())
                        .flatMap(type -> SearchValueSql.sorted(ResourceValues.of(type, plain(path, type))));
    }

    private static SortKey key(AttributePath path, List<ResourceType> types, SqlParameters parameters) {
        List<ResourceType> having =
                types.stream().filter(type -> type.resolve(path).isPresent()).toList();
        if (having.isEmpty()) {
            throw ScimProblem.invalidPath("There is no attribute … to sort by.")
                    .echoing(path.toString())
                    .exception();
        }
        List<SortKey> keys = having.stream().map(type -> key(path, type)).toList();
        if (having.size() == types.size() && keys.stream().distinct().count() == 1) {
            return keys.getFirst();
        }
        // The branches of a CASE are of one SQL type: text where the attribute's types differ.
        boolean alike = having.stream()
                        .map(type -> plain(path, type).leaf().type())
                        .distinct()
                        .count()
                == 1;
        StringBuilder byType = new StringBuilder("CASE r.type");
        for (int i = 0; i < keys.size(); i++) {
            String sql = keys.get(i).sql();
            String key = alike ? sql : "(" + sql + ")::text COLLATE \"C\"";
            byType.append(" WHEN ")
                    .append(parameters.text(having.get(i).name()))
                    .append(" THEN ")
                    .append(key);
        }
        return new SortKey(
                byType.append(" END").toString(), alike ? keys.getFirst().type() : "text", true);
    }

    private static SortKey key(AttributePath path, ResourceType type) {
        ResolvedAttribute.Plain plain = plain(path, type);
        if (MemberSql.at(plain).isPresent()) {
            throw refuse(path + " has no order; sort by another attribute.");
        }
        return switch (ResourceValues.of(type, plain)) {
            case ColumnSql.Computed text ->
                SortKey.text(TextSql.comparable(text.sql(), plain.leaf().caseExact()));
            case ColumnSql.Moment moment -> new SortKey(moment.sql(), "timestamptz", false);
            case ColumnSql.Id id -> new SortKey(id.sql(), "uuid", false);
            case ColumnSql.Stored stored ->
                new SortKey(stored.sql(), "text", plain.attribute().equals(CommonAttributes.EXTERNAL_ID));
            case ColumnSql.Truth truth -> new SortKey(truth.sql(), "boolean", true);
            case ColumnSql.Location location -> new SortKey(location.sql(), "text", false);
            case SqlValue ignored -> typed(DocumentSql.of(plain).alone().firstText(), plain.leaf());
        };
    }

    private static ResolvedAttribute.Plain plain(AttributePath path, ResourceType type) {
        return switch (type.resolve(path).orElseThrow()) {
            case ResolvedAttribute.Plain named -> simple(path, named);
            case ResolvedAttribute.Whole ignored -> throw refuse(path + " is a schema; sort by one of its attributes.");
        };
    }

    private static ResolvedAttribute.Plain simple(AttributePath path, ResolvedAttribute.Plain plain) {
        if (!plain.leaf().isComplex()) {
            return plain;
        }
        Optional<AttributeDefinition> value =
                plain.attribute().multiValued() ? plain.attribute().subAttribute("value") : Optional.empty();
        if (value.isEmpty() || plain.attribute().equals(CommonAttributes.META)) {
            throw refuse(path + " is complex; sort by one of its sub-attributes.");
        }
        return new ResolvedAttribute.Plain(plain.extension(), plain.attribute(), value);
    }

    private static SortKey typed(String text, AttributeDefinition leaf) {
        return switch (leaf.type()) {
            case STRING, REFERENCE, BINARY, BOOLEAN, COMPLEX ->
                SortKey.text(TextSql.comparable(text, leaf.caseExact()));
            case INTEGER, DECIMAL ->
                new SortKey(
                        "(CASE WHEN pg_input_is_valid(" + text + ", 'numeric') THEN (" + text + ")::numeric END)",
                        "numeric",
                        true);
            case DATE_TIME -> new SortKey(DocumentSql.moment(text), "timestamptz", true);
        };
    }

    private static ScimException refuse(String detail) {
        return ScimProblem.invalidPath(detail).exception();
    }
}
