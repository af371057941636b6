package io.sluice.http;

import io.sluice.operation.Found;
import io.sluice.schema.Projection;
import io.sluice.scim.Messages;
import io.sluice.scim.ResourceId;
import io.sluice.store.MemberChunk;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A ListResponse (RFC 7644 section 3.4.2, RFC 9865 section 2). What is known beforehand comes first; what only the last resource tells, such
 * as how many there were, comes behind Resources, which is always there, empty too, as Entra wants it. A page of one part is sent at once, a
 * longer one while it is read.
 */
final class ListAnswer {
    private static final int TYPICAL_RESOURCE = 1_500;

    private final Found found;
    private final ResourceJson json;
    private final Projection projection;
    private final BiFunction<StoredResource, ResourceId, Future<MemberChunk>> members;
    private final Readers readers;
    private final ReadAhead<List<StoredResource>> parts;
    private Iterator<StoredResource> pending = Collections.emptyIterator();
    private Optional<OpenGroup> open = Optional.empty();
    private boolean separated;
    private boolean complete;

    /** @param members of a group, those after an id */
    ListAnswer(
            Found found,
            ResourceJson json,
            Projection projection,
            BiFunction<StoredResource, ResourceId, Future<MemberChunk>> members,
            Readers readers) {
        this.found = found;
        this.json = json;
        this.projection = projection;
        this.members = members;
        this.readers = readers;
        this.parts = new ReadAhead<>(found::hasNext, () -> found.next(readers.share()), readers);
    }

    /** Completes when everything is handed to the socket; fails after the head only with the connection. */
    Future<Void> send(RoutingContext context) {
        List<StoredResource> resources = found.first();
        pending = resources.iterator();
        Buffer first = buffer(resources.size());
        first.appendString(head());
        append(first);
        if (isLast()) {
            return ScimResponses.send(context, 200, first.appendString(tail()));
        }
        ScimResponses.headOfContent(context, 200);
        return context.request().method() == HttpMethod.HEAD
                ? context.response().end()
                : readers.send(context.request(), first, this::next);
    }

    private boolean isLast() {
        return open.isEmpty() && !pending.hasNext() && !parts.hasNext();
    }

    private Future<Optional<Buffer>> next() {
        if (complete) {
            return Future.succeededFuture(Optional.empty());
        }
        if (open.isPresent()) {
            return open.get().next().map(piece -> Optional.of(piece.orElseGet(this::afterGroup)));
        }
        if (pending.hasNext()) {
            return Future.succeededFuture(Optional.of(piece(Readers.PIECE / TYPICAL_RESOURCE)));
        }
        if (!parts.hasNext()) {
            complete = true;
            return Future.succeededFuture(Optional.of(Buffer.buffer(tail())));
        }
        return parts.next().map(resources -> {
            pending = resources.iterator();
            return Optional.of(piece(resources.size()));
        });
    }

    private Buffer piece(int resources) {
        Buffer piece = buffer(resources);
        append(piece);
        return piece;
    }

    private static Buffer buffer(int resources) {
        return Buffer.buffer(256 + Math.min(resources * TYPICAL_RESOURCE, Readers.PIECE + TYPICAL_RESOURCE));
    }

    /** What follows a group that was written piece by piece, up to the next such group. */
    private Buffer afterGroup() {
        open = Optional.empty();
        Buffer part = piece(0);
        if (isLast()) {
            complete = true;
            part.appendString(tail());
        }
        return part;
    }

    private String head() {
        StringBuilder head = new StringBuilder("{\"schemas\":[\"")
                .append(Messages.LIST_RESPONSE)
                .append("\"],\"totalResults\":")
                .append(found.totalResults());
        found.startIndex().ifPresent(index -> head.append(",\"startIndex\":").append(index));
        return head.append(",\"Resources\":[").toString();
    }

    private String tail() {
        StringBuilder tail = new StringBuilder("],\"itemsPerPage\":").append(found.items());
        // A cursor has no character that JSON would escape.
        found.previousCursor()
                .ifPresent(cursor ->
                        tail.append(",\"previousCursor\":\"").append(cursor).append('"'));
        found.nextCursor()
                .ifPresent(cursor ->
                        tail.append(",\"nextCursor\":\"").append(cursor).append('"'));
        return tail.append('}').toString();
    }

    /** As much as is put together at a time, or up to the first group whose members are too many to be here, with the first of them. */
    private void append(Buffer buffer) {
        while (open.isEmpty() && pending.hasNext() && buffer.length() < Readers.PIECE) {
            StoredResource resource = pending.next();
            if (separated) {
                buffer.appendByte((byte) ',');
            }
            separated = true;
            if (resource.isOpen()) {
                OpenGroup group =
                        new OpenGroup(json, resource, projection, after -> members.apply(resource, after), readers);
                buffer.appendBuffer(group.first());
                open = Optional.of(group);
            } else {
                json.append(buffer, resource, projection);
            }
        }
        if (!pending.hasNext()) {
            // Nor are those that are written kept while a slow reader takes them.
            pending = Collections.emptyIterator();
        }
    }
}
