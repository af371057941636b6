package io.sluice.store.pg;

import io.sluice.patch.MembershipDelta;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.store.IndexedValue;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceWrite;
import io.sluice.store.ResourceWrite.DocumentChange;
import io.sluice.store.StoredDocument;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The calls of the write functions and their parameters, in the functions' order. */
final class WriteCalls {
    static final String CREATE =
            "/* create */ SELECT * FROM sluice.resource_create($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    static final String WRITE = "/* write */ SELECT * FROM"
            + " sluice.resource_write($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    static final String DELETE = "/* delete */ SELECT sluice.resource_delete($1, $2, $3, $4)";

    private static final UUID[] NO_IDS = {};

    private WriteCalls() {}

    static Tuple create(
            TenantId tenant, ResourceType type, ResourceId id, StoredDocument document, MembershipDelta members) {
        Tuple tuple = Tuple.of(tenant.value(), type.name(), id.value());
        addDocument(tuple, document);
        return tuple.addArrayOfUUID(ids(members.add()));
    }

    static Tuple write(TenantId tenant, ResourceType type, ResourceId id, ResourceWrite write) {
        Tuple tuple = Tuple.of(tenant.value(), type.name(), id.value()).addValue(versions(write.precondition()));
        switch (write.document()) {
            case DocumentChange.Unchanged unchanged -> {
                for (int parameter = 0; parameter < 5; parameter++) {
                    tuple.addValue(null);
                }
                addValues(tuple, List.of());
            }
            case DocumentChange.Replaced replaced -> {
                tuple.addLong(replaced.base().number());
                addDocument(tuple, replaced.document());
            }
        }
        MembershipDelta members = write.members();
        return tuple.addBoolean(members.replace())
                .addArrayOfUUID(ids(members.add()))
                .addArrayOfUUID(ids(members.remove()));
    }

    static Tuple delete(TenantId tenant, ResourceType type, ResourceId id, Precondition precondition) {
        return Tuple.of(tenant.value(), type.name(), id.value()).addValue(versions(precondition));
    }

    private static void addDocument(Tuple tuple, StoredDocument document) {
        tuple.addString(document.uniqueKey())
                .addValue(nullIfEmpty(document.externalId()))
                .addValue(nullIfEmpty(document.displayName()))
                .addString(document.json());
        addValues(tuple, document.values());
    }

    private static void addValues(Tuple tuple, List<IndexedValue> values) {
        tuple.addArrayOfShort(values.stream()
                        .map(value -> (short) value.attribute().code())
                        .toArray(Short[]::new))
                .addArrayOfString(values.stream().map(IndexedValue::elementType).toArray(String[]::new))
                .addArrayOfString(values.stream().map(IndexedValue::value).toArray(String[]::new));
    }

    private static UUID[] ids(Collection<ResourceId> ids) {
        return ids.isEmpty() ? NO_IDS : ids.stream().map(ResourceId::value).toArray(UUID[]::new);
    }

    private static Long @Nullable [] versions(Precondition precondition) {
        return precondition.isNone() ? null : precondition.versions().toArray(Long[]::new);
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
