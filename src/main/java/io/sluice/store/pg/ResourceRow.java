package io.sluice.store.pg;

import io.sluice.scim.ResourceId;
import io.sluice.scim.Version;
import io.sluice.store.MemberChunk;
import io.sluice.store.Place;
import io.sluice.store.StoredResource;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;

/** The columns that {@link ResourceSql} reads, by position. */
final class ResourceRow {
    private ResourceRow() {}

    /** Of a row of {@link ResourceSql#page}. */
    static Place place(Row row) {
        return new Place(Optional.ofNullable(row.getString(12)), row.getLong(11));
    }

    static StoredResource read(Row row) {
        return new StoredResource(
                row.getString(0),
                new ResourceId(row.getUUID(1)),
                new Version(row.getLong(2)),
                new Version(row.getLong(3)),
                row.getOffsetDateTime(4).toInstant(),
                row.getOffsetDateTime(5).toInstant(),
                row.getString(6),
                row.getString(7),
                Optional.ofNullable(row.getString(8)),
                members(row, 9));
    }

    /** @param column of the elements; the next is the id of the last of them, or NULL where no more follow */
    static MemberChunk members(Row row, int column) {
        UUID next = row.getUUID(column + 1);
        return next == null
                ? new MemberChunk(row.getString(column), Optional.empty())
                : new MemberChunk(row.getString(column), Optional.of(new ResourceId(next)));
    }
}
