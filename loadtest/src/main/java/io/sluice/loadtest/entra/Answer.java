package io.sluice.loadtest.entra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the target said.
 *
 * @param contentType empty where there is none
 * @param retryAfter the header, empty where there is none
 */
public record Answer(int status, String contentType, String retryAfter, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    JsonNode json() {
        if (!contentType.startsWith("application/scim+json")) {
            throw new Refusal(LogCode.INCOMPATIBLE, "Content-Type is \"" + contentType + "\"");
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException unreadable) {
            throw new Refusal(LogCode.INCOMPATIBLE, "the body is no JSON");
        }
    }

    /** What an administrator would read in the provisioning log. */
    String detail() {
        try {
            return JSON.readTree(body).path("detail").asText();
        } catch (JsonProcessingException unreadable) {
            return "(no JSON)";
        }
    }
}
