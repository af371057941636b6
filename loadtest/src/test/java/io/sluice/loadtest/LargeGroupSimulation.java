package io.sluice.loadtest;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;

/**
 * Does a membership cost the same in a group of everybody? In each tenant that was seeded, several jobs add members to its first group and
 * remove others, {@code -Dconnections} PATCHes at once, {@code -Devents} for each job; none may be lost.
 */
public final class LargeGroupSimulation extends EntraSimulation {
    public LargeGroupSimulation() {
        Target target = new Target();
        Tenants tenants = new Tenants(target, Target.property("tenant", "crowd"), 1);
        for (int i = 0; i < Target.number("jobs", 2); i++) {
            tenants.all().forEach(tenant -> tenant.job(false).crowd(Target.number("events", 2_000)));
        }
        setUp(tenants.prepared(tenants.unpaced("Entra", Target.number("connections", 8)), tenants.judgement()))
                .protocols(Play.protocol(target))
                .assertions(
                        global().failedRequests().count().is(0L),
                        details("add members").responseTime().percentile(99.0).lte(Target.number("p99", 250)),
                        details("remove members")
                                .responseTime()
                                .percentile(99.0)
                                .lte(Target.number("p99", 250)));
    }
}
