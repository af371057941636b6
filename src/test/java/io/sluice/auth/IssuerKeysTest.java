package io.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.sluice.BesideOthers;
import io.sluice.config.IssuerHosts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a server of keys on the loopback interface. */
@Timeout(60)
@BesideOthers
class IssuerKeysTest {
    private static final RSAKey ONE = IssuerUnderTest.key("one");
    private static final RSAKey TWO = IssuerUnderTest.key("two");

    private final Vertx vertx = Vertx.vertx();
    private final KeyServer server = new KeyServer();
    private final AtomicLong clock = new AtomicLong();
    private final KeyFetch fetch = new KeyFetch(vertx, new IssuerHosts(Set.of(server.host())));
    private final IssuerKeys keys = new IssuerKeys(vertx, fetch::fetch, clock::get);

    @AfterEach
    void close() throws Exception {
        server.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void manyWhoAskAtOnceShareOneFetch() throws Exception {
        server.serve(List.of(ONE.toPublicJWK()), 300);
        List<Future<Optional<RSAPublicKey>>> asked = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            asked.add(keys.key(URI.create(server.url()), "one"));
        }

        for (Future<Optional<RSAPublicKey>> each : asked) {
            assertThat(each.await(10, TimeUnit.SECONDS)).isPresent();
        }
        assertThat(server.fetches).hasValue(1);
    }

    @Test
    void aNewKeyIsFetchedAtMostOnceAMinute() throws Exception {
        server.serve(ONE.toPublicJWK());
        assertThat(find("one")).isTrue();
        server.serve(ONE.toPublicJWK(), TWO.toPublicJWK());

        for (int i = 0; i < 20; i++) {
            assertThat(find("two")).isFalse();
        }
        assertThat(server.fetches).hasValue(1);
        later(Duration.ofSeconds(61));

        assertThat(find("two")).isTrue();
        assertThat(server.fetches).hasValue(2);
    }

    @Test
    void aKeyThatTheIssuerTookBackIsGoneWithTheNextFetch() throws Exception {
        server.serve(ONE.toPublicJWK(), TWO.toPublicJWK());
        assertThat(find("two")).isTrue();
        server.serve(ONE.toPublicJWK());
        later(Duration.ofMinutes(61));

        find("one");
        while (server.fetches.get() < 2) {
            Thread.sleep(10);
        }
        Thread.sleep(200);

        assertThat(find("two")).isFalse();
    }

    @Test
    void theLastGoodKeysServeForADayWhileTheIssuerIsUnreachable() throws Exception {
        server.serve(ONE.toPublicJWK());
        assertThat(find("one")).isTrue();
        server.answer(503, Map.of(), "", 0);

        later(Duration.ofHours(23));
        assertThat(find("one")).isTrue();
        later(Duration.ofHours(2));

        assertThat(fails("one")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "302, '', 0",
        "200, '', 0",
        "200, '{', 0",
        "200, '{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\"}]}', 0",
        "404, '', 0",
        "200, large, 0",
        "200, '{\"keys\":[]}', 7000"
    })
    void whatIsNoSetOfKeysIsAFailureAndNeverFollowed(int status, String body, int delay) throws Exception {
        server.answer(
                status,
                Map.of("Location", server.url() + "/elsewhere"),
                body.equals("large") ? " ".repeat(600_000) + "{\"keys\":[]}" : body,
                delay);

        assertThat(fails("one")).isTrue();
        assertThat(server.fetches).hasValue(1);
    }

    @Test
    void anAddressThatIsNotListedIsNeverAsked() throws Exception {
        server.serve(ONE.toPublicJWK());
        KeyFetch other = new KeyFetch(vertx, IssuerHosts.MICROSOFT);

        assertThat(other.fetch(URI.create(server.url())).failed()).isTrue();
        assertThat(server.fetches).hasValue(0);
    }

    @Test
    void onlyUsableKeysAreTaken() throws Exception {
        RSAKey small = new RSAKeyGenerator(1_024, true).keyID("small").generate();
        RSAKey encrypting = new RSAKey.Builder(IssuerUnderTest.key("encrypting"))
                .keyUse(KeyUse.ENCRYPTION)
                .build();
        RSAKey nameless = new RSAKey.Builder(TWO.toRSAPublicKey()).build();
        RSAKey twice = IssuerUnderTest.key("two");
        String set = new com.nimbusds.jose.jwk.JWKSet(List.of(
                        ONE.toPublicJWK(),
                        small.toPublicJWK(),
                        encrypting.toPublicJWK(),
                        nameless,
                        TWO.toPublicJWK(),
                        twice.toPublicJWK()))
                .toString();

        assertThat(KeyFetch.keys(Buffer.buffer(set)).keySet()).containsExactly("one");
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.microsoftonline.com/t/keys, true",
        "https://LOGIN.microsoftonline.com:443/t/keys, true",
        "https://127.0.0.1:9443/keys, true",
        "http://127.0.0.1:9080/keys, true",
        "http://127.0.0.1:9081/keys, false",
        "http://login.microsoftonline.com/keys, false",
        "https://login.microsoftonline.com:8443/keys, false",
        "https://login.microsoftonline.com.evil.example/keys, false",
        "https://evil.example/login.microsoftonline.com, false",
        "https://login.microsoftonline.com@evil.example/keys, false",
        "https://user@login.microsoftonline.com/keys, false",
        "https://login.microsoftonline.com/keys#x, false",
        "ftp://login.microsoftonline.com/keys, false",
        "keys, false"
    })
    void hostsAreAdmittedByTheListAlone(String address, boolean admitted) {
        IssuerHosts hosts = new IssuerHosts(Set.of("login.microsoftonline.com", "127.0.0.1:9443", "127.0.0.1:9080"));

        assertThat(hosts.admits(URI.create(address))).isEqualTo(admitted);
    }

    private boolean find(String keyId) throws Exception {
        return keys.key(URI.create(server.url()), keyId)
                .await(15, TimeUnit.SECONDS)
                .isPresent();
    }

    private boolean fails(String keyId) throws Exception {
        Future<Optional<RSAPublicKey>> asked = keys.key(URI.create(server.url()), keyId);
        try {
            asked.await(15, TimeUnit.SECONDS);
            return false;
        } catch (RuntimeException failed) {
            return true;
        } catch (Exception failed) {
            return true;
        }
    }

    private void later(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
