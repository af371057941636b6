package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.Json;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.scim.TenantId;
import io.sluice.store.HoldStore;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether mass deprovisioning of a tenant is held up, and what becomes of what is. */
final class HoldAdministration {
    private static final Logger LOG = LoggerFactory.getLogger(HoldAdministration.class);
    private static final String HOLD = "tenants/{tenant}/hold";

    private final KnownTenants tenants;
    private final HoldStore holds;

    HoldAdministration(KnownTenants tenants, HoldStore holds) {
        this.tenants = tenants;
        this.holds = holds;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", HOLD, request -> tenants.known(request).compose(this::answer)),
                new AdminRoute("PUT", HOLD, this::arm),
                new AdminRoute("POST", HOLD + "/decision", this::decide));
    }

    private Future<AdminAnswer> arm(AdminRequest request) {
        boolean on = request.body().requireOnly("enabled").truth("enabled");
        return tenants.known(request)
                .compose(tenant -> holds.arm(tenant, on).compose(done -> {
                    LOG.info("Tenant {} has {} hold on mass deprovisioning", request.tenant(), on ? "a" : "no");
                    return answer(tenant);
                }));
    }

    private Future<AdminAnswer> decide(AdminRequest request) {
        boolean allow = request.body().requireOnly("allow").truth("allow");
        return tenants.known(request)
                .compose(tenant -> holds.decide(tenant, allow).compose(decided -> {
                    if (!decided) {
                        throw new ScimProblem(409, ScimType.NONE, "Nothing of this tenant is held.").exception();
                    }
                    LOG.info("Held deprovisioning of tenant {} {}", request.tenant(), allow ? "allowed" : "rejected");
                    return answer(tenant);
                }));
    }

    private Future<AdminAnswer> answer(TenantId tenant) {
        return holds.find(tenant).map(found -> {
            ObjectNode json = Json.MAPPER.createObjectNode().put("enabled", found.isPresent());
            found.ifPresent(hold -> json.put("state", hold.state())
                    .put("since", AdminJson.text(hold.since()))
                    .put("users", hold.users())
                    .put("threshold", hold.threshold()));
            return new AdminAnswer.Body(200, json);
        });
    }
}
