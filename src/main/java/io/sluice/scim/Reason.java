package io.sluice.scim;

/**
 * Why a request was refused, in words that stay: the provisioning log has them and programs may go by them. The README has the same list for
 * whoever reads the log; a test compares.
 */
public enum Reason {
    DONE("done", "Nothing was refused: the change was made."),
    INVALID_SYNTAX("invalid_syntax", "The body, the path or the query is not well-formed."),
    INVALID_FILTER("invalid_filter", "The filter is not one that is understood."),
    INVALID_PATH("invalid_path", "The path of an operation, or an attribute that is sorted by, does not exist."),
    INVALID_VALUE("invalid_value", "A value does not fit the schema, or names a member that the tenant does not have."),
    INVALID_CURSOR(
            "invalid_cursor", "The cursor, or the count beside it, does not belong to this query, or is too old."),
    NO_TARGET("no_target", "The path of an operation selects nothing."),
    MUTABILITY("mutability", "An attribute that cannot be written was written."),
    TOO_MANY("too_many", "The query would have to look at too many resources."),
    CREDENTIAL("credential", "The credential is not good."),
    NOT_PERMITTED("not_permitted", "The credential's scopes do not include this."),
    NOT_FOUND("not_found", "There is no such resource or address."),
    METHOD("method_not_allowed", "The address has no such method."),
    TIMEOUT("timeout", "The body arrived too slowly."),
    UNIQUENESS("uniqueness", "Another resource of the type has the value already."),
    CONFLICT("conflict", "The operation refers to one that failed."),
    VERSION("version_mismatch", "The resource has changed since the version in If-Match."),
    TOO_LARGE("too_large", "The body is larger than is accepted."),
    MEDIA_TYPE("unsupported_media_type", "The body's type, charset or coding is not accepted."),
    RATE("rate_limited", "The tenant asked for more than its limits allow."),
    HELD(
            "deprovisioning_held",
            "Too many users at once would lose their access; an administrator has to allow or reject it."),
    REJECTED("deprovisioning_rejected", "An administrator rejected that so many users lose their access."),
    INTERNAL("internal", "An error of this server; its log has it under the id of the request."),
    NOT_OFFERED("not_offered", "The protocol defines this and it is not offered."),
    UNAVAILABLE("unavailable", "The server or its database could not do it at the time; the client sends it again.");

    private final String code;
    private final String meaning;

    Reason(String code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public String code() {
        return code;
    }

    /** Its row of the README's table. */
    public String row() {
        return "| `" + code + "` | " + meaning + " |";
    }

    /** By the words of the protocol. */
    static Reason of(int status, ScimType type) {
        return switch (type) {
            case INVALID_FILTER -> INVALID_FILTER;
            case TOO_MANY -> TOO_MANY;
            case UNIQUENESS -> UNIQUENESS;
            case MUTABILITY -> MUTABILITY;
            case INVALID_SYNTAX -> INVALID_SYNTAX;
            case INVALID_PATH -> INVALID_PATH;
            case NO_TARGET -> NO_TARGET;
            case INVALID_VALUE, SENSITIVE -> INVALID_VALUE;
            case INVALID_VERSION -> VERSION;
            case INVALID_CURSOR, EXPIRED_CURSOR, INVALID_COUNT -> INVALID_CURSOR;
            case NONE -> of(status);
        };
    }

    private static Reason of(int status) {
        return switch (status) {
            case 401 -> CREDENTIAL;
            case 403 -> NOT_PERMITTED;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD;
            case 408 -> TIMEOUT;
            case 409 -> CONFLICT;
            case 412 -> VERSION;
            case 413 -> TOO_LARGE;
            case 415 -> MEDIA_TYPE;
            case 429 -> RATE;
            case 501 -> NOT_OFFERED;
            case 503 -> UNAVAILABLE;
            default -> status < 500 ? INVALID_SYNTAX : INTERNAL;
        };
    }
}
