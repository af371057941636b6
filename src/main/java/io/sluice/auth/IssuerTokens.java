package io.sluice.auth;

import io.sluice.scim.ScimProblem;
import io.sluice.store.ClientStore;
import io.sluice.store.IssuerPins;
import io.sluice.store.IssuerPins.Use;
import io.sluice.store.TrustedIssuer;
import io.vertx.core.Future;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Tells which client a signed token of an identity provider stands for: what it claims must be what an administrator pinned, to the letter,
 * and signed with a key of that issuer. Cheap checks come first; a key is never fetched for an issuer that no client trusts.
 */
final class IssuerTokens {
    private final ClientStore clients;
    private final IssuerKeys keys;
    private final InstantSource clock;

    IssuerTokens(ClientStore clients, IssuerKeys keys, InstantSource clock) {
        this.clients = clients;
        this.keys = keys;
        this.clock = clock;
    }

    /** Empty where the token stands for none; 503 while that cannot be told. */
    Future<Optional<TrustedIssuer>> trusted(SignedToken token, Use use) {
        if (!token.isGoodAt(clock.instant()) || !token.isOfAnApplication()) {
            return Future.succeededFuture(Optional.empty());
        }
        String origin = IssuerPins.origin(use, token.text("iss"), token.text("tid"), token.audience());
        return clients.issuers(BearerAuthentication.sha256(origin)).compose(found -> {
            List<TrustedIssuer> matching = found.stream()
                    .filter(issuer -> matches(issuer.pins(), token, use))
                    .toList();
            // Pins of several clients that all match name none of them.
            return matching.size() == 1 ? signed(matching.getFirst(), token) : Future.succeededFuture(Optional.empty());
        });
    }

    private Future<Optional<TrustedIssuer>> signed(TrustedIssuer issuer, SignedToken token) {
        return keys.key(URI.create(issuer.pins().keys()), token.keyId())
                .recover(unreachable -> Future.failedFuture(
                        ScimProblem.unavailable("The keys of the token's issuer cannot be fetched just now; try again.")
                                .exception()))
                .map(key -> key.filter(token::isSignedBy).map(good -> issuer));
    }

    private static boolean matches(IssuerPins pins, SignedToken token, Use use) {
        return pins.use() == use
                && pins.issuer().equals(token.text("iss"))
                && pins.directory().equals(token.text("tid"))
                && pins.audience().equals(token.audience())
                && (pins.subject().isEmpty() || pins.subject().equals(token.text("sub")))
                && (pins.app().isEmpty() || pins.app().equals(token.app()));
    }
}
