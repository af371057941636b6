package io.sluice.loadtest;

import io.gatling.http.response.Response;
import io.sluice.loadtest.entra.Answer;
import io.sluice.loadtest.entra.Turn;
import java.util.Optional;

/** A turn under way. Belongs to one virtual user. */
final class Attempt {
    private final Tenant tenant;
    private final Turn turn;
    private boolean answered;
    private Optional<String> complaint = Optional.empty();

    Attempt(Tenant tenant, Turn turn) {
        this.tenant = tenant;
        this.turn = turn;
    }

    String token() {
        return tenant.token();
    }

    String name() {
        return turn.call().name();
    }

    String method() {
        return turn.call().method();
    }

    String path() {
        return turn.call().path();
    }

    String body() {
        return turn.call().body();
    }

    boolean hasBody() {
        return !body().isEmpty();
    }

    void take(Response response) {
        answered = true;
        complaint = turn.answered(new Answer(
                response.status().code(),
                header(response, "Content-Type"),
                header(response, "Retry-After"),
                response.body().string()));
    }

    private static String header(Response response, String name) {
        String value = response.headers().get(name);
        return value == null ? "" : value;
    }

    Optional<String> complaint() {
        return complaint;
    }

    /** However it went, the job learns of it. */
    void end() {
        if (!answered) {
            turn.lost();
        }
    }
}
