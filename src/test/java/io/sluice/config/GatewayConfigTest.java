package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigTest {
    private static final String URL = "postgresql://serve:s3cr3t-pw@db.example:6543/directory";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @Test
    void defaultsServeAnEmbeddedDatabaseOnTheLoopbackInterface() {
        GatewayConfig config = GatewayConfig.from(Map.of());

        assertThat(config.http().endpoint()).isEqualTo(new Endpoint("127.0.0.1", 8080));
        assertThat(config.http().maxCount()).isEqualTo(10_000);
        assertThat(config.management()).isEqualTo(new Endpoint("127.0.0.1", 8081));
        assertThat(config.admin().endpoint()).isEqualTo(new Endpoint("127.0.0.1", 8082));
        assertThat(config.database()).isEqualTo(new DatabaseConfig.Embedded(Path.of("data")));
        assertThat(config.bootstrap())
                .isEqualTo(
                        new BootstrapConfig("default", new TokenSource.Generated(Path.of("data", "bootstrap.token"))));
        assertThat(config.admin().token()).isEqualTo(new TokenSource.Generated(Path.of("data", "admin.token")));
    }

    @Test
    void externalDatabaseOpensTheScimPortAndClosesWhatHasNoToken() {
        GatewayConfig config = GatewayConfig.from(Map.of("SLUICE_DATABASE_URL", URL));

        assertThat(config.http().endpoint()).isEqualTo(new Endpoint("0.0.0.0", 8080));
        assertThat(config.admin().token()).isEqualTo(new TokenSource.None());
        assertThat(config.bootstrap().token()).isEqualTo(new TokenSource.None());
        ServerUrl server = new ServerUrl("db.example", 6543, "directory", "serve", new Secret("s3cr3t-pw"), Map.of());
        assertThat(config.database()).isEqualTo(new DatabaseConfig.External(server, server, false));
    }

    @Test
    void migrationUrlNamesTheOwnerAndOverridesApplyToTheirOwnUrlOnly() {
        DatabaseConfig.External database = external(Map.of(
                "SLUICE_DATABASE_URL", "postgres://db.example/directory",
                "SLUICE_DATABASE_USER", "serve",
                "SLUICE_DATABASE_PASSWORD", " p w ",
                "SLUICE_MIGRATION_DATABASE_URL", "postgresql://x:y@db.example/directory",
                "SLUICE_MIGRATION_DATABASE_USER", "owner",
                "SLUICE_MIGRATION_DATABASE_PASSWORD", "z"));

        assertThat(database.serving())
                .isEqualTo(new ServerUrl("db.example", 5432, "directory", "serve", new Secret(" p w "), Map.of()));
        assertThat(database.owner())
                .isEqualTo(new ServerUrl("db.example", 5432, "directory", "owner", new Secret("z"), Map.of()));
    }

    @Test
    void passwordFileIsReadWithoutTheEndOfItsLine(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "from file\n");

        DatabaseConfig.External database =
                external(Map.of("SLUICE_DATABASE_URL", URL, "SLUICE_DATABASE_PASSWORD_FILE", file.toString()));

        assertThat(database.serving().password()).isEqualTo(new Secret("from file"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://u:p@h/d|h|5432|d|u|p",
                "postgres://u:p@h:1/d|h|1|d|u|p",
                "postgresql://u%40corp:p%3A%2F%40%25@h:5433/my%20db|h|5433|my db|u@corp|p:/@%",
                "postgresql://u:a+b@h/d|h|5432|d|u|a+b",
                "postgresql://u:a@b@h/d|h|5432|d|u|a@b",
                "postgresql://u:a:b@h/d|h|5432|d|u|a:b",
                "postgresql://u@h/d|h|5432|d|u|''",
                "postgresql://u:p@[::1]/d|::1|5432|d|u|p",
                "postgresql://u:p@[fe80::1]:7/d|fe80::1|7|d|u|p",
                "postgresql://u:%C3%A4@h/d|h|5432|d|u|ä",
            })
    void readsServerUrl(String url, String host, int port, String database, String user, String password) {
        assertThat(external(Map.of("SLUICE_DATABASE_URL", url)).serving())
                .isEqualTo(new ServerUrl(host, port, database, user, new Secret(password), Map.of()));
    }

    @Test
    void readsTlsParametersOfServerUrl() {
        assertThat(external(Map.of("SLUICE_DATABASE_URL", URL + "?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem"))
                        .serving()
                        .parameters())
                .isEqualTo(Map.of("sslmode", "verify-full", "sslrootcert", "/etc/ca.pem"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://u:s3cr3t@h/d",
                "mysql://u:s3cr3t@h/d",
                "postgresql:/u:s3cr3t@h/d",
                "postgresql://u:s3cr3t@h",
                "postgresql://u:s3cr3t@h/",
                "postgresql://u:s3cr3t@/d",
                "postgresql://u:s3cr3t@h/d/e",
                "postgresql://u:s3cr3t@h:0/d",
                "postgresql://u:s3cr3t@h:65536/d",
                "postgresql://u:s3cr3t@h:x/d",
                "postgresql://u:s3cr3t@h:/d",
                "postgresql://u:s3cr3t/more@h/d",
                "postgresql://u:s3cr3t@a,b/d",
                "postgresql://u:s3cr3t@[::1/d",
                "postgresql://u:s3cr3t@[::1]x/d",
                "postgresql://u:s3cr3t@h:1:2/d",
                "postgresql://u:s3cr3t%zz@h/d",
                "postgresql://u:s3cr3t%@h/d",
                "postgresql://u:s3cr3t%00@h/d",
                "postgresql://u:s3cr3t@h/d?",
                "postgresql://u:s3cr3t@h/d?sslmode=maybe",
                "postgresql://u:s3cr3t@h/d?sslmode",
                "postgresql://u:s3cr3t@h/d?options=s3cr3t",
                "postgresql://:s3cr3t@h/d",
            })
    void refusesServerUrlWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> GatewayConfig.from(Map.of("SLUICE_DATABASE_URL", url)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SLUICE_DATABASE_URL")
                .hasMessageNotContaining("s3cr3t")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "SLUICE_CHANGE_RETENTION_DAYS,-1",
        "SLUICE_HTTP_PORT,80a",
        "SLUICE_HTTP_PORT,-1",
        "SLUICE_HTTP_PORT,65536",
        "SLUICE_HTTP_PORT,99999999999",
        "SLUICE_HTTP_PORT,''",
        "SLUICE_HTTP_HOST,http://h",
        "SLUICE_HTTP_HOST,*",
        "SLUICE_HTTP_HOST,a b",
        "SLUICE_MANAGEMENT_PORT,x",
        "SLUICE_MANAGEMENT_PORT,8080",
        "SLUICE_ADMIN_PORT,8081",
        "SLUICE_ADMIN_PORT,tcp://10.0.0.1:8082",
        "SLUICE_DATABASE_URL,''",
        "SLUICE_DATABASE_CONNECTIONS,2",
        "SLUICE_DATABASE_CONNECTIONS,51",
        "SLUICE_DATABASE_CONNECTIONS,many",
        "SLUICE_MAX_COUNT,0",
        "SLUICE_MAX_COUNT,1000001",
        "SLUICE_TENANT_OPERATIONS_PER_SECOND,0",
        "SLUICE_TENANT_BURST,499",
        "SLUICE_TENANT_IN_FLIGHT,0",
        "SLUICE_IN_FLIGHT,0",
        "SLUICE_LATENCY_TARGET_MILLISECONDS,0",
        "SLUICE_CONNECTIONS,0",
        "SLUICE_CONNECTIONS_PER_ADDRESS,-1",
        "SLUICE_IDLE_SECONDS,0",
        "SLUICE_REQUEST_SECONDS,601",
        "SLUICE_DATABASE_USER,u",
        "SLUICE_DATABASE_PASSWORD,p",
        "SLUICE_DATABASE_PASSWORD_FILE,/p",
        "SLUICE_MIGRATION_DATABASE_URL,postgresql://u:p@h/d",
        "SLUICE_EMBEDDED_DIR,' '",
        "SLUICE_PUBLIC_URL,scim.example.com",
        "SLUICE_PUBLIC_URL,//scim.example.com",
        "SLUICE_PUBLIC_URL,ftp://scim.example.com",
        "SLUICE_PUBLIC_URL,https://",
        "SLUICE_PUBLIC_URL,https:///scim",
        "SLUICE_PUBLIC_URL,https://u:p@scim.example.com",
        "SLUICE_PUBLIC_URL,https://scim.example.com?x=1",
        "SLUICE_PUBLIC_URL,https://scim.example.com#x",
        "SLUICE_PUBLIC_URL,https://scim.example.com:99999",
        "SLUICE_PUBLIC_URL,https://scim example.com",
        "SLUICE_BOOTSTRAP_TENANT,a/b",
        "SLUICE_BOOTSTRAP_TENANT,ä",
        "SLUICE_BOOTSTRAP_TOKEN,0123456789abcdef0123456789abcde",
        "SLUICE_BOOTSTRAP_TOKEN,0123456789abcdef 0123456789abcdef",
        "SLUICE_ADMIN_TOKEN,short",
        "SLUICE_ADMIN_TOKEN,0123456789abcdef0123456789abcdeä",
    })
    void refusesBadValueNamingItsVariable(String variable, String value) {
        assertThatThrownBy(() -> GatewayConfig.from(Map.of(variable, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(variable)
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesTwoSourcesOfOnePassword(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "a");

        assertThatThrownBy(() -> external(Map.of(
                        "SLUICE_DATABASE_URL",
                        URL,
                        "SLUICE_DATABASE_PASSWORD",
                        "b",
                        "SLUICE_DATABASE_PASSWORD_FILE",
                        file.toString())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SLUICE_DATABASE_PASSWORD_FILE");
    }

    @Test
    void refusesPasswordFileThatIsMissingOrEmpty(@TempDir Path directory) throws IOException {
        Path empty = Files.writeString(directory.resolve("password"), "\n");

        for (Path file : new Path[] {empty, directory.resolve("missing"), directory}) {
            assertThatThrownBy(() -> external(
                            Map.of("SLUICE_DATABASE_URL", URL, "SLUICE_DATABASE_PASSWORD_FILE", file.toString())))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("SLUICE_DATABASE_PASSWORD_FILE");
        }
    }

    @ParameterizedTest
    @CsvSource({"SLUICE_BOOTSTRAP_TENANT,acme", "SLUICE_BOOTSTRAP_TOKEN," + TOKEN})
    void refusesHalfABootstrapWithAnExternalDatabase(String variable, String value) {
        assertThatThrownBy(() -> GatewayConfig.from(Map.of("SLUICE_DATABASE_URL", URL, variable, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SLUICE_BOOTSTRAP_TENANT")
                .hasMessageContaining("SLUICE_BOOTSTRAP_TOKEN");
    }

    @Test
    void acceptsBootstrapWithAnExternalDatabase() {
        GatewayConfig config = GatewayConfig.from(
                Map.of("SLUICE_DATABASE_URL", URL, "SLUICE_BOOTSTRAP_TENANT", "acme", "SLUICE_BOOTSTRAP_TOKEN", TOKEN));

        assertThat(config.bootstrap()).isEqualTo(new BootstrapConfig("acme", new TokenSource.Given(new Secret(TOKEN))));
    }

    @ParameterizedTest
    @CsvSource({
        "SLUICE_HTPP_PORT,SLUICE_HTTP_PORT",
        "SLUICE_DATABASEURL,SLUICE_DATABASE_URL",
        "SLUICE_DB_URL,SLUICE_DATABASE_URL",
        "SLUICE_BOOTSTRAP_TOKENS,SLUICE_BOOTSTRAP_TOKEN",
        "SLUICE_Admin_Token,SLUICE_ADMIN_TOKEN",
        "SLUICE_EMBEDED_DIR,SLUICE_EMBEDDED_DIR",
    })
    void refusesUnknownVariableNamingTheNearest(String variable, String nearest) {
        assertThatThrownBy(() -> GatewayConfig.from(Map.of(variable, "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(variable)
                .hasMessageEndingWith(nearest + "?");
    }

    @Test
    void ignoresWhatKubernetesSetsForServices() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "SLUICE_SERVICE_HOST", "10.0.0.1",
                "SLUICE_SERVICE_PORT", "80",
                "SLUICE_SERVICE_PORT_SCIM", "80",
                "SLUICE_PORT", "tcp://10.0.0.1:80",
                "SLUICE_PORT_80_TCP", "tcp://10.0.0.1:80",
                "SLUICE_PORT_80_TCP_PROTO", "tcp",
                "SLUICE_PORT_80_TCP_PORT", "80",
                "SLUICE_PORT_80_TCP_ADDR", "10.0.0.1"));
        environment.put("PATH", "/bin");

        assertThat(GatewayConfig.from(environment)).isEqualTo(GatewayConfig.from(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "https://scim.example.com,https://scim.example.com",
        "https://scim.example.com/,https://scim.example.com",
        "http://scim.example.com:8443/gateway//,http://scim.example.com:8443/gateway",
        "https://[2001:db8::1]:8443,https://[2001:db8::1]:8443",
    })
    void publicUrlLosesSlashesAtItsEnd(String given, String origin) {
        assertThat(GatewayConfig.from(Map.of("SLUICE_PUBLIC_URL", given))
                        .http()
                        .publicUrl()
                        .origin(1))
                .isEqualTo(origin);
    }

    @Test
    void publicUrlFollowsTheBoundPortWhereNoneIsGiven() {
        assertThat(GatewayConfig.from(Map.of("SLUICE_HTTP_PORT", "0"))
                        .http()
                        .publicUrl()
                        .origin(34567))
                .isEqualTo("http://localhost:34567");
    }

    @Test
    void severalPortsOfZeroDoNotCollide() {
        GatewayConfig config = GatewayConfig.from(
                Map.of("SLUICE_HTTP_PORT", "0", "SLUICE_MANAGEMENT_PORT", "0", "SLUICE_ADMIN_PORT", "0"));

        assertThat(config.management().port()).isZero();
    }

    @Test
    void printsNoSecret() {
        GatewayConfig config = GatewayConfig.from(Map.of(
                "SLUICE_DATABASE_URL", URL,
                "SLUICE_MIGRATION_DATABASE_URL", "postgresql://owner:own3r-pw@db.example/directory",
                "SLUICE_ADMIN_TOKEN", TOKEN,
                "SLUICE_BOOTSTRAP_TENANT", "acme",
                "SLUICE_BOOTSTRAP_TOKEN", TOKEN));

        assertThat(config.toString()).contains("db.example").doesNotContain("s3cr3t-pw", "own3r-pw", TOKEN);
        assertThat(StartTokens.of(config).toString()).doesNotContain(TOKEN);
    }

    private static DatabaseConfig.External external(Map<String, String> environment) {
        return (DatabaseConfig.External) GatewayConfig.from(environment).database();
    }
}
