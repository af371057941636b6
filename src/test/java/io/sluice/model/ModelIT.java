package io.sluice.model;

import io.sluice.Dice;
import io.sluice.GatewayUnderTest;
import io.sluice.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(1_800)
class ModelIT {
    private static final long SEED = Long.getLong("sluice.model.seed", 1);
    private static final long SEQUENCES = Long.getLong("sluice.model.sequences", 400);
    private static final int OPERATIONS = Integer.getInteger("sluice.model.operations", 30);

    /** Sequences at a time, each lane on a tenant of its own. */
    private static final int LANES = 16;

    private final AtomicLong next = new AtomicLong(SEED);

    @Test
    void everySequenceOfOperationsEndsWhereTheModelEnds() throws Exception {
        try (Wire wire = new Wire(GatewayUnderTest.newTenant(), LANES);
                ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                ends.add(lanes.submit(() -> run(wire, GatewayUnderTest.newTenant())));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
    }

    private void run(Wire wire, GatewayUnderTest.Tenant tenant) {
        for (long seed = next.getAndIncrement(); seed < SEED + SEQUENCES; seed = next.getAndIncrement()) {
            Exchanges exchanges = new Exchanges(wire, tenant);
            try {
                new Sequence(Dice.of(seed, 0), exchanges, tenant.base().toString()).run(OPERATIONS);
            } catch (RuntimeException | AssertionError difference) {
                next.set(Long.MAX_VALUE / 2);
                throw new AssertionError(
                        "The sequence of seed " + seed + " differs from the model: " + difference.getMessage()
                                + "; again with -Dsluice.model.seed=" + seed + " -Dsluice.model.sequences=1\n"
                                + exchanges,
                        difference);
            }
        }
    }
}
