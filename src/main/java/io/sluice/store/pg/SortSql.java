package io.sluice.store.pg;

import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributePath;
import io.sluice.schema.CommonAttributes;
import io.sluice.schema.ResolvedAttribute;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.store.ListQuery.Sort;
import java.util.List;
import java.util.Optional;

/**
 * Compiles an ordering to the list behind {@code ORDER BY} (RFC 7644 section 3.4.2.3). Resources without a value come last ascending and
 * first descending; of several values the primary or else the first counts. {@code r.seq} makes the order complete.
 */
final class SortSql {
    private SortSql() {}

    /** An attribute that none of the types has, or that has no order, is refused as {@code invalidPath}. */
    static String orderBy(Sort sort, List<ResourceType> types, SqlParameters parameters) {
        String direction = sort.descending() ? " DESC NULLS FIRST" : " ASC NULLS LAST";
        return key(sort.path(), types, parameters) + direction + ", r.seq";
    }

    private static String key(AttributePath path, List<ResourceType> types, SqlParameters parameters) {
        List<ResourceType> having =
                types.stream().filter(type -> type.resolve(path).isPresent()).toList();
        if (having.isEmpty()) {
            throw refuse("There is no attribute " + path + " to sort by.");
        }
        List<String> keys = having.stream().map(type -> key(path, type)).toList();
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
            String key = alike ? keys.get(i) : "(" + keys.get(i) + ")::text COLLATE \"C\"";
            byType.append(" WHEN ")
                    .append(parameters.text(having.get(i).name()))
                    .append(" THEN ")
                    .append(key);
        }
        return byType.append(" END").toString();
    }

    private static String key(AttributePath path, ResourceType type) {
        ResolvedAttribute.Plain plain = plain(path, type);
        if (MemberSql.at(plain).isPresent()) {
            throw refuse(path + " has no order; sort by another attribute.");
        }
        return switch (ResourceValues.of(type, plain)) {
            case ColumnSql.Computed text ->
                TextSql.comparable(text.sql(), plain.leaf().caseExact());
            case ColumnSql column -> column.sql();
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

    private static String typed(String text, AttributeDefinition leaf) {
        return switch (leaf.type()) {
            case STRING, REFERENCE, BINARY, BOOLEAN, COMPLEX -> TextSql.comparable(text, leaf.caseExact());
            case INTEGER, DECIMAL ->
                "(CASE WHEN pg_input_is_valid(" + text + ", 'numeric') THEN (" + text + ")::numeric END)";
            case DATE_TIME -> DocumentSql.moment(text);
        };
    }

    private static ScimException refuse(String detail) {
        return ScimProblem.invalidPath(detail).exception();
    }
}
