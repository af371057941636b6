package io.sluice.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.Discovery;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.ScimProblem;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/** Answers the discovery documents (RFC 7644 section 4). They tell what the caller's tenant can keep. */
final class DiscoveryEndpoint {
    private final Function<ResourceTypes, Discovery> discovery;

    DiscoveryEndpoint(Function<ResourceTypes, Discovery> discovery) {
        this.discovery = discovery;
    }

    /** Paging and sorting parameters are ignored; a filter is refused with 403, as section 4 asks. */
    Future<Void> answer(Exchange exchange, Target.DiscoveryDocument document) {
        if (exchange.parameters().contains("filter")) {
            throw ScimProblem.forbidden("Discovery documents cannot be filtered; read them whole.")
                    .exception();
        }
        ObjectNode found = find(discovery.apply(exchange.types()), document)
                .orElseThrow(() -> ScimProblem.notFound().exception());
        ScimResponses.send(exchange.context(), 200, found);
        return Future.succeededFuture();
    }

    private static Optional<ObjectNode> find(Discovery documents, Target.DiscoveryDocument document) {
        boolean list = document.id().isEmpty();
        return switch (document.kind()) {
            case SERVICE_PROVIDER_CONFIG -> Optional.of(documents.serviceProviderConfig());
            case RESOURCE_TYPES ->
                list ? Optional.of(documents.resourceTypes()) : documents.resourceType(document.id());
            case SCHEMAS -> list ? Optional.of(documents.schemas()) : documents.schema(document.id());
        };
    }
}
