package io.sluice.http;

import io.sluice.schema.Projection;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.store.MemberChunk;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * The JSON of a group whose members are too many to be read at once, piece by piece: the object without them, its closing bracket held back,
 * then the members in chunks. At most one chunk is in memory, and one that is read ahead. Belongs to one answer.
 */
final class OpenGroup {
    private static final byte[] BEGIN = ",\"members\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

    private final ResourceJson json;
    private final StoredResource group;
    private final Projection projection;
    private final ReadAhead<MemberChunk> chunks;
    private Optional<ResourceId> next;
    private boolean ended;
    private boolean empty = true;

    /** @param chunks the members after an id */
    OpenGroup(
            ResourceJson json,
            StoredResource group,
            Projection projection,
            Function<ResourceId, Future<MemberChunk>> chunks,
            Readers readers) {
        this.json = json;
        this.group = group;
        this.projection = projection;
        this.next = group.members().next();
        this.chunks = new ReadAhead<>(() -> next.isPresent(), () -> follow(chunks), readers);
    }

    /** Everything but the members, and the first of these. */
    Buffer first() {
        Buffer object = json.object(group, projection);
        Buffer piece =
                Buffer.buffer(object.length() + group.members().elements().length() + BEGIN.length);
        piece.appendBuffer(object, 0, object.length() - 1).appendBytes(BEGIN);
        append(piece, group.members().elements());
        return piece;
    }

    /** The next piece, empty after the last. */
    Future<Optional<Buffer>> next() {
        if (ended) {
            return Future.succeededFuture(Optional.empty());
        }
        return chunks.next().map(chunk -> {
            Buffer piece = Buffer.buffer(chunk.elements().length() + END.length + 1);
            append(piece, chunk.elements());
            if (chunk.next().isEmpty()) {
                ended = true;
                piece.appendBytes(END);
            }
            return Optional.of(piece);
        });
    }

    /** Where members follow, as they do behind the first. */
    private Future<MemberChunk> follow(Function<ResourceId, Future<MemberChunk>> chunks) {
        return chunks.apply(next.orElseThrow()).map(chunk -> {
            next = chunk.next();
            return chunk;
        });
    }

    private void append(Buffer piece, String elements) {
        byte[] shown = elements.isEmpty() ? new byte[0] : json.members(elements, type(), projection);
        if (shown.length > 0) {
            if (!empty) {
                piece.appendByte((byte) ',');
            }
            piece.appendBytes(shown);
            empty = false;
        }
    }

    private ResourceType type() {
        return json.type(group);
    }
}
