package io.sluice.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

/**
 * How fast is Bulk, and is everything there afterwards? One tenant imports {@code -Drequests} Bulk requests of {@code -Dmembers} new users and a
 * group of them each.
 */
public final class BulkSimulation extends EntraSimulation {
    public BulkSimulation() {
        Target target = new Target();
        Tenants tenants = new Tenants(target, Target.property("tenant", "bulk"), 1);
        tenants.all()
                .forEach(
                        tenant -> tenant.job(false).bulk(Target.number("requests", 50), Target.number("members", 500)));
        setUp(tenants.unpaced("bulk", Target.number("connections", 2)), tenants.judgement())
                .protocols(Play.protocol(target))
                .assertions(
                        global().failedRequests().count().is(0L),
                        global().responseTime().percentile(99.0).lte(Target.number("p99", 20_000)));
    }
}
