package io.sluice.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.scim.Json;
import io.sluice.scim.Messages;
import io.sluice.store.KeptResult;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** Writes a BulkResponse message (RFC 7644 section 3.7.3). */
final class BulkResponse {
    private static final int FIRST = 65_536;

    private BulkResponse() {}

    static Buffer of(List<OperationResult> results) {
        return of(results.stream().map(result -> result.message().toString()));
    }

    static Buffer ofKept(List<KeptResult> results) {
        return of(results.stream().map(KeptResult::json));
    }

    private static Buffer of(Stream<String> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST);
        try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("schemas");
            json.writeString(Messages.BULK_RESPONSE);
            json.writeEndArray();
            json.writeArrayFieldStart("Operations");
            for (String result : (Iterable<String>) results::iterator) {
                json.writeRawValue(result);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
