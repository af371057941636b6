package io.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.BearerToken;
import io.sluice.scim.ScimException;
import io.sluice.scim.TenantId;
import io.sluice.store.ClientStore;
import io.sluice.store.Credential;
import io.sluice.store.CredentialStore;
import io.sluice.store.Scope;
import io.sluice.store.TenantLimits;
import io.sluice.store.TenantProfile;
import io.sluice.store.TenantProfileStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerAuthenticationTest {
    private static final Credential OURS = new Credential(new TenantId(7), "acme", UUID.randomUUID(), Scope.ALL, 0);

    private static final ClientStore NO_CLIENTS = (ClientStore) Proxy.newProxyInstance(
            ClientStore.class.getClassLoader(), new Class<?>[] {ClientStore.class}, (proxy, method, arguments) -> {
                throw new AssertionError("nobody asks for clients here");
            });
    private static final IssuerKeys NO_KEYS =
            new IssuerKeys(Vertx.vertx(), address -> Future.failedFuture("none"), System::nanoTime);

    private final Lookups lookups = new Lookups();
    private final BearerAuthentication authentication = new BearerAuthentication(
            lookups,
            new IssuerCredentials(NO_CLIENTS, new IssuerTokens(NO_CLIENTS, NO_KEYS, Clock.systemUTC())),
            new TenantProfiles(new NoProfiles()),
            new LastUse(lookups));

    @Test
    void aTokenIsLookedUpOnceInTwoSeconds() {
        String token = lookups.knows(BearerToken.tenant());

        for (int request = 0; request < 100; request++) {
            Caller caller = authentication.authenticate("Bearer " + token).result();
            assertThat(caller.tenant()).isEqualTo(OURS.tenant());
        }

        assertThat(lookups.count).isEqualTo(1);
    }

    @Test
    void requestsThatComeTogetherShareOneLookUp() {
        Promise<Optional<Credential>> slow = Promise.promise();
        lookups.answer = slow.future();
        String header = "bearer " + BearerToken.tenant();

        Future<Caller> first = authentication.authenticate(header);
        Future<Caller> second = authentication.authenticate(header);
        slow.complete(Optional.of(OURS));

        assertThat(first.succeeded()).isTrue();
        assertThat(second.succeeded()).isTrue();
        assertThat(lookups.count).isEqualTo(1);
    }

    @Test
    void anUnknownTokenIsLookedUpOnceToo() {
        String header = "Bearer " + BearerToken.tenant();

        assertThat(status(header)).isEqualTo(401);
        assertThat(status(header)).isEqualTo(401);

        assertThat(lookups.count).isEqualTo(1);
    }

    @Test
    void aFloodOfMadeUpTokensPushesNoGoodOneOut() {
        String good = lookups.knows(BearerToken.tenant());
        authentication.authenticate("Bearer " + good);
        long before = System.nanoTime();

        for (int i = 0; i < 20_000; i++) {
            authentication.authenticate("Bearer " + "0".repeat(40) + i);
        }
        int flood = lookups.count;
        authentication.authenticate("Bearer " + good);

        // On a machine so slow that two seconds have passed there is nothing to see.
        if (System.nanoTime() - before < 1_900_000_000L) {
            assertThat(lookups.count).isEqualTo(flood);
        }
    }

    @Test
    void aLookUpThatFailedIsTriedAgain() {
        lookups.answer = Future.failedFuture("no database");
        String header = "Bearer " + lookups.knows(BearerToken.tenant());
        assertThat(authentication.authenticate(header).failed()).isTrue();

        lookups.answer = null;

        assertThat(authentication.authenticate(header).succeeded()).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Basic YTpi",
                "Bearer sluice_",
                "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.",
                "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.eyJzdWIiOiJhIn0",
                "Bearer sluice_0123456789abcdef0123456789abcdef_x",
                "Bearer sluice_00000000000000000000000000000000_0000000000000000000000000000000000000000000_000000",
                "Bearer sluice_admin_0000000000000000000000000000000000000000000_zzzzzz"
            })
    void whatCanBeNoTokenIsRefusedWithoutALookUp(String header) {
        assertThat(status(header)).isEqualTo(401);
        assertThat(status("Bearer " + "x".repeat(10_000))).isEqualTo(401);

        assertThat(lookups.count).isZero();
    }

    private int status(String header) {
        return ((ScimException) authentication.authenticate(header).cause())
                .problem()
                .status();
    }

    /** The version in the credential says that there is nothing to ask for. */
    private static final class NoProfiles implements TenantProfileStore {
        @Override
        public Future<TenantProfile> find(TenantId tenant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Void> suspend(TenantId tenant, boolean suspended) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Void> limit(TenantId tenant, Optional<TenantLimits> limits) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Lookups implements CredentialStore {
        private final Map<ByteBuffer, Credential> known = new HashMap<>();
        private @Nullable Future<Optional<Credential>> answer;
        private int count;

        String knows(String token) {
            known.put(ByteBuffer.wrap(BearerAuthentication.sha256(token)), OURS);
            return token;
        }

        @Override
        public Future<Optional<Credential>> find(byte[] digest) {
            count++;
            Future<Optional<Credential>> given = answer;
            return given != null
                    ? given
                    : Future.succeededFuture(Optional.ofNullable(known.get(ByteBuffer.wrap(digest))));
        }

        @Override
        public Future<Void> used(Map<UUID, TenantId> credentials) {
            return Future.succeededFuture();
        }
    }
}
