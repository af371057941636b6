package io.sluice.scim;

/** The URNs of protocol messages and core schemas (RFC 7644 section 8.2, RFC 7643 section 10). */
public final class Messages {
    public static final String LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    public static final String SEARCH_REQUEST = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
    public static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    public static final String BULK_REQUEST = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    public static final String BULK_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
    /** Not of a standard: how far a Bulk request is that is not waited for. */
    public static final String BULK_JOB = "urn:sluice:scim:api:messages:2.0:BulkJob";

    public static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

    private Messages() {}
}
