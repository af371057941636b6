package io.sluice.loadtest;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import io.sluice.loadtest.entra.Job;
import java.time.Duration;
import java.util.function.Function;

/** Turns of a job as Gatling's requests: a turn's call is made, and its answer handed back, which decides between OK and KO. */
final class Play {
    private static final String ATTEMPT = "attempt";
    private static final Duration NOTHING_TO_DO = Duration.ofMillis(10);

    private Play() {}

    /** Who makes the next request. */
    record Seat(Tenant tenant, Job job) {}

    /** Kept-alive connections that all share, as one client program has them. */
    static HttpProtocolBuilder protocol(Target target) {
        return http.baseUrl(target.url())
                .header("Accept", "application/scim+json")
                .header("Authorization", session -> "Bearer " + attempt(session).token())
                .disableUrlEncoding()
                .disableCaching()
                .disableFollowRedirect()
                .disableAutoReferer()
                .disableWarmUp()
                .shareConnections();
    }

    /** One request of a job; none where it has nothing to do now. */
    static ChainBuilder turn(Function<Session, Seat> seat) {
        return turn(seat, call());
    }

    /** The same outside of the report: what has to be done before the question can be asked. */
    static ChainBuilder silentTurn(Function<Session, Seat> seat) {
        return turn(seat, call().silent());
    }

    private static ChainBuilder turn(Function<Session, Seat> seat, HttpRequestActionBuilder call) {
        return exec(session -> begin(session, seat.apply(session)))
                .doIfOrElse(session -> session.contains(ATTEMPT))
                .then(exec(request(call)))
                .orElse(pause(NOTHING_TO_DO));
    }

    private static Session begin(Session session, Seat seat) {
        return seat.job()
                .next()
                .map(turn -> session.set(ATTEMPT, new Attempt(seat.tenant(), turn)))
                .orElseGet(() -> session.remove(ATTEMPT));
    }

    private static ChainBuilder request(HttpRequestActionBuilder call) {
        return exec(session -> session)
                .doIfOrElse(session -> attempt(session).hasBody())
                .then(exec(call.body(StringBody(session -> attempt(session).body()))
                        .header("Content-Type", "application/scim+json")))
                .orElse(exec(call))
                .exec(session -> {
                    attempt(session).end();
                    return session.remove(ATTEMPT).markAsSucceeded();
                });
    }

    private static HttpRequestActionBuilder call() {
        return http(session -> attempt(session).name())
                .httpRequest(
                        session -> attempt(session).method(),
                        session -> attempt(session).path())
                .transformResponse((response, session) -> {
                    attempt(session).take(response);
                    return response;
                })
                .check(status().validate("as Entra wants it", (status, session) -> {
                    attempt(session).complaint().ifPresent(complaint -> {
                        throw new IllegalStateException(complaint);
                    });
                    return status;
                }));
    }

    private static Attempt attempt(Session session) {
        return session.<Attempt>get(ATTEMPT);
    }
}
