package io.sluice.store.pg;

import io.sluice.config.ServerUrl;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;

/** A {@link ServerUrl} in the words of the reactive client. */
final class PgConnections {
    private PgConnections() {}

    static PgConnectOptions options(ServerUrl url) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setDatabase(url.database())
                .setUser(url.user())
                .setPassword(url.password().value());
        String sslMode = url.parameters().getOrDefault("sslmode", "disable");
        if (!sslMode.equals("disable")) {
            options.setSslMode(SslMode.of(sslMode));
            options.setSslOptions(new ClientSSLOptions()
                    .setTrustAll(!sslMode.startsWith("verify"))
                    .setHostnameVerificationAlgorithm(sslMode.equals("verify-full") ? "HTTPS" : ""));
        }
        return options;
    }
}
