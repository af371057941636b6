package io.sluice.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What holds for every answer, whatever was asked. */
final class AnswerRules {
    private static final String MESSAGES = "urn:ietf:params:scim:api:messages:2.0:";
    /** Traces of the inside that no client may see. */
    private static final List<String> LEAKS =
            List.of("Exception", "io.sluice", "io.vertx", "java.", "at com.", "SELECT ", "sluice.", "SQLSTATE");

    private final List<String> broken = new ArrayList<>();
    private final Step step;
    private final Answer answer;

    private AnswerRules(Step step, Answer answer) {
        this.step = step;
        this.answer = answer;
    }

    /** The rules that {@code answer} breaks, one line each. */
    static List<String> broken(Step step, Answer answer) {
        AnswerRules rules = new AnswerRules(step, answer);
        rules.checkShape();
        if (answer.status() >= 400) {
            rules.checkError();
        } else if (answer.body().path("schemas").toString().contains(MESSAGES + "ListResponse")) {
            rules.checkList();
        } else if (answer.body().path("meta").has("version")) {
            rules.checkResource();
        }
        return rules.broken;
    }

    private void rule(boolean holds, String text) {
        if (!holds) {
            broken.add("rule: " + text);
        }
    }

    private void checkShape() {
        boolean bodiless = answer.status() == 204
                || answer.status() == 304
                || step.method().equals("HEAD");
        rule(!bodiless || answer.text().isEmpty(), "no body with 204, 304 and HEAD");
        rule(
                answer.text().isEmpty() || answer.header("Content-Type").startsWith("application/scim+json"),
                "a body is application/scim+json (RFC 7644 section 3.1)");
        rule(answer.text().isEmpty() || !answer.body().isMissingNode(), "a body is JSON");
        rule(answer.body().findValue("password") == null, "a password is never returned (RFC 7643 section 4.1.1)");
        rule(answer.status() != 500, "no request ends in 500");
    }

    private void checkError() {
        rule(
                answer.status() != 401 || answer.header("WWW-Authenticate").startsWith("Bearer"),
                "401 names the Bearer scheme (RFC 7644 section 2)");
        rule(answer.status() != 405 || !answer.header("Allow").isEmpty(), "405 names the allowed methods (RFC 9110)");
        if (step.method().equals("HEAD")) {
            return;
        }
        JsonNode error = answer.body();
        rule(
                error.path("schemas").size() == 1
                        && error.path("schemas").path(0).asText().equals(MESSAGES + "Error"),
                "an error is a SCIM Error message (RFC 7644 section 3.12)");
        rule(
                error.path("status").isTextual()
                        && error.path("status").textValue().equals(Integer.toString(answer.status())),
                "status is the HTTP status as a string");
        rule(!error.path("detail").asText().isBlank(), "detail tells what was wrong");
        for (String leak : LEAKS) {
            rule(!answer.text().contains(leak), "no trace of the inside in an error: " + leak);
        }
    }

    private void checkList() {
        JsonNode list = answer.body();
        rule(list.path("totalResults").isIntegralNumber(), "totalResults is an integer");
        rule(list.path("startIndex").isIntegralNumber(), "startIndex is an integer");
        rule(list.path("itemsPerPage").isIntegralNumber(), "itemsPerPage is an integer");
        rule(list.path("Resources").isArray(), "Resources is a list, an empty one too");
        rule(
                list.path("itemsPerPage").asInt() == list.path("Resources").size(),
                "itemsPerPage counts the resources of the page (RFC 7644 section 3.4.2)");
        rule(list.path("totalResults").asLong() >= list.path("Resources").size(), "totalResults covers the page");
    }

    private void checkResource() {
        JsonNode resource = answer.body();
        JsonNode meta = resource.path("meta");
        rule(
                answer.header("ETag").equals(meta.path("version").asText()),
                "the ETag header is meta.version (RFC 7644 section 3.14)");
        rule(
                !meta.has("location")
                        || meta.path("location")
                                .asText()
                                .endsWith("s/" + resource.path("id").asText()),
                "meta.location ends in the id");
        rule(
                answer.status() != 201
                        || answer.header("Location")
                                .equals(meta.path("location").asText()),
                "Location of a new resource is meta.location (RFC 7644 section 3.3)");
    }
}
