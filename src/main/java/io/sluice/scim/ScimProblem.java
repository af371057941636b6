package io.sluice.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A refusal in the protocol's words (RFC 7644 section 3.12). The detail is read by an administrator in a provisioning log: it says what
 * was wrong and what would be right, and never holds a secret, SQL, a class name or a whole input.
 *
 * @param status the HTTP status
 * @param detail for the client
 * @param logged for the provisioning log: the same without anything that the client wrote
 * @param retryAfterSeconds 0, or the value of the Retry-After header
 * @param reason for the provisioning log
 */
public record ScimProblem(
        int status, ScimType scimType, String detail, String logged, int retryAfterSeconds, Reason reason) {
    /** Room for ten unknown members and what to do about them; a name that a client made longer than that is cut. */
    private static final int LONGEST_DETAIL = 600;

    /** What stands in a detail for words of the client. */
    private static final String ECHO = "…";

    /** Of those words: enough to find the place, and longer than any id. */
    private static final int LONGEST_ECHO = 100;

    private static final int HELD_SECONDS = 300;

    public ScimProblem {
        detail = cut(detail, LONGEST_DETAIL);
        logged = cut(logged, LONGEST_DETAIL);
    }

    public ScimProblem(int status, ScimType scimType, String detail, int retryAfterSeconds, Reason reason) {
        this(status, scimType, detail, detail, retryAfterSeconds, reason);
    }

    public ScimProblem(int status, ScimType scimType, String detail, int retryAfterSeconds) {
        this(status, scimType, detail, retryAfterSeconds, Reason.of(status, scimType));
    }

    public ScimProblem(int status, ScimType scimType, String detail) {
        this(status, scimType, detail, 0);
    }

    public static ScimProblem invalidFilter(String detail) {
        return new ScimProblem(400, ScimType.INVALID_FILTER, detail);
    }

    public static ScimProblem tooMany(String detail) {
        return new ScimProblem(400, ScimType.TOO_MANY, detail);
    }

    public static ScimProblem invalidSyntax(String detail) {
        return new ScimProblem(400, ScimType.INVALID_SYNTAX, detail);
    }

    public static ScimProblem invalidPath(String detail) {
        return new ScimProblem(400, ScimType.INVALID_PATH, detail);
    }

    public static ScimProblem noTarget(String detail) {
        return new ScimProblem(400, ScimType.NO_TARGET, detail);
    }

    public static ScimProblem invalidValue(String detail) {
        return new ScimProblem(400, ScimType.INVALID_VALUE, detail);
    }

    public static ScimProblem mutability(String detail) {
        return new ScimProblem(400, ScimType.MUTABILITY, detail);
    }

    public static ScimProblem unauthorized(String detail) {
        return new ScimProblem(401, ScimType.NONE, detail);
    }

    public static ScimProblem forbidden(String detail) {
        return new ScimProblem(403, ScimType.NONE, detail);
    }

    /** The same words for an unknown id and for another tenant's id. */
    public static ScimProblem notFound() {
        return new ScimProblem(404, ScimType.NONE, "No such resource.");
    }

    /** @param attribute the attribute whose value is taken, for example {@code userName} */
    public static ScimProblem uniqueness(String attribute) {
        return new ScimProblem(
                409, ScimType.UNIQUENESS, "Another resource of this type already has this " + attribute + ".");
    }

    public static ScimProblem versionMismatch() {
        return new ScimProblem(
                412, ScimType.NONE, "The resource has changed since the version in If-Match; read it again.");
    }

    public static ScimProblem tooLarge(String detail) {
        return new ScimProblem(413, ScimType.NONE, detail);
    }

    /** Too many users would lose their access at once; a person decides. */
    public static ScimProblem held() {
        return new ScimProblem(
                503,
                ScimType.NONE,
                "More users than usual would be disabled, deleted or taken out of their groups. This is held until an"
                        + " administrator of this service allows or rejects it.",
                HELD_SECONDS,
                Reason.HELD);
    }

    public static ScimProblem rejected() {
        return new ScimProblem(
                403,
                ScimType.NONE,
                "An administrator of this service rejected that so many users are disabled, deleted or taken out of"
                        + " their groups.",
                0,
                Reason.REJECTED);
    }

    public static ScimProblem internal(String detail) {
        return new ScimProblem(500, ScimType.NONE, detail);
    }

    public static ScimProblem unavailable(String detail) {
        return new ScimProblem(503, ScimType.NONE, detail, 5);
    }

    /**
     * The same with what the client wrote where its detail has a {@value #ECHO}. The client is told its own words; in the provisioning log the
     * mark stays, since they may be the name of a person, or a secret in the wrong place.
     */
    public ScimProblem echoing(String words) {
        String told = detail.replace(ECHO, cut(words, LONGEST_ECHO));
        return new ScimProblem(status, scimType, told, logged, retryAfterSeconds, reason);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "...";
    }

    /** The SCIM Error message of RFC 7644 section 3.12. */
    public ObjectNode message() {
        ObjectNode message = Json.MAPPER.createObjectNode();
        message.putArray("schemas").add(Messages.ERROR);
        message.put("status", Integer.toString(status));
        if (!scimType.keyword().isEmpty()) {
            message.put("scimType", scimType.keyword());
        }
        return message.put("detail", detail);
    }

    public ScimException exception() {
        return new ScimException(this);
    }
}
