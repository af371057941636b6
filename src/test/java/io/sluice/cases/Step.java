package io.sluice.cases;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and the answer expected.
 *
 * @param method GET where not given, PATCH with {@code operations}
 * @param path behind the SCIM base, sent exactly as it stands here, with its query if it has one
 * @param query parameters that the runner percent-encodes
 * @param headers in place of those that the runner would send; an empty value leaves the header out
 * @param as {@code nobody} sends no token, {@code other} the one of another tenant
 * @param body sent as JSON; {@code operations} is sent in a PatchOp message, {@code rawBody} character for character
 * @param remember name under which later steps find the answer: {@code ${name.id}}, {@code ${name.header.etag}}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Step(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        String as,
        JsonNode body,
        JsonNode operations,
        String rawBody,
        String remember,
        Expect expect) {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /** Status is a number or a list of those allowed; what is left out is not looked at. */
    record Expect(JsonNode status, Map<String, String> headers, JsonNode body) {
        Expect(@Nullable JsonNode status, @Nullable Map<String, String> headers, @Nullable JsonNode body) {
            this.status = status == null ? MissingNode.getInstance() : status;
            this.headers = headers == null ? Map.of() : Map.copyOf(headers);
            this.body = body == null ? MissingNode.getInstance() : body;
        }
    }

    Step(
            @Nullable String method,
            @Nullable String path,
            @Nullable Map<String, String> query,
            @Nullable Map<String, String> headers,
            @Nullable String as,
            @Nullable JsonNode body,
            @Nullable JsonNode operations,
            @Nullable String rawBody,
            @Nullable String remember,
            @Nullable Expect expect) {
        this.method = method != null ? method : operations != null ? "PATCH" : "GET";
        this.path = path == null ? "" : path;
        this.query = query == null ? Map.of() : query;
        this.headers = headers == null ? Map.of() : headers;
        this.as = as == null ? "" : as;
        this.body = body == null ? MissingNode.getInstance() : body;
        this.operations = operations == null ? MissingNode.getInstance() : operations;
        this.rawBody = rawBody == null ? "" : rawBody;
        this.remember = remember == null ? "" : remember;
        this.expect = expect == null ? new Expect(null, null, null) : expect;
    }

    static Step get(String path) {
        return new Step("GET", path, null, null, null, null, null, null, null, null);
    }

    static Step of(String method, String path, JsonNode body) {
        return new Step(method, path, null, null, null, body, null, null, null, null);
    }

    /** A member that no step has fails, so that a misspelt one is noticed. */
    static Step of(JsonNode step) {
        return JSON.convertValue(step, Step.class);
    }

    /** The text of the body, empty where there is none. */
    String content() {
        if (!operations.isMissingNode()) {
            ObjectNode patch = JSON.createObjectNode();
            patch.putArray("schemas").add(PATCH_OP);
            patch.set("Operations", operations);
            return patch.toString();
        }
        return body.isMissingNode() ? rawBody : body.toString();
    }
}
