package io.sluice.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.scim.Json;
import io.sluice.scim.ScimProblem;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * One operation of a request as the client wrote it. Its data stays bytes of the request until its turn comes.
 *
 * @param place in the request, from 0
 * @param method in capitals; empty where there is none
 * @param bulkId empty where there is none, like {@code path} and {@code version}
 * @param data where it begins and ends in the body
 * @param references the bulkIds that path and data refer to
 * @param fault what is wrong with it, whatever the directory holds
 */
record BulkOperation(
        int place,
        String method,
        String path,
        String bulkId,
        String version,
        Extent data,
        Set<String> references,
        Optional<ScimProblem> fault) {
    BulkOperation {
        references = Set.copyOf(references);
    }

    /** Bytes of a body. */
    record Extent(int begin, int end) {
        static final Extent NONE = new Extent(0, 0);

        int length() {
            return end - begin;
        }
    }

    boolean creates() {
        return method.equals("POST");
    }

    /** Refuses with 400 what is no JSON within the limits of a single request. */
    JsonNode data(byte[] body) {
        return Json.parse(Arrays.copyOfRange(body, data.begin, data.end));
    }

    BulkOperation with(ScimProblem problem) {
        return new BulkOperation(place, method, path, bulkId, version, data, Set.of(), Optional.of(problem));
    }
}
