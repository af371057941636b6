package io.sluice.store.pg;

import io.sluice.config.ServerUrl;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Unpooled JDBC connections, for migrations and for setting up the embedded database; requests never take this road. */
final class ServerDataSource {
    private static final int CONNECT_SECONDS = 10;

    private ServerDataSource() {}

    static DataSource of(ServerUrl url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {url.host()});
        source.setPortNumbers(new int[] {url.port()});
        source.setDatabaseName(url.database());
        source.setUser(url.user());
        source.setPassword(url.password().value());
        source.setApplicationName("sluice");
        source.setConnectTimeout(CONNECT_SECONDS);
        String sslMode = url.parameters().get("sslmode");
        if (sslMode != null) {
            source.setSslmode(sslMode);
        }
        String rootCertificate = url.parameters().get("sslrootcert");
        if (rootCertificate != null) {
            source.setSslRootCert(rootCertificate);
        }
        return source;
    }
}
