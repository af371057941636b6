package io.sluice.store.pg;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.Json;
import io.sluice.scim.ScimException;
import io.sluice.scim.TenantId;
import io.sluice.store.AttributeNames;
import io.sluice.store.IndexedValue;
import io.sluice.store.StoredDocument;
import io.sluice.store.StoredDocuments;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One resource on its way back.
 *
 * @param base the document's version now; null where the resource is gone
 * @param version its last
 * @param created null where it is not gone
 * @param names of the attributes that change by it
 */
record Restoration(
        String type,
        UUID id,
        @Nullable Long base,
        long version,
        @Nullable OffsetDateTime created,
        StoredDocument document,
        List<String> names) {

    /** Whether the resource is what it was. */
    static boolean isNeedless(Row row) {
        @Nullable String now = row.getString("now");
        return row.getString("before").equals(now);
    }

    /** Empty where the tenant's schemas no longer allow what it was. */
    static Optional<Restoration> of(Row row, ResourceTypes types) {
        @Nullable String now = row.getString("now");
        ObjectNode before = document(row.getString("before"));
        List<String> names =
                AttributeNames.differing(now == null ? Json.MAPPER.createObjectNode() : document(now), before);
        return types.byName(row.getString("type")).flatMap(type -> {
            try {
                return Optional.of(new Restoration(
                        type.name(),
                        row.getUUID("resource_id"),
                        row.getLong("document_version"),
                        row.getLong("version"),
                        row.getOffsetDateTime("created"),
                        StoredDocuments.of(type, before),
                        names));
            } catch (ScimException refused) {
                return Optional.empty();
            }
        });
    }

    /** The parameters of {@link UndoSql#RESTORE}. */
    static Tuple parameters(TenantId tenant, List<Restoration> all) {
        List<IndexedValue> values = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (Restoration one : all) {
            values.addAll(one.document.values());
            ends.add(values.size());
        }
        Tuple tuple = Tuple.of(tenant.value())
                .addArrayOfString(texts(all, Restoration::type))
                .addArrayOfUUID(all.stream().map(Restoration::id).toArray(UUID[]::new))
                .addArrayOfLong(all.stream().map(Restoration::base).toArray(Long[]::new))
                .addArrayOfLong(all.stream().map(Restoration::version).toArray(Long[]::new))
                .addArrayOfOffsetDateTime(all.stream().map(Restoration::created).toArray(OffsetDateTime[]::new))
                .addArrayOfString(texts(all, one -> one.document.uniqueKey()))
                .addArrayOfString(texts(all, one -> WriteCalls.nullIfEmpty(one.document.externalId())))
                .addArrayOfString(texts(all, one -> WriteCalls.nullIfEmpty(one.document.displayName())))
                .addArrayOfString(texts(all, one -> one.document.json()))
                .addArrayOfInteger(ends.toArray(Integer[]::new));
        WriteCalls.addValues(tuple, values);
        return tuple.addArrayOfString(texts(all, one -> String.join(" ", one.names)));
    }

    private static @Nullable String[] texts(List<Restoration> all, Function<Restoration, @Nullable String> text) {
        return all.stream().map(text).toArray(String[]::new);
    }

    private static ObjectNode document(String json) {
        return (ObjectNode) Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
