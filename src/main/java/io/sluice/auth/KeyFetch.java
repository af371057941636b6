package io.sluice.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.sluice.config.IssuerHosts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Fetches a JWK Set (RFC 7517): from a listed host alone, without following redirects, at most 512 KiB and five seconds. Only RSA keys for
 * signatures of a usable size are taken, and none whose id stands there twice.
 */
public final class KeyFetch {
    private static final int MAX_BYTES = 512 << 10;
    private static final int SECONDS = 5;
    private static final int LEAST_BITS = 2_048;
    private static final int MOST_BITS = 8_192;

    private final Vertx vertx;
    private final IssuerHosts hosts;
    private final HttpClient client;

    public KeyFetch(Vertx vertx, IssuerHosts hosts) {
        this.vertx = vertx;
        this.hosts = hosts;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS))
                .setKeepAlive(false)
                .setDecompressionSupported(false));
    }

    public Future<Map<String, RSAPublicKey>> fetch(URI address) {
        if (!hosts.admits(address)) {
            return Future.failedFuture("not a listed host");
        }
        boolean tls = address.getScheme().equalsIgnoreCase("https");
        RequestOptions request = new RequestOptions()
                .setHost(address.getHost())
                .setPort(address.getPort() > 0 ? address.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery()))
                .setFollowRedirects(false)
                .putHeader("Accept", "application/json");
        return client.request(request)
                .compose(sent -> sent.send().compose(KeyFetch::body).onFailure(failure -> sent.reset()))
                .timeout(SECONDS, TimeUnit.SECONDS)
                .compose(body -> vertx.executeBlocking(() -> keys(body), false));
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        if (response.statusCode() != 200) {
            return Future.failedFuture("status " + response.statusCode());
        }
        Buffer body = Buffer.buffer();
        response.handler(bytes -> {
            if (body.length() + bytes.length() > MAX_BYTES) {
                whole.tryFail("too large");
            } else {
                body.appendBuffer(bytes);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }

    static Map<String, RSAPublicKey> keys(Buffer body) throws ParseException, JOSEException {
        Map<String, RSAPublicKey> keys = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (JWK key : JWKSet.parse(body.toString(StandardCharsets.UTF_8)).getKeys()) {
            String id = key.getKeyID();
            if (id != null && !seen.add(id)) {
                keys.remove(id);
            } else if (id != null
                    && key instanceof RSAKey rsa
                    && (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                    && rsa.size() >= LEAST_BITS
                    && rsa.size() <= MOST_BITS) {
                keys.put(id, rsa.toRSAPublicKey());
            }
        }
        return Map.copyOf(keys);
    }
}
