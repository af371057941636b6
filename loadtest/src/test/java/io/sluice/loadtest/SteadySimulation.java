package io.sluice.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

import java.time.Duration;

/**
 * Does the server serve {@code -Dtenants} at the rate that Entra demands of each, all at once? What happens in a company happens at {@code
 * -Drate} requests a second for each tenant, however slow the answers are, for {@code -Dseconds}, after {@code -Dwarmup} seconds in which the
 * rate climbs there. What fails in the warm-up counts towards quarantine, but not in the report. With {@code -Dseconds=14400} it is the soak.
 */
public final class SteadySimulation extends EntraSimulation {
    public SteadySimulation() {
        Target target = new Target();
        Tenants tenants = new Tenants(target, Target.property("tenant", "steady"), Target.number("tenants", 10));
        Duration duration = Duration.ofSeconds(Target.number("seconds", 60));
        int rate = Target.number("rate", 25);
        tenants.all().forEach(tenant -> tenant.job(false).workday());
        setUp(tenants.prepared(tenants.warmUp(rate, Duration.ofSeconds(Target.number("warmup", 60)))
                        .andThen(tenants.steady("Entra", rate, duration), tenants.judgementAfter(duration))))
                .protocols(Play.protocol(target))
                .assertions(
                        global().failedRequests().count().is(0L),
                        global().responseTime().percentile(99.0).lte(Target.number("p99", 250)));
    }
}
