package io.sluice.loadtest;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;

/**
 * How long do the pages of a large directory take, the last ones too? Account Discovery reads a seeded tenant whole by index pages, every page
 * full and no resource twice; then it is read once more and must be the same.
 */
public final class PagingSimulation extends EntraSimulation {
    public PagingSimulation() {
        Target target = new Target();
        Tenants tenants = new Tenants(target, Target.property("tenant", "large"), 1);
        tenants.all().forEach(tenant -> tenant.job(false).discovery());
        setUp(tenants.unpaced("discovery", 4), tenants.judgement())
                .protocols(Play.protocol(target))
                .assertions(
                        global().failedRequests().count().is(0L),
                        details("read page").responseTime().percentile(99.0).lte(Target.number("p99", 1_000)));
    }
}
