package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.GatewayConfig;
import io.sluice.config.Secret;
import io.sluice.config.StartTokens;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BannerTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String URL = "postgresql://serve:s3cr3t-pw@db.example/directory";
    private static final BoundPorts PORTS = new BoundPorts(41001, 41002, 41003);

    @Test
    void showsGeneratedTokensAndTheBoundPorts() {
        String text = banner(Map.of("SLUICE_HTTP_PORT", "0"), "sluice_generated", "sluice_admin_generated");

        assertThat(text)
                .contains("http://localhost:41001/scim/v2", "sluice_generated", "sluice_admin_generated")
                .contains("127.0.0.1:41002", "127.0.0.1:41003/admin/v1", "2 event loops");
    }

    @Test
    void tryLineCreatesAUserOfADifferentNameEachTime() {
        String line = tryLine(banner(Map.of(), "sluice_generated", "sluice_admin_generated"));

        assertThat(line)
                .contains("http://localhost:41001/scim/v2/Users")
                .contains("Authorization: Bearer sluice_generated")
                .contains("Content-Type: application/scim+json")
                .contains("\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"]");
        assertThat(line).isNotEqualTo(tryLine(banner(Map.of(), "sluice_generated", "sluice_admin_generated")));
    }

    @Test
    void neverShowsASecretThatWasGiven() {
        String text = banner(
                Map.of(
                        "SLUICE_DATABASE_URL", URL,
                        "SLUICE_PUBLIC_URL", "https://scim.example.com/",
                        "SLUICE_ADMIN_TOKEN", TOKEN,
                        "SLUICE_BOOTSTRAP_TENANT", "acme",
                        "SLUICE_BOOTSTRAP_TOKEN", TOKEN),
                TOKEN,
                TOKEN);

        assertThat(text)
                .doesNotContain(TOKEN, "s3cr3t-pw")
                .contains("https://scim.example.com/scim/v2", "serve@db.example:5432/directory", "0.0.0.0:41001");
        assertThat(tryLine(text)).contains("Bearer $SLUICE_BOOTSTRAP_TOKEN\"");
    }

    @Test
    void hasNoTryLineWithoutAToken() {
        GatewayConfig config = GatewayConfig.from(Map.of("SLUICE_DATABASE_URL", URL));
        StartTokens none = new StartTokens(new Secret(""), new Secret(""));

        assertThat(new Banner(config, none, new BoundPorts(41001, 41002, 0)).text("2 event loops"))
                .doesNotContain("curl")
                .contains("closed; SLUICE_ADMIN_TOKEN opens it");
    }

    private static String banner(Map<String, String> environment, String bootstrap, String admin) {
        StartTokens tokens = new StartTokens(new Secret(bootstrap), new Secret(admin));
        return new Banner(GatewayConfig.from(environment), tokens, PORTS).text("2 event loops x 8 = 16");
    }

    private static String tryLine(String text) {
        return text.lines().filter(line -> line.startsWith("curl ")).findFirst().orElseThrow();
    }
}
