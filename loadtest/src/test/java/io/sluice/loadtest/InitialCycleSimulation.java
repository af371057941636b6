package io.sluice.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

import io.sluice.loadtest.entra.Size;

/**
 * How long does a first provisioning take, and is the directory right afterwards? One tenant: an initial cycle, as fast as the server lets it on
 * {@code -Dconnections}, whose largest group is filled by parallel PATCHes; then {@code -Dcycles} incremental cycles of {@code -Devents} each.
 */
public final class InitialCycleSimulation extends EntraSimulation {
    public InitialCycleSimulation() {
        Target target = new Target();
        Tenants tenants = new Tenants(target, Target.property("tenant", "initial"), 1);
        tenants.all().forEach(tenant -> {
            var job = tenant.job(false)
                    .testConnection()
                    .initialCycle(new Size(
                            Target.number("people", 50_000),
                            Target.number("teams", 2_000),
                            Target.number("largest", 20_000),
                            Target.number("memberships", 100_000)));
            for (int i = 0; i < Target.number("cycles", 3); i++) {
                job.incrementalCycle(Target.number("events", 5_000));
            }
        });
        setUp(tenants.unpaced("Entra", Target.number("connections", 32)), tenants.judgement())
                .protocols(Play.protocol(target))
                .assertions(global().failedRequests().count().is(0L));
    }
}
