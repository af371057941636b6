package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.Json;
import io.sluice.scim.TenantId;
import io.sluice.store.TenantLimits;
import io.sluice.store.TenantProfile;
import io.sluice.store.TenantProfileStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a tenant is served, and how much it may ask. Every replica follows within the two seconds that it keeps a credential. */
final class ProfileAdministration {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileAdministration.class);
    private static final String TENANT = "tenants/{tenant}";
    private static final String LIMITS = TENANT + "/limits";
    private static final int MOST = 1_000_000;

    private final KnownTenants tenants;
    private final TenantProfileStore profiles;

    ProfileAdministration(KnownTenants tenants, TenantProfileStore profiles) {
        this.tenants = tenants;
        this.profiles = profiles;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", TENANT, this::tenant),
                new AdminRoute("PATCH", TENANT, this::change),
                new AdminRoute("GET", LIMITS, this::limits),
                new AdminRoute("PUT", LIMITS, this::limit),
                new AdminRoute("DELETE", LIMITS, this::unlimit));
    }

    private Future<AdminAnswer> tenant(AdminRequest request) {
        return tenants.known(request).compose(id -> answer(request, id));
    }

    private Future<AdminAnswer> change(AdminRequest request) {
        boolean suspended = request.body().requireOnly("suspended").truth("suspended");
        return tenants.known(request)
                .compose(id -> profiles.suspend(id, suspended).compose(done -> {
                    LOG.info("Tenant {} {}", request.tenant(), suspended ? "suspended" : "resumed");
                    return answer(request, id);
                }));
    }

    private Future<AdminAnswer> limits(AdminRequest request) {
        return tenants.known(request)
                .compose(profiles::find)
                .map(profile -> json(profile.limits()
                        .orElseThrow(() -> KnownTenants.notFound(
                                "The tenant has no limits of its own, those of the service hold."))));
    }

    private Future<AdminAnswer> limit(AdminRequest request) {
        AdminBody body = request.body().requireOnly("perSecond", "burst", "inFlight");
        int perSecond = body.number("perSecond", 1, MOST);
        int burst = body.number("burst", perSecond, MOST);
        TenantLimits limits = new TenantLimits(perSecond, burst, body.number("inFlight", 1, MOST));
        return tenants.known(request)
                .compose(id -> profiles.limit(id, Optional.of(limits)))
                .map(done -> {
                    LOG.info("Tenant {} has {}", request.tenant(), limits);
                    return json(limits);
                });
    }

    private Future<AdminAnswer> unlimit(AdminRequest request) {
        return tenants.known(request)
                .compose(id -> profiles.limit(id, Optional.empty()))
                .map(done -> {
                    LOG.info("Tenant {} has the limits of the service", request.tenant());
                    return new AdminAnswer.Empty();
                });
    }

    private Future<AdminAnswer> answer(AdminRequest request, TenantId id) {
        return profiles.find(id).map(profile -> json(request.tenant(), profile));
    }

    private static AdminAnswer json(String name, TenantProfile profile) {
        return new AdminAnswer.Body(
                200, Json.MAPPER.createObjectNode().put("name", name).put("suspended", profile.suspended()));
    }

    private static AdminAnswer json(TenantLimits limits) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("perSecond", limits.perSecond())
                .put("burst", limits.burst())
                .put("inFlight", limits.inFlight());
        return new AdminAnswer.Body(200, json);
    }
}
