package io.sluice.loadtest.entra;

/** An answer that Entra does not take. Its message is for the report. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final LogCode code;

    Refusal(LogCode code, String what) {
        super(code + ": " + what, null, false, false);
        this.code = code;
    }

    LogCode code() {
        return code;
    }
}
