package io.sluice.store.pg;

import static io.sluice.store.pg.StoreUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ServerUrl;
import io.sluice.patch.MembershipDelta;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.scim.Version;
import io.sluice.store.ClientProof;
import io.sluice.store.Derived;
import io.sluice.store.NewResource;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceWrite;
import io.sluice.store.ResourceWrite.DocumentChange;
import io.sluice.store.StoredDocument;
import io.sluice.store.pg.SentStatements.Sent;
import io.sluice.store.pg.SharedMemberships.Membership;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two walls stand between tenants: each statement names its tenant, and row level security shows it no other. Every statement that the
 * product has is held against each wall alone. A second tenant, the twin, has the same ids, names and values in all tables, so that whatever
 * lets go of the tenant finds its rows too; a third has nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class StatementInventoryIT {
    /** {@code r.tenant_id = t.tenant_id}: a statement's own wall. */
    private static final Pattern PREDICATE = Pattern.compile("\\b\\w+\\.tenant_id = (\\w+)\\.tenant_id\\b");

    private static final Pattern PREDICATE_OF_FUNCTION =
            Pattern.compile("(\\b\\w+\\.)?tenant_id = ([pv]_tenant|\\$1|v_group\\.tenant_id)\\b");

    /** Which tell row level security whose rows are wanted. */
    private static final Pattern SETTING =
            Pattern.compile("set_config\\('sluice\\.(?:tenant|credential)', (\\$1::text), true\\)");

    /** The code of the attribute that the rehearsal leaves. */
    private static final short MATCHED = 100;

    private static final String BY_CHANCE = "random() < 0.002";

    /** A total, and one that says which look-up it is of. */
    private static final List<List<String>> NOTHING_COUNTED = List.of(List.of("[0]"), List.of("[0,1]"));

    private static final String CARDINALITY_VIOLATION = "21000";
    private static final String UNIQUE_VIOLATION = "23505";

    private static final List<String> TABLES = List.of(
            "client",
            "client_secret",
            "client_issuer",
            "client_assertion",
            "credential",
            "resource",
            "member",
            "search_value",
            "change",
            "resource_count",
            "resource_count_delta",
            "tenant_profile",
            "tenant_schema",
            "tenant_type",
            "matching_attribute",
            "matching_backlog",
            "bulk_job",
            "bulk_result",
            "refusal",
            "deprovisioning_hold",
            "deprovisioned");

    /** The process asking for itself, what cursors are sealed with, and the names of tenants, which administration looks up before a tenant is known. */
    private static final Set<String> SEES_NO_TENANTS_ROW =
            Set.of("ready", "schema", "durability", "horizon", "second wall", "tenants", "tenant", "cursor_key");

    /** Found by a digest before a tenant is known. */
    private static final Set<String> PRESENTED = Set.of("credential", "client_secret", "client_issuer");

    private final StoreUnderTest underTest = new StoreUnderTest();
    private final Rehearsal rehearsal = new Rehearsal(underTest);
    private final Map<ServerUrl, PgConnection> connections = new HashMap<>();
    private final Map<Boolean, PgConnection> trials = new HashMap<>();
    private List<Sent> inventory = List.of();
    private TenantId own = new TenantId(1);
    private TenantId twin = own;
    private TenantId empty = own;

    @BeforeAll
    void rehearse() throws SQLException {
        rehearsal.run();
        inventory = underTest.sent().all();
        own = await(new PgCredentialStore(underTest.doors()).find(rehearsal.digest()))
                .orElseThrow()
                .tenant();
        twin = underTest.newTenant();
        empty = underTest.newTenant();
        TestDatabase.execute(superuserUrl(), "DELETE FROM sluice.credential WHERE tenant_id = " + empty.value());
        // Folds one type's counter rows and leaves the other's, so that both tables hold some.
        TestDatabase.execute(
                serving(),
                "SELECT set_config('sluice.tenant', '" + own.value() + "', true), sluice.resource_count_fold("
                        + own.value() + ", 'User')");
        // As though a writer that does not know of the attribute had written, and a replica were at work on it.
        TestDatabase.execute(
                superuserUrl(),
                "INSERT INTO sluice.matching_backlog VALUES (" + own.value() + ", 100, '" + rehearsal.ann()
                        + "'); UPDATE sluice.matching_attribute SET leased = 'infinity', walked = TRUE");
        TABLES.forEach(this::copyToTwin);
        TestDatabase.execute(
                superuserUrl(),
                "UPDATE sluice.matching_attribute SET leased = '-infinity' WHERE tenant_id = " + twin.value());
        // As though the twin's group were deleted and its members still to be removed.
        TestDatabase.execute(
                superuserUrl(),
                "INSERT INTO sluice.member_purge (tenant_id, group_id, type, version) VALUES (" + twin.value() + ", '"
                        + rehearsal.group() + "', 'Group', 1)");
        // As though the twin had been refused something long ago.
        TestDatabase.execute(
                superuserUrl(),
                "INSERT INTO sluice.refusal (tenant_id, at, operation, type, status, scim_type, reason, detail) VALUES ("
                        + twin.value() + ", '2000-01-01', 'create', 'User', 409, '', 'conflict', '')");
        // As though one of the twin's kept requests were still to be done and another were old.
        TestDatabase.execute(
                superuserUrl(),
                "INSERT INTO sluice.bulk_job (tenant_id, job_id, operations, scopes, finished) VALUES (" + twin.value()
                        + ", gen_random_uuid(), 1, '', NULL), (" + twin.value()
                        + ", gen_random_uuid(), 1, '', '2000-01-01')");
        // Counters are folded by chance; from here on always.
        for (String function : functions()) {
            if (function.contains(BY_CHANCE)) {
                TestDatabase.execute(superuserUrl(), function.replace(BY_CHANCE, "TRUE"));
            }
        }
        assertThat(functions()).noneMatch(function -> function.contains("random()"));
    }

    @AfterAll
    void close() {
        underTest.close();
    }

    @Test
    void noStatementOfTheProductIsMissing() {
        String texts = inventory.stream()
                .map(sent -> SqlFragments.singleSpaced(sent.sql()))
                .collect(Collectors.joining("\n"));
        // These make the schema or fill it as its owner, and never serve a request.
        List<String> fragments = SqlFragments.ofClasses(
                name -> !Set.of("Migrations", "ChangePartitions", "TrigramIndexes", "EmbeddedDatabase", "Seeder")
                        .contains(name));

        assertThat(fragments)
                .isNotEmpty()
                .allSatisfy(fragment -> assertThat(texts).contains(fragment));
    }

    @Test
    void noFunctionOfTheSchemaIsMissing() throws SQLException {
        Map<String, String> bodies = new LinkedHashMap<>();
        for (List<String> function :
                superuser("SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'sluice'::regnamespace")) {
            bodies.put(function.getFirst(), function.getLast());
        }
        Set<String> called = new TreeSet<>();
        List<String> texts = new ArrayList<>(writes().stream().map(Sent::sql).toList());
        // What a column is computed by.
        superuser("SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef").forEach(column -> texts.add(column.getFirst()));
        while (!texts.isEmpty()) {
            String text = texts.removeLast();
            bodies.keySet().stream()
                    .filter(name -> text.contains("sluice." + name + "("))
                    .filter(called::add)
                    .forEach(name -> texts.add(bodies.get(name)));
        }

        assertThat(bodies.keySet()).isNotEmpty().isSubsetOf(called);
    }

    @Test
    void everyStatementSaysWhoseRowsItWants() {
        assertThat(inventory)
                .filteredOn(sent -> !SEES_NO_TENANTS_ROW.contains(sent.name()))
                .isNotEmpty()
                .allSatisfy(sent -> assertThat(sent.isWrite() || sent.sql().contains("set_config('sluice."))
                        .isTrue());
    }

    @Test
    void whatNamesNoTenantReadsNoTableOfATenant() {
        assertThat(inventory)
                .filteredOn(sent -> SEES_NO_TENANTS_ROW.contains(sent.name()))
                .isNotEmpty()
                .allSatisfy(sent -> assertThat(sent.sql()
                                .replace("sluice.tenant ", "")
                                .replace("sluice.cursor_key", "")
                                .replace("sluice.flyway_schema_history", ""))
                        .doesNotContain("sluice."));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void aReadFindsItsOwnRowsByEachWallAlone(Sent read) {
        List<String> found = rows(serving(), read.sql(), read.parameters());

        assertThat(found).isNotEmpty().isNotIn(NOTHING_COUNTED);
        assertThat(rows(serving(), withoutPredicate(read.sql()), read.parameters()))
                .as("by row level security alone")
                .isEqualTo(found);
        assertThat(rows(superuserUrl(), read.sql(), read.parameters()))
                .as("by its predicate alone")
                .isEqualTo(found);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void aReadWithoutEitherWallWouldMeetTheTwin(Sent read) {
        assertThat(rowsOrClash(withoutPredicate(read.sql()), read.parameters()))
                .isNotEqualTo(rows(serving(), read.sql(), read.parameters()));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void aReadFindsNothingOfAnotherTenantByRowLevelSecurityAlone(Sent read) {
        Tuple others = ofTenant(read.parameters(), empty);

        assertNothing(rows(serving(), withoutPredicate(read.sql()), others));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void aReadThatSaysNotWhoseRowsItWantsFindsNone(Sent read) {
        String silent = SETTING.matcher(read.sql()).replaceAll("$1");
        assertThat(silent).isNotEqualTo(read.sql()).doesNotContain("set_config");

        assertNothing(rows(serving(), silent, read.parameters()));
    }

    @ParameterizedTest
    @MethodSource("presented")
    void aLookUpByDigestFindsWhatIsPresentedByEachWallAlone(String name) {
        Sent find = inventory.stream()
                .filter(sent -> sent.name().equals(name))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        String anyDigest = find.sql().replace("c.digest = $2", "$2::bytea IS NOT NULL");
        Tuple unknown = Tuple.of("00", Buffer.buffer(new byte[] {0}));

        assertThat(anyDigest).isNotEqualTo(find.sql());
        List<String> found = rows(serving(), find.sql(), find.parameters());
        assertThat(found).hasSize(1);
        // Once the tenant is known its other credentials may follow, in whatever order the rows come.
        String tenant = found.getFirst().substring(0, found.getFirst().indexOf(','));
        assertThat(rows(serving(), anyDigest, find.parameters()))
                .containsAll(found)
                .allSatisfy(row -> assertThat(row).startsWith(tenant + ','));
        assertThat(rows(superuserUrl(), anyDigest, find.parameters())).hasSizeGreaterThan(1);
        assertThat(rows(serving(), anyDigest, unknown)).isEmpty();
        assertThat(rows(serving(), find.sql(), unknown)).isEmpty();
        assertThat(rows(serving(), SETTING.matcher(find.sql()).replaceAll("$1"), find.parameters()))
                .isEmpty();
    }

    @Test
    void everyWriteOfTheProductIsAmongThoseTried() {
        assertThat(calls(twin).stream().map(Call::sql).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        writes().stream().map(Sent::sql).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("callsOfTwin")
    void aWriteOfATwinTouchesNoRowOfTheOtherByEachWallAlone(Call call) {
        assertThat(changes(call, true, true)).as("both walls").isFalse();
        assertThat(changes(call, false, true)).as("row level security alone").isFalse();
        assertThat(changes(call, true, false)).as("predicates alone").isFalse();
    }

    @ParameterizedTest
    @MethodSource("callsOfEmpty")
    void aWriteOfATenantWithNothingTouchesNoRowOfTheOtherByEachWallAlone(Call call) {
        assertThat(changes(call, true, true)).as("both walls").isFalse();
        assertThat(changes(call, false, true)).as("row level security alone").isFalse();
        assertThat(changes(call, true, false)).as("predicates alone").isFalse();
    }

    @Test
    void writesWithoutEitherWallWouldTouchTheTwin() {
        Set<String> touching = calls(twin).stream()
                .filter(call -> changes(call, false, false))
                .map(Call::sql)
                .collect(Collectors.toSet());

        assertThat(touching)
                .contains(
                        WriteCalls.CREATE,
                        WriteCalls.CREATE_ALL,
                        WriteCalls.WRITE,
                        WriteCalls.MEMBERSHIPS,
                        WriteCalls.DELETE,
                        UndoSql.RESTORE,
                        text("credential_revoke"),
                        text("credential_used"),
                        text("client_delete"),
                        text("client_secret_revoke"),
                        text("client_issuer_revoke"),
                        text("purge"),
                        text("tenant_delete"),
                        text("tenant_delete_some"));
    }

    @Test
    void aWriteByRowLevelSecurityAloneDoesNotEvenLearnOfAnothersRows() {
        assertThat(outcomes(calls(empty), false))
                .containsExactly(
                        "create a taken name: done",
                        "create a group with a member: member",
                        "create many at once: done",
                        "replace a document: gone",
                        "add and remove members: gone",
                        "add memberships of several requests: alone",
                        "take memberships of several requests away: alone",
                        "replace members: gone",
                        "delete a user: gone",
                        "delete a group: gone",
                        "make sure of a tenant: true",
                        "make a tenant: made",
                        "add a token: made",
                        "note a use: null",
                        "add a client: made",
                        "delete a client: false",
                        "add a secret: null",
                        "revoke a secret: false",
                        "add an issuer: gone",
                        "revoke an issuer: false",
                        "issue an access token: gone",
                        "purge the rows of a deleted group: true",
                        "keep a request: true",
                        "take a kept request: " + twin.value(),
                        "renew a lease: false",
                        "finish a kept request: false",
                        "keep a result: false",
                        "remove an old request: true",
                        "look at kept requests: 1",
                        "revoke a token: false",
                        "suspend: null",
                        "limit: null",
                        "define a schema: true",
                        "define a resource type: true",
                        "note a refusal: null",
                        "bring back what was: gone",
                        "arm a hold: null",
                        "decide on a hold: false",
                        "look at tables that grew: false",
                        "remove old refusals: true",
                        "declare an attribute: true",
                        "remove an attribute: true",
                        "take an index to build: " + twin.value(),
                        "make index rows: false",
                        "call an index ready: null",
                        "give an index up: null",
                        "remove index rows: false",
                        "delete a tenant: null",
                        "delete some of a tenant: true");
    }

    /** Last, since it runs the writes too and keeps what they do. */
    @Test
    @Order(Integer.MAX_VALUE)
    void noStatementLeavesItsSettingBehind() {
        PgConnection connection = connect(serving());
        for (Sent sent : inventory) {
            try {
                await(connection.preparedQuery(sent.sql()).execute(sent.parameters()));
            } catch (PgException madeBefore) {
                assertThat(madeBefore.getSqlState()).isEqualTo(UNIQUE_VIOLATION);
            }
            RowSet<Row> left = await(connection
                    .query("SELECT concat(current_setting('sluice.tenant', true),"
                            + " current_setting('sluice.credential', true), current_setting('sluice.purge', true))")
                    .execute());
            assertThat(left.iterator().next().getString(0)).as(sent.name()).isEmpty();
        }
        await(connection.close());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void rowLevelSecurityTakesNoRowOfAnotherTenant(String table) throws SQLException {
        String columns = columns(table);
        String copy = "INSERT INTO sluice." + table + " (tenant_id, " + columns + ") OVERRIDING SYSTEM VALUE SELECT "
                + own.value() + ", " + columns + " FROM sluice." + table + " LIMIT 1";

        assertThat(refusal("SET sluice.tenant = '" + twin.value() + "'; " + copy))
                .contains("new row violates row-level security policy");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void rowLevelSecurityShowsNoRowWithoutASetting(String table) throws SQLException {
        assertThat(TestDatabase.query(serving(), "SELECT * FROM sluice." + table))
                .isEmpty();
        assertThat(superuser("SELECT * FROM sluice." + table)).isNotEmpty();
    }

    /** What a text alone does not show: a write call, by what it tries. */
    record Call(String attempt, String sql, Tuple parameters) {
        @Override
        public String toString() {
            return attempt;
        }
    }

    static List<String> tables() {
        return TABLES;
    }

    List<Sent> reads() {
        Map<String, Sent> last = new LinkedHashMap<>();
        inventory.stream()
                .filter(sent -> !sent.isWrite())
                .filter(sent -> !PRESENTED.contains(sent.name()) && !SEES_NO_TENANTS_ROW.contains(sent.name()))
                .forEach(sent -> last.put(sent.sql(), sent));
        return List.copyOf(last.values());
    }

    List<Call> callsOfTwin() {
        return calls(twin);
    }

    List<Call> callsOfEmpty() {
        return calls(empty);
    }

    private List<Sent> writes() {
        return inventory.stream().filter(Sent::isWrite).toList();
    }

    static Set<String> presented() {
        return PRESENTED;
    }

    /** Each write function, called for a tenant with the ids, names and digest of another. */
    private List<Call> calls(TenantId tenant) {
        ResourceId ann = rehearsal.ann();
        ResourceId boss = rehearsal.boss();
        ResourceId group = rehearsal.group();
        StoredDocument user = StoreUnderTest.document(
                StoreUnderTest.USER,
                "{\"userName\":\"ann\",\"displayName\":\"changed\",\"emails\":[{\"value\":\"changed@x\"}]}");
        DocumentChange replaced = new DocumentChange.Replaced(documentVersion(ann), user, List.of("displayName"));
        return List.of(
                new Call(
                        "create a taken name",
                        WriteCalls.CREATE,
                        WriteCalls.create(tenant, StoreUnderTest.USER, ResourceIds.next(), user, MembershipDelta.NONE)),
                new Call(
                        "create a group with a member",
                        WriteCalls.CREATE,
                        WriteCalls.create(
                                tenant,
                                StoreUnderTest.GROUP,
                                ResourceIds.next(),
                                StoreUnderTest.document(StoreUnderTest.GROUP, "{\"displayName\":\"new\"}"),
                                new MembershipDelta(false, Set.of(ann), Set.of()))),
                new Call(
                        "create many at once",
                        WriteCalls.CREATE_ALL,
                        WriteCalls.createAll(
                                tenant,
                                List.of(ResourceIds.next(), ResourceIds.next()),
                                List.of(
                                        new NewResource(StoreUnderTest.USER, user, MembershipDelta.NONE),
                                        new NewResource(
                                                StoreUnderTest.GROUP,
                                                StoreUnderTest.document(
                                                        StoreUnderTest.GROUP, "{\"displayName\":\"new\"}"),
                                                new MembershipDelta(false, Set.of(ann), Set.of()))))),
                new Call(
                        "replace a document",
                        WriteCalls.WRITE,
                        WriteCalls.write(
                                tenant,
                                StoreUnderTest.USER,
                                ann,
                                new ResourceWrite(Precondition.NONE, replaced, MembershipDelta.NONE))),
                new Call(
                        "add and remove members",
                        WriteCalls.WRITE,
                        membersWrite(tenant, group, new MembershipDelta(false, Set.of(group), Set.of(ann)))),
                new Call(
                        "add memberships of several requests",
                        WriteCalls.MEMBERSHIPS,
                        WriteCalls.memberships(tenant, List.of(new Membership(group, group, true, " ")))),
                new Call(
                        "take memberships of several requests away",
                        WriteCalls.MEMBERSHIPS,
                        WriteCalls.memberships(tenant, List.of(new Membership(group, ann, false, " ")))),
                new Call(
                        "replace members",
                        WriteCalls.WRITE,
                        membersWrite(tenant, group, new MembershipDelta(true, Set.of(boss), Set.of()))),
                new Call(
                        "delete a user",
                        WriteCalls.DELETE,
                        WriteCalls.delete(tenant, StoreUnderTest.USER, ann, Precondition.NONE)),
                new Call(
                        "delete a group",
                        WriteCalls.DELETE,
                        WriteCalls.delete(tenant, StoreUnderTest.GROUP, group, Precondition.NONE)),
                new Call(
                        "make sure of a tenant",
                        text("tenant_ensure"),
                        Tuple.of("another name", Buffer.buffer(rehearsal.digest()), UUID.randomUUID())),
                new Call(
                        "make a tenant",
                        text("tenant_create"),
                        Tuple.of("a third name", UUID.randomUUID(), Buffer.buffer("digest"))
                                .addArrayOfString(new String[] {"read"})),
                new Call(
                        "add a token",
                        text("credential_add"),
                        Tuple.of(tenant.value(), UUID.randomUUID(), Buffer.buffer("digest"))
                                .addValue(null)
                                .addArrayOfString(new String[] {"read"})),
                new Call(
                        "note a use",
                        text("credential_used"),
                        Tuple.tuple()
                                .addArrayOfLong(new Long[] {tenant.value()})
                                .addArrayOfUUID(new UUID[] {credentialId()})),
                new Call(
                        "add a client",
                        text("client_create"),
                        Tuple.of(tenant.value(), UUID.randomUUID())
                                .addArrayOfString(new String[] {"read"})
                                .addInteger(3_600)),
                new Call("delete a client", text("client_delete"), Tuple.of(tenant.value(), rehearsal.oauthClient())),
                new Call(
                        "add a secret",
                        text("client_secret_add"),
                        Tuple.of(tenant.value(), rehearsal.oauthClient(), UUID.randomUUID(), Buffer.buffer("digest"))
                                .addValue(null)),
                new Call(
                        "revoke a secret",
                        text("client_secret_revoke"),
                        Tuple.of(tenant.value(), rehearsal.oauthClient(), proof().id())),
                new Call(
                        "add an issuer",
                        text("client_issuer_add"),
                        Tuple.of(tenant.value(), rehearsal.oauthClient(), UUID.randomUUID(), Buffer.buffer("digest"))
                                .addString("bearer")
                                .addString("issuer")
                                .addString("directory")
                                .addString("audience")
                                .addString("subject")
                                .addString("")
                                .addString("keys")),
                new Call(
                        "revoke an issuer",
                        text("client_issuer_revoke"),
                        Tuple.of(tenant.value(), rehearsal.oauthClient(), issuerId())),
                new Call(
                        "issue an access token",
                        text("access_issue"),
                        Tuple.of(
                                        tenant.value(),
                                        rehearsal.oauthClient(),
                                        proof().id(),
                                        UUID.randomUUID(),
                                        Buffer.buffer("digest"))
                                .addArrayOfString(new String[] {})
                                .addBuffer(Buffer.buffer("assertion"))
                                .addOffsetDateTime(OffsetDateTime.now())),
                new Call("purge the rows of a deleted group", text("purge"), Tuple.of(1)),
                new Call(
                        "keep a request",
                        text("bulk_job_add"),
                        Tuple.of(tenant.value(), UUID.randomUUID(), Buffer.buffer("{}"), 1)
                                .addString("read")
                                .addInteger(10)
                                .addString("")),
                new Call("take a kept request", text("bulk_job_take"), Tuple.of(UUID.randomUUID(), 5)),
                new Call(
                        "renew a lease",
                        text("bulk_job_renew"),
                        Tuple.of(tenant.value(), rehearsal.job(), runner(), 5)),
                new Call(
                        "finish a kept request",
                        text("bulk_job_finish"),
                        Tuple.of(tenant.value(), rehearsal.job(), runner())),
                new Call(
                        "keep a result",
                        text("bulk_result_add"),
                        Tuple.of(tenant.value(), rehearsal.job(), runner())
                                .addArrayOfInteger(new Integer[] {7})
                                .addArrayOfUUID(new UUID[] {null})
                                .addArrayOfBoolean(new Boolean[] {true})
                                .addArrayOfString(new String[] {"{}"})),
                new Call("remove an old request", text("bulk_job_expire"), Tuple.of(1)),
                new Call("look at kept requests", text("bulk_job_backlog"), Tuple.tuple()),
                new Call("revoke a token", text("credential_revoke"), Tuple.of(tenant.value(), credentialId())),
                new Call("suspend", text("profile_suspend"), Tuple.of(tenant.value(), true)),
                new Call("limit", text("profile_limit"), Tuple.of(tenant.value(), 1, 2, 3)),
                new Call(
                        "define a schema",
                        text("profile_schema"),
                        Tuple.of(tenant.value(), profileVersion(tenant), "urn:example:badge", "{}", true)),
                new Call(
                        "define a resource type",
                        text("profile_type"),
                        Tuple.of(tenant.value(), profileVersion(tenant), "Badge", "{}", true, true)),
                new Call(
                        "note a refusal",
                        text("refusal_add"),
                        Tuple.tuple()
                                .addArrayOfLong(new Long[] {tenant.value()})
                                .addArrayOfOffsetDateTime(new OffsetDateTime[] {OffsetDateTime.now()})
                                .addArrayOfString(new String[] {""})
                                .addArrayOfString(new String[] {"create"})
                                .addArrayOfString(new String[] {"User"})
                                .addArrayOfUUID(new UUID[] {ann.value()})
                                .addArrayOfInteger(new Integer[] {409})
                                .addArrayOfString(new String[] {"uniqueness"})
                                .addArrayOfString(new String[] {"uniqueness"})
                                .addArrayOfString(new String[] {"taken"})
                                .addArrayOfInteger(new Integer[] {2})),
                new Call(
                        "bring back what was",
                        UndoSql.RESTORE,
                        Restoration.parameters(
                                tenant,
                                List.of(
                                        restoration(ann, documentVersion(ann).number(), user),
                                        restoration(boss, null, user)))),
                new Call("arm a hold", text("hold_arm"), Tuple.of(tenant.value(), false)),
                new Call("decide on a hold", text("hold_decide"), Tuple.of(tenant.value(), true)),
                new Call("look at tables that grew", text("statistics"), Tuple.tuple()),
                new Call("remove old refusals", text("refusal_expire"), Tuple.of(1, 1)),
                new Call(
                        "declare an attribute",
                        text("matching_declare"),
                        Tuple.of(tenant.value(), profileVersion(tenant), "User", "locale")),
                new Call(
                        "remove an attribute",
                        text("matching_remove"),
                        Tuple.of(tenant.value(), profileVersion(tenant), "User", "nickName")),
                new Call("take an index to build", text("matching_next"), Tuple.tuple()),
                new Call(
                        "make index rows",
                        text("matching_put"),
                        Tuple.of(tenant.value(), MATCHED, matchedUpTo(), matchedUpTo(), true)
                                .addArrayOfUUID(new UUID[] {ann.value()})
                                .addArrayOfLong(new Long[] {documentVersion(ann).number()})
                                .addArrayOfUUID(new UUID[] {ann.value()})
                                .addArrayOfString(new String[] {""})
                                .addArrayOfString(new String[] {"other"})),
                new Call("call an index ready", text("matching_ready"), Tuple.of(tenant.value(), MATCHED)),
                new Call("give an index up", text("matching_fail"), Tuple.of(tenant.value(), MATCHED, "no")),
                new Call("remove index rows", text("matching_purge"), Tuple.of(tenant.value(), MATCHED, 10)),
                new Call("delete a tenant", text("tenant_delete"), Tuple.of(tenant.value())),
                new Call("delete some of a tenant", text("tenant_delete_some"), Tuple.of(100)));
    }

    /** @param base null where it is made again */
    private static Restoration restoration(ResourceId id, @Nullable Long base, StoredDocument document) {
        return new Restoration("User", id.value(), base, 1, OffsetDateTime.now(), document, List.of("displayName"));
    }

    private long matchedUpTo() {
        try {
            return Long.parseLong(superuser("SELECT after FROM sluice.matching_attribute WHERE code = 100")
                    .getFirst()
                    .getFirst());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private long profileVersion(TenantId tenant) {
        return await(new PgTenantProfileStore(underTest.doors()).find(tenant)).version();
    }

    private UUID runner() {
        return inventory.stream()
                .filter(sent -> sent.name().equals("bulk_job_finish"))
                .findFirst()
                .orElseThrow()
                .parameters()
                .getUUID(2);
    }

    private UUID credentialId() {
        return await(new PgCredentialStore(underTest.doors()).find(rehearsal.digest()))
                .orElseThrow()
                .id();
    }

    private ClientProof proof() {
        return await(new PgClientStore(underTest.doors()).secret(rehearsal.secretDigest()))
                .orElseThrow();
    }

    private UUID issuerId() {
        return await(new PgClientStore(underTest.doors()).issuers(rehearsal.secretDigest()))
                .getFirst()
                .proof()
                .id();
    }

    private String text(String name) {
        return inventory.stream()
                .filter(sent -> sent.name().equals(name))
                .findFirst()
                .orElseThrow()
                .sql();
    }

    private static Tuple membersWrite(TenantId tenant, ResourceId group, MembershipDelta members) {
        return WriteCalls.write(
                tenant,
                StoreUnderTest.GROUP,
                group,
                new ResourceWrite(Precondition.NONE, new DocumentChange.Unchanged(), members));
    }

    /** Whether the call changes a row of {@link #own}, or breaks on one, with each wall up or down; undone afterwards. */
    private boolean changes(Call call, boolean predicates, boolean policies) {
        return tried(predicates, connection -> {
            String before = Objects.requireNonNull(digest(connection), "it has rows");
            if (policies) {
                await(connection.query("SET LOCAL ROLE " + serving().user()).execute());
            }
            try {
                await(connection.preparedQuery(call.sql()).execute(call.parameters()));
            } catch (PgException brokenOnARow) {
                return true;
            }
            await(connection.query("RESET ROLE").execute());
            return !before.equals(digest(connection));
        });
    }

    private List<String> outcomes(List<Call> calls, boolean predicates) {
        return calls.stream()
                .map(call -> tried(predicates, connection -> {
                    await(connection.query("SET LOCAL ROLE " + serving().user()).execute());
                    Row row = await(connection.preparedQuery(call.sql()).execute(call.parameters()))
                            .iterator()
                            .next();
                    return call + ": " + (row.getValue(0) instanceof OffsetDateTime ? "made" : row.getValue(0));
                }))
                .toList();
    }

    private interface Trial<T> {
        T run(PgConnection connection);
    }

    private <T> T tried(boolean predicates, Trial<T> trial) {
        PgConnection connection = trials.computeIfAbsent(predicates, this::openTrials);
        await(connection.query("SAVEPOINT untouched").execute());
        try {
            return trial.run(connection);
        } finally {
            await(connection.query("ROLLBACK TO SAVEPOINT untouched").execute());
        }
    }

    /** As the superuser, in a transaction for all trials: to make the functions takes much longer than to call one. */
    private PgConnection openTrials(boolean predicates) {
        List<String> open = functions().stream()
                .map(function -> PREDICATE_OF_FUNCTION.matcher(function).replaceAll("TRUE"))
                .toList();
        // Before there is a transaction, whose locks other trials would wait for.
        assertThat(open).noneMatch(function -> function.contains("tenant_id = "));
        PgConnection connection = connect(superuserUrl());
        await(connection.query("BEGIN").execute());
        if (!predicates) {
            open.forEach(function -> await(connection.query(function).execute()));
        }
        return connection;
    }

    private List<String> functions() {
        try {
            return superuser("SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'sluice'::regnamespace")
                    .stream()
                    .map(List::getFirst)
                    .toList();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Of all rows of {@link #own}; null where it has none. */
    private @Nullable String digest(PgConnection connection) {
        String rows = TABLES.stream()
                .map(table -> "SELECT '" + table + "' || x::text AS r FROM sluice." + table + " x WHERE tenant_id = "
                        + own.value())
                .collect(Collectors.joining(" UNION ALL "));
        return await(connection
                        .query("SELECT md5(string_agg(r, ' ' ORDER BY r)) FROM (" + rows + ")")
                        .execute())
                .iterator()
                .next()
                .getString(0);
    }

    private List<String> rows(ServerUrl role, String sql, Tuple parameters) {
        RowSet<Row> rows = await(connections
                .computeIfAbsent(role, this::connect)
                .preparedQuery(sql)
                .execute(parameters));
        return StreamSupport.stream(rows.spliterator(), false)
                .map(Row::deepToString)
                .toList();
    }

    private PgConnection connect(ServerUrl role) {
        return await(PgConnection.connect(underTest.vertx(), PgConnections.options(role)));
    }

    /** As the superuser; two rows where a statement takes one are a clash of tenants. */
    private List<String> rowsOrClash(String sql, Tuple parameters) {
        try {
            return rows(superuserUrl(), sql, parameters);
        } catch (PgException clash) {
            assertThat(clash.getSqlState()).isEqualTo(CARDINALITY_VIOLATION);
            return List.of(CARDINALITY_VIOLATION);
        }
    }

    private static void assertNothing(List<String> rows) {
        assertThat(rows)
                .satisfiesAnyOf(
                        none -> assertThat(none).isEmpty(),
                        counted -> assertThat(counted).isIn(NOTHING_COUNTED));
    }

    /** What stays still names the tenant's row, so that the statement says whose rows it wants before it looks at any. */
    private static String withoutPredicate(String sql) {
        String open = PREDICATE.matcher(sql).replaceAll("$1.tenant_id IS NOT NULL");
        assertThat(open).isNotEqualTo(sql).doesNotContain("tenant_id = ");
        return open;
    }

    private static Tuple ofTenant(Tuple parameters, TenantId tenant) {
        Tuple others = Tuple.of(Long.toString(tenant.value()));
        for (int index = 1; index < parameters.size(); index++) {
            others.addValue(parameters.getValue(index));
        }
        return others;
    }

    private Version documentVersion(ResourceId id) {
        return await(underTest.resources().find(own, StoreUnderTest.USER, id, Derived.NONE))
                .orElseThrow()
                .documentVersion();
    }

    private void copyToTwin(String table) {
        try {
            String columns = columns(table);
            // Two tenants cannot have one token.
            String values = columns.replace("digest", "sha256(digest)");
            TestDatabase.execute(
                    superuserUrl(),
                    "INSERT INTO sluice." + table + " (tenant_id, " + columns + ") OVERRIDING SYSTEM VALUE SELECT "
                            + twin.value() + ", "
                            + values + " FROM sluice." + table + " WHERE tenant_id = " + own.value());
        } catch (SQLException failure) {
            throw new IllegalStateException(table, failure);
        }
    }

    /** All but the tenant and what is generated; the same seq, so that the twin's resources stand between its own in every order. */
    private String columns(String table) throws SQLException {
        return superuser("SELECT attname FROM pg_attribute WHERE attrelid = 'sluice." + table
                        + "'::regclass AND attnum > 0 AND attgenerated = '' AND attname <> 'tenant_id' ORDER BY attnum")
                .stream()
                .map(List::getFirst)
                .collect(Collectors.joining(", "));
    }

    private String refusal(String sql) {
        try {
            TestDatabase.execute(serving(), sql);
            return "none";
        } catch (SQLException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private List<List<String>> superuser(String sql) throws SQLException {
        return TestDatabase.query(superuserUrl(), sql);
    }

    private ServerUrl serving() {
        return underTest.database().servingUrl();
    }

    private ServerUrl superuserUrl() {
        return underTest.database().superuserUrl();
    }
}
