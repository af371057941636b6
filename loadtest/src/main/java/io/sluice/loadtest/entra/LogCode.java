package io.sluice.loadtest.entra;

/** Why an object failed, in the words of Entra's provisioning log, and what that means for the job. */
public enum LogCode {
    UNAUTHORIZED("Unauthorized", true),
    /** The target does not speak SCIM as Entra knows it: 404 for a filter, an answer that is not as it should be. */
    INCOMPATIBLE("SystemForCrossDomainIdentityManagementServiceIncompatible", true),
    UNPROCESSABLE("UnprocessableEntity", false),
    INVALID_ANCHOR("InvalidAnchor", false),
    CONFLICT("EntryConflict", false),
    DUPLICATES("DuplicateTargetEntries", false),
    TOO_MANY_REQUESTS("TooManyRequests", false),
    INTERNAL("InternalServerError", false),
    NO_ANSWER("WebExceptionProtocolError", false),
    /** A 2xx whose resource is not what was asked for. Entra would not notice; this is why the simulator does. */
    WRONG_VALUE("SchemaPropertyCanOnlyAcceptValue", false),
    UNRESOLVED_REFERENCE("UnableToResolveReferenceAttributeValue", false),
    METHOD_NOT_ALLOWED("MethodNotAllowed", false),
    NOT_IMPLEMENTED("NotImplemented", false);

    private final String text;
    private final boolean stopsTheJob;

    LogCode(String text, boolean stopsTheJob) {
        this.text = text;
        this.stopsTheJob = stopsTheJob;
    }

    boolean stopsTheJob() {
        return stopsTheJob;
    }

    /** For an answer that is an error, whatever was asked. */
    static LogCode of(int status) {
        return switch (status) {
            case 401, 403 -> UNAUTHORIZED;
            case 404 -> INVALID_ANCHOR;
            case 405 -> METHOD_NOT_ALLOWED;
            case 409 -> CONFLICT;
            case 429 -> TOO_MANY_REQUESTS;
            case 501 -> NOT_IMPLEMENTED;
            default -> status >= 500 ? INTERNAL : UNPROCESSABLE;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
