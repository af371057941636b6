package io.sluice.loadtest;

import static io.gatling.javaapi.core.CoreDsl.details;

import java.time.Duration;

/**
 * Does a tenant that asks far too much harm the others? {@code -Dtenants} work at 25 requests a second while one more is driven with {@code
 * -Dnoise} requests a second. It may be turned away, with Retry-After; the others must notice nothing.
 */
public final class OverloadSimulation extends EntraSimulation {
    public OverloadSimulation() {
        Target target = new Target();
        Tenants quiet = new Tenants(target, Target.property("tenant", "steady"), Target.number("tenants", 10));
        Tenants noisy = new Tenants(target, Target.property("noisy.tenant", "noisy"), 1);
        Duration duration = Duration.ofSeconds(Target.number("seconds", 60));
        quiet.all().forEach(tenant -> tenant.job(false).workday());
        noisy.all().forEach(tenant -> tenant.job(true).workday());
        setUp(
                        quiet.prepared(
                                quiet.steady("quiet", Target.number("rate", 25), duration),
                                quiet.judgementAfter(duration)),
                        noisy.prepared(noisy.steady("noisy", Target.number("noise", 2_000), duration)))
                .protocols(Play.protocol(target))
                .assertions(
                        details("quiet").failedRequests().count().is(0L),
                        details("quiet").responseTime().percentile(99.0).lte(Target.number("p99", 250)));
    }
}
