package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.BearerToken;
import io.sluice.store.pg.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of administrators, through the entry of the program, against a running gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class AdminCommandsIT {
    private static final Pattern SECRET = Pattern.compile("(?:Secret token|Client secret) +(\\S+)");
    private static final Pattern ID = Pattern.compile("(?:Token|Client) id +(\\S+)");

    private final TestDatabase database = TestDatabase.create();
    private final String adminToken = BearerToken.admin();
    private ServerUnderTest server;
    private String out = "";
    private String err = "";

    @BeforeAll
    void start() {
        server = ServerUnderTest.start(
                database.servingUrl(), Map.of("SLUICE_ADMIN_PORT", "0", "SLUICE_ADMIN_TOKEN", adminToken));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        database.close();
    }

    @Test
    void aTenantComesWithATokenThatWorksUntilItIsSuspended() throws Exception {
        assertThat(run("tenant", "create", "acme")).isZero();
        String secret = found(SECRET);
        assertThat(status(secret)).isEqualTo(200);
        assertThat(run("tenant", "list")).isZero();
        assertThat(out).containsPattern("(?m)^acme   created 20");

        assertThat(run("tenant", "suspend", "acme")).isZero();
        Thread.sleep(2_500);
        assertThat(status(secret)).isEqualTo(403);
        assertThat(run("tenant", "resume", "acme")).isZero();

        assertThat(run("tenant", "create", "acme")).isEqualTo(1);
        assertThat(err).contains("There is a tenant of this name.").hasLineCount(1);
        assertThat(run("tenant", "delete", "acme")).isEqualTo(2);
        assertThat(run("tenant", "delete", "acme", "--yes")).isZero();
    }

    @Test
    void tokensAreMadeListedAndRevoked() throws Exception {
        run("tenant", "create", "tokens");
        assertThat(run("token", "create", "tokens", "--scopes", "read,users", "--expires", "2090-01-31T00:00:00Z"))
                .isZero();
        String secret = found(SECRET);
        String id = found(ID);
        assertThat(status(secret)).isEqualTo(200);
        assertThat(run("token", "list", "tokens")).isZero();
        assertThat(out)
                .contains(id + "   read,users   created ")
                .contains("expires 2090-01-31")
                .doesNotContain(secret);

        assertThat(run("token", "revoke", "tokens", id)).isZero();
        Thread.sleep(2_500);
        assertThat(status(secret)).isEqualTo(401);
        assertThat(run("token", "revoke", "tokens", id)).isEqualTo(1);
        assertThat(run("token", "create", "tokens", "--scopes", "everything")).isEqualTo(1);
        assertThat(run("token", "list", "nobody")).isEqualTo(1);
    }

    @Test
    void aClientComesWithASecretForTheTokenEndpoint() throws Exception {
        run("tenant", "create", "clients");
        assertThat(run("client", "create", "clients", "--token-seconds", "7200"))
                .isZero();
        String id = found(ID);
        String form = "grant_type=client_credentials&client_id=" + id + "&client_secret=" + found(SECRET);

        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(server.tenant().base().resolve("/oauth2/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"expires_in\":7200");
        assertThat(run("client", "list", "clients")).isZero();
        assertThat(out).startsWith(id);
        assertThat(run("client", "delete", "clients", id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenant",
                "tenant make acme",
                "tenant create",
                "tenant create a b",
                "token create acme --scope read",
                "token revoke acme",
                "client create acme --scopes",
                "tenant list --yes",
                "tenant list --admin-url nowhere"
            })
    void whatIsNotUnderstoodIsOneLine(String command) {
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(err).hasLineCount(1);
        assertThat(out).isEmpty();
    }

    @Test
    void aWrongTokenAndAnAddressThatDoesNotAnswerAreTold(@TempDir Path nowhere) {
        assertThat(run(
                        Map.of("SLUICE_ADMIN_TOKEN", BearerToken.admin()),
                        "tenant",
                        "list",
                        "--admin-url",
                        server.admin().toString()))
                .isEqualTo(1);
        assertThat(err).contains("Present the token").hasLineCount(1);
        assertThat(run("tenant", "list", "--admin-url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err).contains("No answer from http://127.0.0.1:1/").hasLineCount(1);
        assertThat(run(Map.of("SLUICE_EMBEDDED_DIR", nowhere.toString()), "tenant", "list"))
                .isEqualTo(2);
        assertThat(err).contains("SLUICE_ADMIN_TOKEN").hasLineCount(1);
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--admin-url")) {
            all.addAll(List.of("--admin-url", server.admin().toString()));
        }
        return run(Map.of("SLUICE_ADMIN_TOKEN", adminToken), all.toArray(String[]::new));
    }

    private int run(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream refused = new ByteArrayOutputStream();
        int status = new CommandLine(
                        environment,
                        new PrintStream(printed, true, StandardCharsets.UTF_8),
                        new PrintStream(refused, true, StandardCharsets.UTF_8))
                .run(List.of(arguments), config -> {});
        out = printed.toString(StandardCharsets.UTF_8);
        err = refused.toString(StandardCharsets.UTF_8);
        return status;
    }

    private String found(Pattern pattern) {
        Matcher matcher = pattern.matcher(out);
        assertThat(matcher.find()).as(out + err).isTrue();
        return matcher.group(1);
    }

    private int status(String token) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.tenant().base() + "/Users"))
                        .header("Authorization", "Bearer " + token))
                .statusCode();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
