package io.sluice.store.pg;

import io.sluice.scim.ResourceId;
import io.sluice.scim.Version;
import io.sluice.store.StoredResource;
import io.vertx.sqlclient.Row;

/** The columns that {@link ResourceSql} reads, by position. */
final class ResourceRow {
    private ResourceRow() {}

    static StoredResource read(Row row) {
        return new StoredResource(
                row.getString(0),
                new ResourceId(row.getUUID(1)),
                new Version(row.getLong(2)),
                new Version(row.getLong(3)),
                row.getOffsetDateTime(4).toInstant(),
                row.getOffsetDateTime(5).toInstant(),
                row.getString(6),
                row.getString(7));
    }
}
