package io.sluice.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Runs one case against a tenant of its own. */
final class CaseRun {
    private final Case subject;
    private final Variables variables;
    private final ScimClient client = new ScimClient();

    CaseRun(Case subject) {
        this.subject = subject;
        this.variables = new Variables(subject.example());
    }

    /** Fails with the request, the answer and every difference at the first step that goes wrong. */
    void run() {
        subject.given().forEach(step -> run("given", variables.fill(step)));
        ObjectNode request = (ObjectNode) variables.fill(subject.request());
        run("request", request.set("expect", variables.fill(subject.expect())));
        subject.then().forEach(step -> run("then", variables.fill(step)));
    }

    private void run(String part, JsonNode filled) {
        Step step = Step.of(filled);
        Answer answer = client.send(step);
        List<String> differences = new ArrayList<>();
        if (!allows(part, step.expect().status(), answer.status())) {
            differences.add("status: expected " + step.expect().status() + " but was " + answer.status());
        }
        step.expect().headers().forEach((name, value) -> {
            if (!Expected.matchesText(value, answer.header(name))) {
                differences.add("header %s: expected %s but was '%s'".formatted(name, value, answer.header(name)));
            }
        });
        if (!step.expect().body().isMissingNode()) {
            differences.addAll(Expected.differences(step.expect().body(), answer.body()));
        }
        differences.addAll(AnswerRules.broken(step, answer));
        if (!differences.isEmpty()) {
            throw new AssertionError(report(part, step, answer, differences));
        }
        remember(step, answer);
    }

    private static boolean allows(String part, JsonNode expected, int status) {
        return switch (expected.getNodeType()) {
            case NUMBER -> expected.intValue() == status;
            case ARRAY -> expected.valueStream().anyMatch(one -> one.intValue() == status);
            case MISSING -> part.equals("given") ? status < 300 : status == 200;
            case NULL, STRING, BOOLEAN, OBJECT, BINARY, POJO ->
                throw new IllegalStateException("status is a number or a list of numbers");
        };
    }

    /** Numbered names ({@code page001}) are collected as member values under their prefix too ({@code ${page}}). */
    private void remember(Step step, Answer answer) {
        if (step.remember().isEmpty()) {
            return;
        }
        ObjectNode memory = answer.memory();
        variables.put(step.remember(), memory);
        String prefix = step.remember().replaceAll("\\d{3}$", "");
        if (!prefix.equals(step.remember())) {
            variables.append(prefix, JsonNodeFactory.instance.objectNode().set("value", memory.path("id")));
        }
    }

    private String report(String part, Step step, Answer answer, List<String> differences) {
        String content = step.content();
        return """

                %s
                source: %s
                %s: %s %s %s %s
                %s

                expected
                %s
                answered
                %s

                %s
                """.formatted(
                        subject.name(),
                        subject.source(),
                        part,
                        step.method(),
                        step.path(),
                        step.query(),
                        step.headers(),
                        content.length() > 4000 ? content.substring(0, 4000) + "..." : content,
                        step.expect().body().isMissingNode()
                                ? step.expect().status()
                                : step.expect().body().toPrettyString(),
                        answer.report(),
                        String.join("\n", differences));
    }
}
