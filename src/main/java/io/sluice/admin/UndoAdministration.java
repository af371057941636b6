package io.sluice.admin;

import io.sluice.scim.Json;
import io.sluice.store.UndoStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes back what was changed in a tenant's directory in a window of time. */
final class UndoAdministration {
    private static final Logger LOG = LoggerFactory.getLogger(UndoAdministration.class);

    private final KnownTenants tenants;
    private final UndoStore store;

    UndoAdministration(KnownTenants tenants, UndoStore store) {
        this.tenants = tenants;
        this.store = store;
    }

    List<AdminRoute> routes() {
        return List.of(new AdminRoute("POST", "tenants/{tenant}/undo", this::undo));
    }

    private Future<AdminAnswer> undo(AdminRequest request) {
        AdminBody body = request.body().requireOnly("since", "until");
        Instant since = body.pastMoment("since");
        Instant until = body.members().has("until") ? body.pastMoment("until") : Instant.now();
        if (!since.isBefore(until)) {
            throw AdminBody.refused("\"since\" must be before \"until\".");
        }
        return tenants.known(request)
                .compose(tenant -> store.undo(tenant, since, until))
                .map(undone -> {
                    LOG.info("Tenant {}: changes from {} to {} taken back: {}", request.tenant(), since, until, undone);
                    return new AdminAnswer.Body(
                            200,
                            Json.MAPPER
                                    .createObjectNode()
                                    .put("until", until.toString())
                                    .put("changed", undone.changed())
                                    .put("recreated", undone.recreated())
                                    .put("memberships", undone.memberships())
                                    .put("left", undone.left())
                                    .put("complete", undone.complete()));
                });
    }
}
