package io.sluice.scim;

/** Carries a {@link ScimProblem} up a call or a future chain. Without a stack trace: it tells of the request, not of a fault of ours. */
public final class ScimException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ScimProblem problem;

    public ScimException(ScimProblem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public ScimProblem problem() {
        return problem;
    }
}
