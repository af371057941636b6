package io.sluice.model;

import java.util.Set;

/** The model refuses an operation. Where the standards leave the keyword open there are several, each as status and scimType. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Set<String> answers;

    private Refusal(Set<String> answers) {
        super(answers.toString());
        this.answers = answers;
    }

    /** @param answers for example {@code "400 invalidPath"} or {@code "404"} */
    static Refusal of(String... answers) {
        return new Refusal(Set.of(answers));
    }

    Set<String> answers() {
        return answers;
    }
}
