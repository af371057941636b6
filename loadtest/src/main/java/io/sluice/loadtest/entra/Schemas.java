package io.sluice.loadtest.entra;

/** The URIs that Entra's messages carry. */
final class Schemas {
    static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    /** Microsoft's own, which Entra sends with each group. */
    static final String ENTRA_GROUP = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";

    static final String PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    static final String BULK_REQUEST = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    static final String LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    static final String MANAGER = ENTERPRISE + ":manager";

    private Schemas() {}
}
