package io.sluice.store.pg;

import io.sluice.patch.MembershipDelta;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.store.IndexedValue;
import io.sluice.store.NewResource;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceWrite;
import io.sluice.store.ResourceWrite.DocumentChange;
import io.sluice.store.StoredDocument;
import io.sluice.store.StoredDocuments;
import io.sluice.store.pg.SharedMemberships.Membership;
import io.sluice.telemetry.CurrentRequest;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls of the write functions and their parameters, in the functions' order. */
final class WriteCalls {
    static final String CREATE = "/* create */ "
            + audited("SELECT * FROM sluice.resource_create($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", 12);
    static final String CREATE_ALL = "/* create all */ "
            + audited(
                    "SELECT * FROM"
                            + " sluice.resource_create_all($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                    15);
    static final String WRITE = "/* write */ "
            + audited(
                    "SELECT * FROM"
                            + " sluice.resource_write($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
                    16);
    static final String MEMBERSHIPS = "/* memberships */ SELECT * FROM sluice.memberships_write($1, $2, $3, $4, $5)";
    static final String DELETE = "/* delete */ " + audited("SELECT sluice.resource_delete($1, $2, $3, $4)", 5);

    private static final UUID[] NO_IDS = {};

    private WriteCalls() {}

    /** The call once the setting is made from which change rows take what they tell beside the change. */
    static String audited(String call, int parameter) {
        return "SELECT x.* FROM (SELECT set_config('sluice.audit', $" + parameter
                + ", true) AS told OFFSET 0) a CROSS JOIN LATERAL (" + call + " WHERE a.told IS NOT NULL OFFSET 0) x";
    }

    private static String audit(List<String> attributes) {
        String author = CurrentRequest.author();
        // Both places are kept where nobody known asked.
        return (author.isEmpty() ? " " : author) + (attributes.isEmpty() ? "" : " " + String.join(" ", attributes));
    }

    static Tuple create(
            TenantId tenant, ResourceType type, ResourceId id, StoredDocument document, MembershipDelta members) {
        Tuple tuple = Tuple.of(tenant.value(), type.name(), id.value());
        addDocument(tuple, document);
        return tuple.addArrayOfUUID(ids(members.add())).addString(audit(document.names()));
    }

    /** @param ids of the new resources, in their order */
    static Tuple createAll(TenantId tenant, List<ResourceId> ids, List<NewResource> resources) {
        Tuple tuple = Tuple.of(tenant.value())
                .addArrayOfString(texts(resources, resource -> resource.type().name()))
                .addArrayOfUUID(ids(ids))
                .addArrayOfString(
                        texts(resources, resource -> resource.document().uniqueKey()))
                .addArrayOfString(texts(
                        resources, resource -> nullIfEmpty(resource.document().externalId())))
                .addArrayOfString(texts(
                        resources, resource -> nullIfEmpty(resource.document().displayName())))
                .addArrayOfString(
                        texts(resources, resource -> resource.document().json()));
        List<UUID> owners = new ArrayList<>();
        List<IndexedValue> values = new ArrayList<>();
        List<UUID> groups = new ArrayList<>();
        List<ResourceId> members = new ArrayList<>();
        for (int place = 0; place < ids.size(); place++) {
            UUID id = ids.get(place).value();
            values.addAll(resources.get(place).document().values());
            members.addAll(resources.get(place).members().add());
            fill(owners, values.size(), id);
            fill(groups, members.size(), id);
        }
        tuple.addArrayOfUUID(owners.toArray(UUID[]::new));
        addValues(tuple, values);
        return tuple.addArrayOfUUID(groups.toArray(UUID[]::new))
                .addArrayOfUUID(ids(members))
                .addArrayOfString(texts(
                        resources,
                        resource -> String.join(" ", resource.document().names())))
                .addString(audit(List.of()));
    }

    private static void fill(List<UUID> owners, int size, UUID owner) {
        while (owners.size() < size) {
            owners.add(owner);
        }
    }

    private static @Nullable String[] texts(List<NewResource> resources, Function<NewResource, @Nullable String> text) {
        return resources.stream().map(text).toArray(String[]::new);
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
                addColumns(tuple, replaced.document());
                if (StoredDocuments.areIndexed(type, replaced.changed())) {
                    addValues(tuple, replaced.document().values());
                } else {
                    addCodes(tuple, replaced.document().values());
                    tuple.addValue(null).addValue(null);
                }
            }
        }
        MembershipDelta members = write.members();
        return tuple.addBoolean(members.replace())
                .addArrayOfUUID(ids(members.add()))
                .addArrayOfUUID(ids(members.remove()))
                .addString(audit(
                        write.document() instanceof DocumentChange.Replaced replaced ? replaced.changed() : List.of()));
    }

    static Tuple memberships(TenantId tenant, List<Membership> memberships) {
        return Tuple.of(tenant.value())
                .addArrayOfUUID(ids(memberships.stream().map(Membership::group).toList()))
                .addArrayOfUUID(ids(memberships.stream().map(Membership::member).toList()))
                .addArrayOfBoolean(memberships.stream().map(Membership::adds).toArray(Boolean[]::new))
                .addArrayOfString(memberships.stream().map(Membership::author).toArray(String[]::new));
    }

    static Tuple delete(TenantId tenant, ResourceType type, ResourceId id, Precondition precondition) {
        return Tuple.of(tenant.value(), type.name(), id.value())
                .addValue(versions(precondition))
                .addString(audit(List.of()));
    }

    private static void addDocument(Tuple tuple, StoredDocument document) {
        addColumns(tuple, document);
        addValues(tuple, document.values());
    }

    private static void addColumns(Tuple tuple, StoredDocument document) {
        tuple.addString(document.uniqueKey())
                .addValue(nullIfEmpty(document.externalId()))
                .addValue(nullIfEmpty(document.displayName()))
                .addString(document.json());
    }

    private static void addCodes(Tuple tuple, List<IndexedValue> values) {
        tuple.addArrayOfShort(
                values.stream().map(value -> (short) value.attribute()).toArray(Short[]::new));
    }

    static void addValues(Tuple tuple, List<IndexedValue> values) {
        addCodes(tuple, values);
        tuple.addArrayOfString(values.stream().map(IndexedValue::elementType).toArray(String[]::new))
                .addArrayOfString(
                        values.stream().map(value -> value.value().orElse(null)).toArray(String[]::new));
    }

    private static UUID[] ids(Collection<ResourceId> ids) {
        return ids.isEmpty() ? NO_IDS : ids.stream().map(ResourceId::value).toArray(UUID[]::new);
    }

    private static Long @Nullable [] versions(Precondition precondition) {
        return precondition.isNone() ? null : precondition.versions().toArray(Long[]::new);
    }

    static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
