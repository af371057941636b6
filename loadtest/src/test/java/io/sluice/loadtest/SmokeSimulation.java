package io.sluice.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

import io.sluice.loadtest.entra.Size;

/**
 * Does the server take everything that Entra does, in both dialects, at the rate that Entra demands? Three tenants, one of them with two jobs;
 * each job goes through Test Connection, an initial cycle and two incremental cycles at 25 requests a second. About a minute.
 */
public final class SmokeSimulation extends EntraSimulation {
    private static final int RATE = Target.number("rate", 25);
    private static final int PEOPLE = Target.number("people", 160);
    private static final int SLOWEST = Target.number("p99", 3_000);

    public SmokeSimulation() {
        Target target = new Target();
        Tenants tenants = new Tenants(target, Target.property("tenant", "smoke"), Target.number("tenants", 3));
        tenants.all().forEach(tenant -> plan(tenant, PEOPLE));
        plan(tenants.all().getFirst(), PEOPLE / 2);
        setUp(tenants.paced("Entra", RATE), tenants.judgement())
                .protocols(Play.protocol(target))
                .assertions(
                        global().failedRequests().count().is(0L),
                        global().responseTime().percentile(99.0).lte(SLOWEST));
    }

    private static void plan(Tenant tenant, int people) {
        tenant.job(false)
                .testConnection()
                .initialCycle(new Size(people, 1 + people / 12, people * 3 / 4, people))
                .incrementalCycle(people)
                .incrementalCycle(people / 2);
    }
}
