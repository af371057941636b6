package io.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.sluice.CollectorUnderTest;
import io.sluice.ServerUnderTest;
import io.sluice.config.BearerToken;
import io.sluice.guard.Caller.Answer;
import io.sluice.guard.Caller.Door;
import io.sluice.store.pg.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Marked tokens, secrets, passwords, names and addresses go through requests of every kind, right and wrong; then they are looked for wherever
 * somebody other than their owner reads.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class CanaryIT {
    private static final String TENANT = "guarded";

    /** Fewer, and they were not looked at. */
    private static final int MANY = 100;

    /** Where the values of a directory are, besides the documents that change rows keep for an undo. */
    private static final List<String> HOLDING_VALUES = List.of("bulk_job", "bulk_result", "resource", "search_value");

    private final Canaries canaries = new Canaries();
    private final Caller caller = new Caller();
    private final LogLines log = new LogLines();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Logger access = (Logger) LoggerFactory.getLogger("io.sluice.access");
    private TestDatabase database;
    private CollectorUnderTest collector;
    private ServerUnderTest server;
    private AdminCanaries admin;
    private int refusals;

    @BeforeAll
    void sendAll() throws Exception {
        log.start();
        root.addAppender(log);
        access.setLevel(Level.INFO);
        access.setAdditive(false);
        access.addAppender(log);
        database = TestDatabase.create();
        collector = new CollectorUnderTest();
        String token = BearerToken.admin();
        canaries.secret(token);
        server = ServerUnderTest.start(
                database.servingUrl(),
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        collector.endpoint().toString(),
                        "SLUICE_ADMIN_TOKEN",
                        token,
                        "SLUICE_ADMIN_PORT",
                        "0"));
        canaries.secret(server.tenant().token());
        admin = new AdminCanaries(caller, canaries, server.admin(), token);
        URI scim = server.tenant().base();
        String tenantToken = admin.newTenant(TENANT);
        String client = admin.newClient(TENANT);
        String secret = admin.newSecret(TENANT, client);
        new CredentialCanaries(caller, canaries, scim).send(tenantToken, client, secret);
        new ScimCanaries(caller, Door.bearer(scim, tenantToken)).send();
        admin.send(TENANT, client);
        awaitRefusals();
    }

    @AfterAll
    void close() throws Exception {
        access.detachAppender(log);
        access.setAdditive(true);
        access.setLevel(Level.OFF);
        root.detachAppender(log);
        server.close();
        collector.close();
        database.close();
    }

    @Test
    void theyAreInNoLineOfTheLog() {
        assertThat(log.lines)
                .filteredOn(line -> line.startsWith("io.sluice.access"))
                .hasSizeGreaterThan(MANY);
        assertThat(log.lines).allSatisfy(this::isClean);
    }

    @Test
    void theyAreInNoMeter() throws Exception {
        String metrics = server.metrics().text();

        assertThat(metrics).contains("400");
        isClean(metrics);
    }

    @Test
    void theyAreInNoTrace() throws Exception {
        collector.awaitTraceWith(span -> span.name().startsWith("POST /admin/v1/tenants/{tenant}/clients"));

        assertThat(collector.spans()).hasSizeGreaterThan(MANY);
        isClean(collector.bytes());
    }

    @Test
    void refusalsTellTheCallerNoMoreThanTheOneWordThatWasNotUnderstood() {
        assertThat(caller.answers())
                .filteredOn(Answer::isRefusal)
                .hasSizeGreaterThan(MANY)
                .allSatisfy(answer -> {
                    assertThat(canaries.secretsIn(answer.body()))
                            .as(answer.request())
                            .isEmpty();
                    if (!answer.echo()) {
                        assertThat(answer.body()).as(answer.request()).matches(body -> !Canaries.isIn(body));
                    }
                });
        assertThat(caller.answers())
                .filteredOn(Answer::echo)
                .allSatisfy(
                        answer -> assertThat(answer.body()).as(answer.request()).matches(Canaries::isIn));
    }

    @Test
    void theProvisioningLogSaysWhatWasWrongWithoutThem() throws Exception {
        String logged = admin.get("/tenants/" + TENANT + "/log?count=1000");
        isClean(logged);
        isClean(admin.get("/tenants/" + TENANT + "/changes?count=1000"));

        List<String> details = new JsonObject(logged)
                .getJsonArray("entries").stream()
                        .map(entry -> ((JsonObject) entry).getString("detail", ""))
                        .toList();
        assertThat(details)
                .contains(
                        "members names \"…\", which is not the id of a resource here.",
                        "A User has no attribute ….",
                        "emails has no sub-attribute ….",
                        "members: no such user or group: 00000000-0000-4000-8000-000000000000. Provision it first, then add"
                                + " it; nothing of this request was applied.",
                        "It refers to bulkId:…, but no POST of this request has that bulkId.",
                        "It refers in a circle to bulkId:…, which could not be created; none of the circle was.",
                        "The body has … twice.",
                        "There is no attribute … to sort by.",
                        "Another resource of this type already has this userName.");
        assertThat(details.stream().filter(detail -> !detail.isEmpty())).hasSize(refusals);
    }

    @Test
    void noTableHoldsWhatOpensADoorAndOnlyTheDirectoryHoldsWhatItIsTold() throws Exception {
        Map<String, String> whole = dump("t::text");
        Map<String, String> besidesDocuments = dump("(to_jsonb(t) - 'before')::text");

        assertThat(whole)
                .hasSizeGreaterThan(10)
                .allSatisfy((table, rows) ->
                        assertThat(canaries.secretsIn(rows)).as(table).isEmpty());
        assertThat(besidesDocuments.entrySet().stream()
                        .filter(table -> Canaries.isIn(table.getValue()))
                        .map(Map.Entry::getKey))
                .isSubsetOf(HOLDING_VALUES)
                .contains("resource");
    }

    private void isClean(String text) {
        assertThat(canaries.secretsIn(text)).isEmpty();
        assertThat(text).matches(clean -> !Canaries.isIn(clean), "without a mark");
    }

    /** They are written a little later. */
    private void awaitRefusals() throws Exception {
        int before;
        do {
            before = refusals;
            Thread.sleep(1_200);
            refusals = Integer.parseInt(
                    query("SELECT count(*) FROM sluice.refusal").getFirst());
        } while (refusals == 0 || refusals != before);
    }

    /** By table the text of all rows {@code t}. */
    private Map<String, String> dump(String row) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        for (String table : query("SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'sluice'::regnamespace"
                + " AND c.relkind IN ('r', 'p') AND NOT c.relispartition")) {
            rows.put(table, String.join("\n", query("SELECT " + row + " FROM sluice." + table + " t")));
        }
        return rows;
    }

    private List<String> query(String sql) throws SQLException {
        return TestDatabase.query(database.superuserUrl(), sql).stream()
                .map(List::getFirst)
                .toList();
    }

    /** Everything that an event holds, whatever form the log has. */
    private static final class LogLines extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            String pairs = event.getKeyValuePairs() == null
                    ? ""
                    : event.getKeyValuePairs().stream().map(Object::toString).collect(Collectors.joining(" "));
            String failure =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(String.join(
                    " ",
                    event.getLoggerName(),
                    event.getThreadName(),
                    event.getFormattedMessage(),
                    pairs,
                    event.getMDCPropertyMap().toString(),
                    failure));
        }
    }
}
