package io.sluice.auth;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the issuers that clients trust, for all event loops. They are fetched when first needed, again after an hour, and when a token
 * names a key that is not among them; one fetch at a time for each address, and after one that brought nothing new none for a while, so that
 * made-up key ids cost an issuer nothing. While an issuer is unreachable its last good keys serve for a day.
 */
public final class IssuerKeys {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private static final long FRESH_NANOS = Duration.ofHours(1).toNanos();
    private static final long GOOD_NANOS = Duration.ofHours(24).toNanos();

    /** After a fetch, before the next one for an unknown key: an emergency's new keys are known within a minute. */
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    /** After one that failed. */
    private static final long PAUSE_AFTER_FAILURE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Vertx vertx;
    private final Function<URI, Future<Map<String, RSAPublicKey>>> fetch;
    private final LongSupplier nanoTime;
    private final Map<URI, Issuer> issuers = new HashMap<>();

    private static final class Issuer {
        private Map<String, RSAPublicKey> keys = Map.of();
        private long fetched;
        private boolean everFetched;
        private long next;
        private boolean everTried;
        private @Nullable Future<Map<String, RSAPublicKey>> underWay;
    }

    /** @param fetch the keys at an address, by their ids */
    public IssuerKeys(Vertx vertx, Function<URI, Future<Map<String, RSAPublicKey>>> fetch, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.fetch = fetch;
        this.nanoTime = nanoTime;
    }

    /** Completes on the event loop that asks: empty where the issuer has no such key; fails while that cannot be told. */
    Future<Optional<RSAPublicKey>> key(URI address, String keyId) {
        Future<Map<String, RSAPublicKey>> fetching;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            Issuer issuer = issuers.computeIfAbsent(address, unknown -> new Issuer());
            boolean good = issuer.everFetched && now - issuer.fetched < GOOD_NANOS;
            boolean stale = !issuer.everFetched || now - issuer.fetched >= FRESH_NANOS;
            @Nullable RSAPublicKey key = good ? issuer.keys.get(keyId) : null;
            boolean may = !issuer.everTried || now - issuer.next >= 0;
            if ((key == null || stale) && may && issuer.underWay == null) {
                begin(address, issuer);
            }
            if (key != null) {
                return Future.succeededFuture(Optional.of(key));
            }
            if (issuer.underWay == null) {
                return good
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture("the keys at " + address.getHost() + " cannot be fetched");
            }
            fetching = issuer.underWay;
        }
        return here(fetching).map(keys -> Optional.ofNullable(keys.get(keyId)));
    }

    private void begin(URI address, Issuer issuer) {
        Future<Map<String, RSAPublicKey>> fetching = fetch.apply(address);
        issuer.underWay = fetching;
        fetching.onComplete(outcome -> ended(address, issuer, outcome.succeeded() ? outcome.result() : null));
    }

    private synchronized void ended(URI address, Issuer issuer, @Nullable Map<String, RSAPublicKey> keys) {
        long now = nanoTime.getAsLong();
        issuer.underWay = null;
        issuer.everTried = true;
        issuer.next = now + (keys == null ? PAUSE_AFTER_FAILURE_NANOS : PAUSE_NANOS);
        if (keys == null) {
            LOG.warn("The keys at {} cannot be fetched", address);
            return;
        }
        issuer.keys = keys;
        issuer.fetched = now;
        issuer.everFetched = true;
    }

    /** The fetch completes on the event loop that began it. */
    private <T> Future<T> here(Future<T> shared) {
        Context own = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        shared.onComplete(outcome -> own.runOnContext(turn -> promise.complete(outcome.result(), outcome.cause())));
        return promise.future();
    }
}
