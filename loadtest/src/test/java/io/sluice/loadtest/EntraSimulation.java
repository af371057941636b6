package io.sluice.loadtest;

import com.sun.management.OperatingSystemMXBean;
import io.gatling.javaapi.core.Simulation;
import java.lang.management.ManagementFactory;

/** Tells at its end what the generator itself has cost: it shares the machine with what it measures. */
abstract class EntraSimulation extends Simulation {
    private static final double NANOS = 1e9;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long begin = System.nanoTime();
    private final long cpuBefore = system.getProcessCpuTime();

    @Override
    public final void after() {
        System.out.printf(
                "generator: %.1f s of CPU in %.1f s%n",
                (system.getProcessCpuTime() - cpuBefore) / NANOS, (System.nanoTime() - begin) / NANOS);
    }
}
