package io.sluice.http;

import io.sluice.limits.Strangers;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/** Whatever a client proves itself by passes here, so that one address cannot have any number of wrong ones looked up. */
final class Attempts {
    private final Strangers strangers;
    private final ClientAddress addresses;

    Attempts(Strangers strangers, ClientAddress addresses) {
        this.strangers = strangers;
        this.addresses = addresses;
    }

    /**
     * What the check finds, or a failure with 429 before it is asked.
     *
     * @param proof a token, secret or assertion; empty where there is none
     * @param check fails for a proof that is not good; complete at once where that could be told without looking it up
     */
    <T> Future<T> count(HttpServerRequest request, String proof, Supplier<Future<T>> check) {
        if (proof.isEmpty()) {
            return check.get();
        }
        Supplier<String> address = () -> addresses.of(request);
        strangers.attempt(address, proof);
        Future<T> found = check.get();
        Strangers.Outcome refused = found.isComplete() ? Strangers.Outcome.FREE : Strangers.Outcome.UNKNOWN;
        return found.onSuccess(good -> strangers.settle(address, proof, Strangers.Outcome.GOOD))
                .onFailure(failure -> strangers.settle(address, proof, refused));
    }
}
