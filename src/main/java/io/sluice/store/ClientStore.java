package io.sluice.store;

import io.sluice.scim.TenantId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What clients prove themselves by. The tenant is what the first two questions answer. */
public interface ClientStore {

    /** @param digest SHA-256 of a client secret */
    Future<Optional<ClientProof>> secret(byte[] digest);

    /** @param digest SHA-256 of {@link IssuerPins#origin()} */
    Future<List<TrustedIssuer>> issuers(byte[] digest);

    /** The client as a caller, by its own id. */
    Future<Optional<Credential>> client(TenantId tenant, UUID client);

    /** Makes an access token, by digest, with the scopes and the life that the client has; ends those beyond any use. */
    Future<AccessOutcome> issue(ClientProof proof, UUID token, byte[] digest, AccessRequest request);
}
