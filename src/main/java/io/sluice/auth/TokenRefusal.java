package io.sluice.auth;

/**
 * A refusal of the token endpoint (RFC 6749 section 5.2).
 *
 * @param description without quotation marks and backslashes, as the RFC wants it
 */
public record TokenRefusal(String error, String description) {
    static TokenRefusal client(String description) {
        return new TokenRefusal("invalid_client", description);
    }

    public static TokenRefusal request(String description) {
        return new TokenRefusal("invalid_request", description);
    }

    public int status() {
        return error.equals("invalid_client") ? 401 : 400;
    }

    /** As a failure of a future, without the cost of a stack trace. */
    public Refused refused() {
        return new Refused(this);
    }

    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient TokenRefusal refusal;

        Refused(TokenRefusal refusal) {
            super(refusal.error(), null, false, false);
            this.refusal = refusal;
        }

        public TokenRefusal refusal() {
            return refusal;
        }
    }
}
