package io.sluice.loadtest;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.incrementUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.sluice.loadtest.Play.Seat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The tenants of a simulation, and the populations of virtual users that work for them. */
final class Tenants {
    private static final String TENANT = "tenant";
    private static final String SEAT = "seat";
    private static final Duration RAMP = Duration.ofSeconds(1);
    private static final Duration CLIMB = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(200);

    /** Virtual users of one paced job: more than one, so that some of its requests meet. */
    private static final int CONNECTIONS = 5;

    private final List<Tenant> all = new ArrayList<>();

    /** @param prefix of their names: {@code prefix-1}, {@code prefix-2} ... */
    Tenants(Target target, String prefix, int number) {
        for (int i = 1; i <= target.tenants(number); i++) {
            String name = prefix + '-' + i;
            all.add(new Tenant(name, target.token(name)));
        }
    }

    List<Tenant> all() {
        return all;
    }

    /** Each job at up to {@code rate} requests a second until it is finished. */
    PopulationBuilder paced(String name, int rate) {
        Duration pace = Duration.ofMillis(1_000L * CONNECTIONS / rate);
        return scenario(name)
                .exec(whole(exec(session -> session).pace(pace).exec(Play.turn(session -> session.<Seat>get(SEAT)))))
                .injectOpen(rampUsers(CONNECTIONS * seats().size()).during(RAMP));
    }

    /** Each job as fast as the target lets it, on so many connections, until it is finished. */
    PopulationBuilder unpaced(String name, int connections) {
        return scenario(name)
                .exec(whole(Play.turn(session -> session.<Seat>get(SEAT))))
                .injectOpen(atOnceUsers(connections * seats().size()));
    }

    /** Before {@code load}, and outside of the report: every tenant takes over what it finds, or is filled where that is nothing. */
    PopulationBuilder prepared(PopulationBuilder... load) {
        AtomicInteger next = new AtomicInteger();
        return scenario("preparation of " + all.getFirst().name())
                .exec(session -> session.set(TENANT, all.get(next.getAndIncrement())))
                .exec(asLongAs(session -> !tenant(session).preparer().job().isFinished())
                        .on(Play.silentTurn(session -> tenant(session).preparer())))
                .injectOpen(atOnceUsers(all.size()))
                .andThen(load);
    }

    /**
     * Each job at exactly {@code rate} requests a second, however slow the answers are: every request is a virtual user of its own. The rate
     * climbs for a moment first.
     */
    PopulationBuilder steady(String name, int rate, Duration duration) {
        double all = (double) rate * seats().size();
        return scenario(name)
                .exec(group(name).on(nextSeat()))
                .injectOpen(
                        rampUsersPerSec(all / 10).to(all).during(CLIMB),
                        constantUsersPerSec(all).during(duration.minus(CLIMB)));
    }

    /** All together at {@code step} requests a second, then twice that, and so on. */
    PopulationBuilder climbing(String name, int step, int steps, Duration level) {
        return scenario(name)
                .exec(nextSeat())
                .injectOpen(incrementUsersPerSec(step)
                        .times(steps)
                        .eachLevelLasting(level)
                        .startingFrom(step));
    }

    /** The same load outside of the report, from nothing up to all of it: a server is judged once its code is compiled and its caches are filled. */
    PopulationBuilder warmUp(int rate, Duration duration) {
        Seats seats = new Seats();
        return scenario("warm-up")
                .exec(Play.silentTurn(session -> seats.next()))
                .injectOpen(
                        rampUsersPerSec(1).to((double) rate * seats().size()).during(duration));
    }

    private ChainBuilder nextSeat() {
        Seats seats = new Seats();
        return Play.turn(session -> seats.next());
    }

    /** The jobs in turn. */
    private final class Seats {
        private final List<Seat> seats = seats();
        private final AtomicInteger next = new AtomicInteger();

        Seat next() {
            return seats.get(Math.floorMod(next.getAndIncrement(), seats.size()));
        }
    }

    /** Waits until the jobs have done all that was planned, reads every directory, and judges. */
    PopulationBuilder judgement() {
        return judgement(
                asLongAs(session -> tenant(session).unfinished().isPresent()).on(pause(LOOK)),
                Play.turn(Tenants::reader));
    }

    /** Lets the jobs work for a time, then brings what they have begun to its end and reads every directory, both outside of the report, and judges. */
    PopulationBuilder judgementAfter(Duration load) {
        return judgement(
                pause(load)
                        .exec(session -> {
                            tenant(session).endOfDay();
                            return session;
                        })
                        .exec(asLongAs(session -> tenant(session).unfinished().isPresent())
                                .on(Play.silentTurn(session -> tenant(session)
                                        .unfinished()
                                        .orElse(tenant(session).reader())))),
                Play.silentTurn(Tenants::reader));
    }

    private PopulationBuilder judgement(ChainBuilder wait, ChainBuilder read) {
        AtomicInteger next = new AtomicInteger();
        return scenario("judgement")
                .exec(session -> session.set(TENANT, all.get(next.getAndIncrement())))
                .exec(wait)
                .exec(asLongAs(session -> !tenant(session).reader().job().isFinished())
                        .on(read))
                .exec(session -> {
                    System.out.println(tenant(session).summary());
                    return session;
                })
                .exec(dummy("directory equals the model", 1)
                        .withSuccess(session -> tenant(session).directoryIsEqual()))
                .exec(dummy("nothing counts towards quarantine", 1)
                        .withSuccess(session -> tenant(session).isHealthy()))
                .injectOpen(atOnceUsers(all.size()));
    }

    private List<Seat> seats() {
        return all.stream().flatMap(tenant -> tenant.seats().stream()).toList();
    }

    /** Gives each virtual user a seat in turn and repeats the request until the seat's job is finished. */
    private ChainBuilder whole(ChainBuilder request) {
        List<Seat> seats = seats();
        AtomicInteger next = new AtomicInteger();
        return exec(session -> session.set(SEAT, seats.get(next.getAndIncrement() % seats.size())))
                .exec(asLongAs(session -> !session.<Seat>get(SEAT).job().isFinished())
                        .on(request));
    }

    private static Seat reader(Session session) {
        return tenant(session).reader();
    }

    private static Tenant tenant(Session session) {
        return session.<Tenant>get(TENANT);
    }
}
