package io.sluice.fault;

import io.sluice.ServerUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Traffic through one gateway whose database, and the line to it, is sound, then has a fault, then is sound again. */
final class FaultRun implements AutoCloseable {
    private static final Duration RECOVERED = Duration.ofSeconds(5);

    private final Fault fault;
    private final int perSecond;
    private final AilingDatabase database;
    private final ServerUnderTest server;

    /**
     * @param before each of the two sound times at the ends; the second begins when the gateway should have recovered
     */
    record Times(Duration before, Duration fault) {}

    /**
     * @param refused 503 with Retry-After
     * @param recovery from the end of the fault until the first success
     * @param queue the most statements that were waiting or sent and not yet answered
     * @param share of the requests that succeed afterwards, to the share before
     */
    record Outcome(
            Fault fault,
            int requests,
            int refused,
            Duration slowest,
            Duration recovery,
            int queue,
            double share,
            List<String> wrong) {
        @Override
        public String toString() {
            return String.format(
                    "%-14s %5d requests, %5d refused, slowest %5d ms, at most %4d statements in the queue, first success %5d ms"
                            + " after the cure, %3.0f %% of the throughput from 5 s after it, %d wrong%s",
                    fault,
                    requests,
                    refused,
                    slowest.toMillis(),
                    queue,
                    recovery.toMillis(),
                    share * 100,
                    wrong.size(),
                    wrong.isEmpty() ? "" : ": " + wrong.subList(0, Math.min(3, wrong.size())));
        }
    }

    private FaultRun(Fault fault, int perSecond, AilingDatabase database, ServerUnderTest server) {
        this.fault = fault;
        this.perSecond = perSecond;
        this.database = database;
        this.server = server;
    }

    /** Everything is up when it returns. */
    static FaultRun prepare(Fault fault, int perSecond) throws Exception {
        AilingDatabase database = AilingDatabase.of(fault);
        return new FaultRun(
                fault,
                perSecond,
                database,
                ServerUnderTest.start(
                        database.serving(),
                        // All of the traffic is one tenant's, whose own bound would refuse before the database is
                        // asked.
                        Map.of("SLUICE_DATABASE_CONNECTIONS", "5", "SLUICE_TENANT_IN_FLIGHT", "10000")));
    }

    @Override
    public void close() throws Exception {
        server.close();
        database.close();
    }

    Outcome run(Times times) throws Exception {
        try (Traffic traffic = Traffic.start(server.tenant(), perSecond);
                QueueWatch queue = QueueWatch.start(server)) {
            while (traffic.answers().stream().noneMatch(Answer::succeeded)) {
                Thread.sleep(10);
            }
            long start = System.nanoTime();
            Thread.sleep(times.before);
            long broken = System.nanoTime();
            database.become(fault);
            Thread.sleep(times.fault);
            database.become(Fault.NONE);
            long cured = System.nanoTime();
            Thread.sleep(RECOVERED);
            long recovered = System.nanoTime();
            Thread.sleep(times.before);
            long end = System.nanoTime();
            List<Answer> answers = traffic.end();

            List<String> wrong = new ArrayList<>(Ledger.dishonest(answers));
            wrong.addAll(Ledger.lost(Ledger.acknowledged(answers), database.superuser()));
            long first = answers.stream()
                    .filter(Answer::succeeded)
                    .mapToLong(answer -> answer.at() + answer.took().toNanos())
                    .filter(at -> at >= cured)
                    .min()
                    .orElse(Long.MAX_VALUE);
            return new Outcome(
                    fault,
                    answers.size(),
                    (int) answers.stream().filter(Answer::isHonestRefusal).count(),
                    answers.stream().map(Answer::took).max(Duration::compareTo).orElseThrow(),
                    Duration.ofNanos(first - cured),
                    queue.longest(),
                    share(answers, recovered, end) / share(answers, start, broken),
                    wrong);
        }
    }

    /** Of the requests that were sent in that time; they come at a steady pace, so it is the throughput too. */
    private static double share(List<Answer> answers, long from, long to) {
        return answers.stream()
                .filter(answer -> answer.at() >= from && answer.at() < to)
                .mapToInt(answer -> answer.succeeded() ? 1 : 0)
                .average()
                .orElse(0);
    }
}
