package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.GatewayInstance;
import io.sluice.GatewayUnderTest;
import io.sluice.auth.BearerAuthentication;
import io.sluice.config.BearerToken;
import io.sluice.store.pg.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every way to write a request that has opened some service somewhere, by strangers and by those who may do less.
 * {@code -Dsluice.forged.requests=50000} is the long form.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedRequestsIT {
    private static final int REQUESTS = Integer.getInteger("sluice.forged.requests", 3_000);
    private static final long SEED = Long.getLong("sluice.forged.seed", 1);

    /** In what the tenant has, and in nothing else. */
    private static final String MARKER = "zebra";

    private static final String TENANT = "(SELECT r.tenant_id FROM sluice.resource r WHERE r.id = '%s')";

    private final GatewayUnderTest.Tenant tenant = GatewayUnderTest.newTenant();
    private GatewayInstance gateway;
    private String id;

    @BeforeAll
    void start() throws Exception {
        gateway = GatewayInstance.start(GatewayUnderTest.database().servingUrl(), 0);
        String body = "{\"userName\":\"" + MARKER + "\"}";
        try (RawClient client = new RawClient(gateway.base())) {
            String answer = client.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + bearer(tenant.token())
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .answer()
                    .body();
            id = answer.replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");
        }
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void noRequestWithoutACredentialGetsAnythingButARefusal() throws Exception {
        PipelinedRequests sent = new PipelinedRequests(gateway.base());

        sent.send(ForgedRequests.of(REQUESTS, tenant.token(), id, SEED), ForgedRequestsIT::isRefused);

        System.out.println(REQUESTS + " forged requests, answers by status: " + sent.statuses()
                + ", ended without one: " + sent.unanswered());
        assertThat(sent.wrong()).isEmpty();
        assertThat(sent.unanswered()).as(sent.statuses().toString()).isLessThan(REQUESTS / 100);
    }

    @Test
    void oneRequestThatIsLetInAmongThemIsFound() throws Exception {
        List<ForgedRequests.Request> requests = new ArrayList<>(ForgedRequests.of(40, tenant.token(), id, SEED));
        requests.add(
                20,
                new ForgedRequests.Request(
                        "GET", "GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + bearer(tenant.token()) + "\r\n"));
        PipelinedRequests sent = new PipelinedRequests(gateway.base());

        sent.send(requests, ForgedRequestsIT::isRefused);

        assertThat(sent.wrong()).singleElement().asString().startsWith("HTTP/1.1 200");
    }

    /** They are let in, and may be answered: neither with something of this tenant, nor by a change of it. */
    @Test
    void noFormOfARequestMakesMoreOfALesserCredential() throws Exception {
        List<List<String>> before = rows();
        for (String lesser : List.of(bulkOnly(), GatewayUnderTest.newTenant().token())) {
            PipelinedRequests sent = new PipelinedRequests(gateway.base());

            sent.send(
                    ForgedRequests.of(REQUESTS / 5, tenant.token(), id, SEED + 1).stream()
                            .map(request -> request.with(bearer(lesser)))
                            .toList(),
                    answer -> answer.status() != 500 && !answer.body().contains(MARKER));

            assertThat(sent.wrong()).isEmpty();
            assertThat(sent.statuses()).as("some are let in").containsKey(404);
        }
        assertThat(rows()).isEqualTo(before);
    }

    private static boolean isRefused(RawClient.Answer answer) {
        return (answer.status() >= 400 && answer.status() < 500) || answer.status() == 501 || answer.status() == 505;
    }

    private List<List<String>> rows() throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        for (String table : List.of("resource", "member", "search_value", "change")) {
            rows.addAll(TestDatabase.query(
                    GatewayUnderTest.database().superuserUrl(),
                    "SELECT x::text FROM sluice." + table + " x WHERE x.tenant_id = " + TENANT.formatted(id)
                            + " ORDER BY 1"));
        }
        return rows;
    }

    /** A token of the same tenant that may do nothing but send Bulk. */
    private String bulkOnly() throws SQLException {
        String token = BearerToken.tenant();
        try (Connection connection =
                        TestDatabase.jdbc(GatewayUnderTest.database().superuserUrl());
                PreparedStatement add = connection.prepareStatement("SELECT sluice.credential_add("
                        + TENANT.formatted(id) + ", gen_random_uuid(), ?, NULL, ARRAY['bulk'])")) {
            add.setBytes(1, BearerAuthentication.sha256(token));
            add.execute();
        }
        return token;
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }
}
