package io.sluice.store.pg;

import static io.sluice.store.pg.StoreUnderTest.GROUP;
import static io.sluice.store.pg.StoreUnderTest.USER;
import static io.sluice.store.pg.StoreUnderTest.await;
import static io.sluice.store.pg.WriteCalls.CREATE;
import static io.sluice.store.pg.WriteCalls.DELETE;
import static io.sluice.store.pg.WriteCalls.WRITE;
import static io.sluice.store.pg.WriteCalls.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.filter.FilterParser;
import io.sluice.patch.MembershipDelta;
import io.sluice.schema.AttributePath;
import io.sluice.schema.MatchingAttribute;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.scim.Version;
import io.sluice.store.Derived;
import io.sluice.store.ListQuery;
import io.sluice.store.ListQuery.Position;
import io.sluice.store.ListQuery.Sort;
import io.sluice.store.LogEntry;
import io.sluice.store.LogQuery;
import io.sluice.store.Place;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceWrite;
import io.sluice.store.ResourceWrite.DocumentChange;
import io.sluice.store.StoredDocument;
import io.sluice.store.pg.ExplainedPlan.Mode;
import io.sluice.store.pg.SentStatements.Sent;
import io.sluice.store.pg.SentStatements.Way;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How PostgreSQL runs the statements of the product: as the serving role, under row level security, with the parameters in view and without.
 * Two tenants share the tables, so that the tenant alone never tells enough.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class PlanIT {
    /** Of a statement whose answer is one resource or a few: a handful of descents into an index of three levels. */
    private static final int FEW_BUFFERS = 60;

    private static final int PAGE = 100;
    private static final int SAMPLES = 5;
    /** A descent of three levels and the row for each resource, and what is passed over in an index. */
    private static final int BUFFERS_OF_PAGE = 6 * PAGE;

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";

    private static final ResourceType MATCHED = USER.withMatching(List.of(new MatchingAttribute(
            LargeDirectory.COST_CENTER,
            new AttributePath(ENTERPRISE.substring(0, ENTERPRISE.length() - 1), "costCenter", ""),
            true)));

    /** The tables that grow with a directory. */
    private static final List<String> LARGE = List.of(
            "resource",
            "member",
            "search_value",
            ChangePartitions.name(YearMonth.now(ZoneOffset.UTC)),
            "refusal",
            "credential");

    private final StoreUnderTest underTest = new StoreUnderTest();
    private LargeDirectory directory = new LargeDirectory(underTest.database().superuserUrl(), underTest.newTenant());

    /** The other tenant's, for writes: they leave pages that are not known to be visible to all. */
    private LargeDirectory changing = directory;

    private final Map<Integer, ResourceId> users = new HashMap<>();
    private final Map<Integer, ResourceId> groups = new HashMap<>();
    private List<Connection> connections = List.of();

    @BeforeAll
    void fill() throws SQLException {
        directory = LargeDirectory.fill(underTest);
        changing = LargeDirectory.fill(underTest);
        LargeDirectory.settle(underTest);
        for (int number : List.of(1, 5, 777)) {
            users.put(number, directory.id("User", "user-" + number + "@example.com"));
        }
        for (int number : List.of(1, 7)) {
            groups.put(number, directory.id("Group", "group " + number));
        }
        underTest.sent().forget();
        connections = List.of(TestDatabase.jdbc(underTest.database().servingUrl()));
    }

    @AfterAll
    void close() throws SQLException {
        connections.getFirst().close();
        underTest.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "User  | id eq \"{user}\"                                                | resource_pkey",
                "User  | userName eq \"USER-777@example.com\"                            | resource_unique_key",
                "User  | userName eq \"nobody\"                                          | resource_unique_key",
                "User  | userName eq \"user-777@example.com\" and active eq true         | resource_unique_key",
                "User  | externalId eq \"X-777\"                                         | resource_external_id",
                "User  | emails[type eq \"work\"].value eq \"user-777@example.com\"      | search_value_value",
                "User  | emails[type eq \"work\" and value eq \"user-777@example.com\"]  | search_value_value",
                "User  | emails.value eq \"user-777@example.com\"                        | search_value_value",
                "User  | emails eq \"nobody\"                                            | search_value_value",
                "User  | displayName eq \"User 777\"                                     | search_value_value",
                "User  | {enterprise}employeeNumber eq \"777\"                           | search_value_value",
                "User  | meta.location eq \"https://scim.example/scim/v2/Users/{user}\"  | resource_pkey",
                "User  | userName eq \"user-7@example.com\" or externalId eq \"X-8\"     | resource_unique_key",
                "User  | userName eq \"a\" or emails.value eq \"user-8@example.com\"     | search_value_value",
                "Group | id eq \"{group}\"                                               | resource_pkey",
                "Group | displayName eq \"Group 7\"                                      | resource_unique_key",
                "Group | externalId eq \"XG-7\"                                          | resource_external_id",
                "Group | members eq \"{user}\"                                           | member_of",
                "Group | members[value eq \"{user}\"]                                    | member_of",
                "Group | members[value eq \"{user}\" and type eq \"User\"]             | member_of",
                "Group | id eq \"{group}\" and members eq \"{user}\"                     | resource_pkey",
                "Group | id eq \"{everybody}\" and members[value eq \"{user}\"]          | resource_pkey"
            })
    void aPointLookUpReadsFewPagesOfItsIndex(String type, String filter, String index) throws SQLException {
        for (Sent sent : sentBy(filtered(type, filter, 0), filtered(type, filter, PAGE))) {
            assertThat(sent.way()).as(sent.sql()).isEqualTo(Way.LOOKUPS);
            for (ExplainedPlan plan : plans(sent)) {
                assertThat(plan.scans()).as(plan.toString()).anyMatch(scan -> scan.endsWith(" " + index));
                assertIndexed(plan);
                assertThat(plan.buffers()).as(plan.toString()).isLessThan(FEW_BUFFERS);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "User  | userName sw \"user-777\"              | resource_unique_key",
                "User  | externalId sw \"X-777\"               | resource_external_id",
                "Group | displayName sw \"group 77\"           | resource_unique_key",
                "User  | {enterprise}manager eq \"{manager}\"  | search_value_value",
                "User  | id ge \"{user}\" and id le \"{user}\" | resource_pkey"
            })
    void aFewOfManyAreFoundByTheirIndex(String type, String filter, String index) throws SQLException {
        for (Sent sent : sentBy(filtered(type, filter, 0), filtered(type, filter, PAGE))) {
            for (ExplainedPlan plan : plans(sent)) {
                assertThat(plan.scans()).as(plan.toString()).anyMatch(scan -> scan.endsWith(" " + index));
                assertIndexed(plan);
                assertThat(plan.buffers()).as(plan.toString()).isLessThan(2 * FEW_BUFFERS);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "User  | userName co \"r-777\"                | resource_trigram",
                "Group | displayName co \"oup 77\"            | resource_trigram",
                "User  | displayName co \"r 777\"             | search_value_trigram",
                "User  | emails.value co \"r-777@\"           | search_value_trigram"
            })
    void aPartOfANameIsFoundByItsTrigrams(String type, String filter, String index) throws SQLException {
        for (Sent sent : sentBy(filtered(type, filter, 0), filtered(type, filter, PAGE))) {
            LargeDirectory.settle(underTest);
            ExplainedPlan plan = ExplainedPlan.of(connections.getFirst(), Mode.FORCE_CUSTOM_PLAN, sent);
            // Statistics are a sample, and in a list of two thousand the one way costs about as much as the other.
            for (int again = 1; again < SAMPLES && !uses(plan, index); again++) {
                LargeDirectory.settle(underTest);
                plan = ExplainedPlan.of(connections.getFirst(), Mode.FORCE_CUSTOM_PLAN, sent);
            }
            assertThat(uses(plan, index)).as(plan.toString()).isTrue();
            assertIndexed(plan);
        }
    }

    private static boolean uses(ExplainedPlan plan, String index) {
        return plan.scans().stream().anyMatch(scan -> scan.endsWith(" " + index));
    }

    @ParameterizedTest
    @ValueSource(strings = {"userName co \"77\"", "displayName co \"7\"", "emails.value co \"@e\""})
    void aTextTooShortForATrigramIsNotLookedUpAmongThem(String filter) throws SQLException {
        for (Sent sent : sentBy(filtered("User", filter, 0), filtered("User", filter, PAGE))) {
            for (ExplainedPlan plan : plans(sent)) {
                assertThat(plan.scans()).as(plan.toString()).noneMatch(scan -> scan.endsWith("_trigram"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"costCenter eq \"CC-777\"", "costCenter sw \"cc-777\""})
    void aFewOfManyAreFoundByAnAttributeOfTheTenantsChoice(String filter) throws SQLException {
        ListQuery query = new ListQuery(
                List.of(MATCHED),
                Optional.of(FilterParser.parse(filter)),
                Optional.empty(),
                Position.START,
                PAGE,
                Derived.NONE);
        for (Sent sent : sentBy(list(query), underTest.resources().total(directory.tenant(), query))) {
            assertThat(sent.way()).isEqualTo(Way.SCANS);
            for (ExplainedPlan plan : plans(sent)) {
                assertThat(plan.scans()).as(plan.toString()).anyMatch(scan -> scan.endsWith(" search_value_value"));
                assertIndexed(plan);
                assertThat(plan.buffers()).as(plan.toString()).isLessThan(4 * FEW_BUFFERS);
            }
        }
    }

    @Test
    void aPageSortedByAnAttributeOfTheTenantsChoiceIsReadInTheOrderOfItsIndex() throws SQLException {
        Sort sort = new Sort(AttributePath.of("costCenter"), false);
        for (ExplainedPlan plan : plans(pageSentBy(list(query(MATCHED, Optional.of(sort), 1))))) {
            assertThat(plan.scans()).as(plan.toString()).anyMatch(scan -> scan.endsWith(" search_value_value"));
            assertIndexed(plan);
            assertThat(plan.sorted()).as(plan.toString()).isLessThan(2 * PAGE);
            assertThat(plan.buffers()).as(plan.toString()).isLessThan(BUFFERS_OF_PAGE);
        }
    }

    /** What may match everybody must not stand in front of look-ups. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "groups.value eq \"{everybody}\"",
                "{enterprise}manager eq \"{boss}\"",
                "id gt \"{user}\"",
                "userName sw \"user\"",
                "userName co \"777\"",
                "title eq \"T7\"",
                "not (userName eq \"nobody\")",
                "userName eq \"nobody\" or active eq true"
            })
    void whatMayMatchEverybodyIsNoLookUp(String filter) throws SQLException {
        assertThat(sentBy(filtered("User", filter, 0), filtered("User", filter, PAGE)))
                .isNotEmpty()
                .allSatisfy(sent -> assertThat(sent.way()).isEqualTo(Way.SCANS));
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 10_001, LargeDirectory.USERS - PAGE + 1})
    void aPageOfTheWholeListIsPickedFromTheIndexAloneHoweverDeepItStarts(long startIndex) throws SQLException {
        // After whatever other tests wrote.
        LargeDirectory.settle(underTest);
        Sent page = pageSentBy(list(query(USER, Optional.empty(), startIndex)));

        for (ExplainedPlan plan : plans(page)) {
            assertThat(plan.scans()).as(plan.toString()).contains("Index Only Scan resource_seq");
            assertThat(plan.heapFetches("resource_seq")).as(plan.toString()).isZero();
            assertIndexed(plan);
            // Those of the page, and the one that tells that there are more, are put in order again after the join;
            // nothing else is sorted.
            assertThat(plan.sorted()).as(plan.toString()).isLessThanOrEqualTo(PAGE + 1);
            assertThat(plan.buffers()).as(plan.toString()).isLessThan(BUFFERS_OF_PAGE);
        }
    }

    @Test
    void theFirstPageAndOneBehindAPlaceAreReadInTheOrderOfTheIndexAndNothingElseIs() throws SQLException {
        LargeDirectory.settle(underTest);
        ListQuery first = query(USER, Optional.empty(), 1);
        Place place = await(underTest.resources().chunk(directory.tenant(), first))
                .last()
                .orElseThrow();
        underTest.sent().forget();

        for (Sent page :
                List.of(pageSentBy(list(first)), pageSentBy(list(first.from(new Position.After(place), PAGE))))) {
            for (ExplainedPlan plan : plans(page)) {
                assertThat(plan.scans()).as(plan.toString()).contains("Index Scan resource_seq");
                assertIndexed(plan);
                assertThat(plan.sorted()).as(plan.toString()).isZero();
                assertThat(plan.buffers()).as(plan.toString()).isLessThan(BUFFERS_OF_PAGE);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "userName, false, resource_unique_key",
        "userName, true, resource_unique_key",
        "externalId, false, resource_external_id",
        "id, false, resource_pkey",
        "meta.lastModified, false, resource_last_modified",
        "meta.created, true, resource_created",
        "active, false, resource_active",
        "displayName, false, search_value_value",
        "displayName, true, search_value_value",
        "emails.value, true, search_value_value",
        "employeeNumber, true, search_value_value",
        "manager.value, false, search_value_value"
    })
    void aPageOfASortedListIsReadInTheOrderOfItsIndex(String path, boolean descending, String index)
            throws SQLException {
        Sort sort = new Sort(AttributePath.parse(path).orElseThrow(), descending);
        Sent page = pageSentBy(list(query(USER, Optional.of(sort), 1)));

        for (ExplainedPlan plan : plans(page)) {
            assertThat(plan.scans()).as(plan.toString()).anyMatch(scan -> scan.endsWith(" " + index));
            assertIndexed(plan);
            assertThat(plan.sorted()).as(plan.toString()).isLessThan(2 * PAGE);
            assertThat(plan.buffers()).as(plan.toString()).isLessThan(BUFFERS_OF_PAGE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "externalId, false, resource_external_id",
        "externalId, true, resource_external_id",
        "active, false, resource_active",
        "displayName, false, search_value_value",
        "displayName, true, search_value_value"
    })
    void aPageOfASortedListBehindAPlaceReadsNothingBeforeIt(String path, boolean descending, String index)
            throws SQLException {
        LargeDirectory.settle(underTest);
        Optional<Sort> sort = Optional.of(new Sort(AttributePath.parse(path).orElseThrow(), descending));
        Place place = await(underTest.resources().chunk(directory.tenant(), query(USER, sort, 15_000)))
                .last()
                .orElseThrow();
        underTest.sent().forget();
        ListQuery behind = query(USER, sort, 1).from(new Position.After(place), PAGE);

        for (Sent sent : sentBy(
                underTest.resources().chunk(directory.tenant(), behind),
                underTest.resources().back(directory.tenant(), behind, place, PAGE))) {
            for (ExplainedPlan plan : plans(sent)) {
                assertThat(plan.scans()).as(plan.toString()).anyMatch(scan -> scan.endsWith(" " + index));
                assertIndexed(plan);
                assertThat(plan.sorted()).as(plan.toString()).isLessThanOrEqualTo(2 * (PAGE + 1));
                assertThat(plan.buffers()).as(plan.toString()).isLessThan(BUFFERS_OF_PAGE);
            }
        }
    }

    @Test
    void aResourceIsReadByItsKeyAndAUserWithItsGroups() throws SQLException {
        List<Sent> finds = sentBy(
                underTest.resources().find(directory.tenant(), USER, user(777), Derived.ALL),
                underTest.resources().find(directory.tenant(), USER, user(777), Derived.NONE),
                underTest.resources().find(directory.tenant(), GROUP, group(7), Derived.NONE),
                // Whose 20,000 members are not looked at.
                underTest.resources().find(directory.tenant(), GROUP, group(1), Derived.NONE));

        for (Sent sent : finds) {
            assertThat(sent.way()).isEqualTo(Way.LOOKUPS);
            for (ExplainedPlan plan : plans(sent)) {
                assertIndexed(plan);
                assertThat(plan.buffers()).as(plan.toString()).isLessThan(FEW_BUFFERS);
            }
        }
    }

    @Test
    void theMembersOfAGroupAreFoundByTheGroupAndNeverStandInFrontOfLookUps() throws SQLException {
        for (Sent sent : sentBy(
                underTest.resources().members(directory.tenant(), group(7)),
                underTest.resources().find(directory.tenant(), GROUP, group(7), Derived.ALL))) {
            assertThat(sent.way()).isEqualTo(Way.SCANS);
            for (ExplainedPlan plan : plans(sent)) {
                assertThat(plan.scans()).as(plan.toString()).contains("Index Only Scan member_pkey");
                assertIndexed(plan);
                // About fifty members, each of them looked up once.
                assertThat(plan.buffers()).as(plan.toString()).isLessThan(4 * FEW_BUFFERS);
            }
        }
    }

    @Test
    void theTotalOfADirectoryIsNotCounted() throws SQLException {
        for (Sent sent : sentBy(list(query(USER, Optional.empty(), 1)))) {
            assertThat(sent.name()).isIn("page", "total");
            if (sent.name().equals("total")) {
                for (ExplainedPlan plan : plans(sent)) {
                    assertThat(plan.buffers()).as(plan.toString()).isLessThan(FEW_BUFFERS);
                }
            }
        }
    }

    @Test
    void theLogOfAResourceIsReadFromItsIndexesHoweverLongTheTenantsIs() throws SQLException {
        for (ExplainedPlan plan : plans(logSentBy(Optional.of(user(777))))) {
            assertThat(plan.scans())
                    .as(plan.toString())
                    .anyMatch(scan -> scan.endsWith("_tenant_id_resource_id_at_change_id_idx"))
                    .anyMatch(scan -> scan.endsWith(" refusal_of_resource"));
            assertIndexed(plan);
            assertThat(plan.buffers()).as(plan.toString()).isLessThan(FEW_BUFFERS);
        }
    }

    @Test
    void aPageOfTheLogIsReadInItsOrderAndNothingBehindIt() throws SQLException {
        for (ExplainedPlan plan : plans(logSentBy(Optional.empty()))) {
            assertIndexed(plan);
            assertThat(plan.sorted()).as(plan.toString()).isLessThanOrEqualTo(2 * PAGE);
            assertThat(plan.buffers()).as(plan.toString()).isLessThan(BUFFERS_OF_PAGE);
        }
    }

    private Sent logSentBy(Optional<ResourceId> resource) {
        LogQuery query =
                new LogQuery(new LogEntry.Place(Instant.now().plusSeconds(1), 0), Instant.EPOCH, resource, "", PAGE);
        return sentBy(new PgChangeStore(underTest.doors()).log(directory.tenant(), query))
                .getFirst();
    }

    /** What a function does inside does not show in its plan, but in what it reads. */
    @ParameterizedTest
    @MethodSource("writes")
    void aWriteReadsFewPagesAndScansNoTable(Write write) throws SQLException {
        for (Mode mode : Mode.values()) {
            try (Connection connection = TestDatabase.jdbc(underTest.database().servingUrl());
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                // The first time fills the session's caches with the catalog.
                ExplainedPlan.of(connection, mode, write.sent);
                connection.rollback();
                ExplainedPlan plan = ExplainedPlan.of(connection, mode, write.sent);
                assertThat(scanned(statement)).as(write + " " + mode).isEmpty();
                assertThat(plan.buffers()).as(write + " " + mode).isLessThan(write.mostBuffers);
                connection.rollback();
            }
        }
    }

    /** @param mostBuffers bound on the pages that the call looks at */
    record Write(String attempt, long mostBuffers, Sent sent) {
        @Override
        public String toString() {
            return attempt;
        }
    }

    List<Write> writes() throws SQLException {
        TenantId tenant = changing.tenant();
        StoredDocument document = StoreUnderTest.document(
                USER,
                "{\"userName\":\"new\",\"displayName\":\"New\",\"emails\":[{\"type\":\"work\",\"value\":\"new@x\"}]}");
        StoredDocument group = StoreUnderTest.document(GROUP, "{\"displayName\":\"new\"}");
        ResourceId user = changing.id("User", "user-777@example.com");
        ResourceId some = changing.id("Group", "group 7");
        ResourceId everybody = changing.id("Group", "group 1");
        Set<ResourceId> joining =
                Set.of(user, changing.id("User", "user-1@example.com"), changing.id("User", "user-5@example.com"));
        return List.of(
                write(
                        "create a user",
                        150,
                        CREATE,
                        create(tenant, USER, ResourceIds.next(), document, MembershipDelta.NONE)),
                write(
                        "create a group",
                        150,
                        CREATE,
                        create(
                                tenant,
                                GROUP,
                                ResourceIds.next(),
                                group,
                                new MembershipDelta(false, joining, Set.of()))),
                write(
                        "replace a user",
                        // A row without a value too for each attribute that the new document lacks, and the pages of
                        // their trigrams.
                        200,
                        WRITE,
                        WriteCalls.write(
                                tenant,
                                USER,
                                user,
                                new ResourceWrite(
                                        Precondition.NONE,
                                        new DocumentChange.Replaced(new Version(1), document, document.names()),
                                        MembershipDelta.NONE))),
                write(
                        "add to a group of everybody",
                        100,
                        WRITE,
                        members(everybody, new MembershipDelta(false, Set.of(some), Set.of()))),
                write(
                        "remove from a group of everybody",
                        100,
                        WRITE,
                        members(everybody, new MembershipDelta(false, Set.of(), joining))),
                write(
                        "replace fifty members by three",
                        500,
                        WRITE,
                        members(some, new MembershipDelta(true, joining, Set.of()))),
                write("delete a user", 250, DELETE, WriteCalls.delete(tenant, USER, user, Precondition.NONE)),
                write(
                        "delete a group of fifty",
                        500,
                        DELETE,
                        WriteCalls.delete(tenant, GROUP, some, Precondition.NONE)));
    }

    private static Write write(String attempt, long mostBuffers, String sql, Tuple parameters) {
        return new Write(attempt, mostBuffers, new Sent(Way.WRITES, sql, parameters));
    }

    private Tuple members(ResourceId group, MembershipDelta members) {
        return WriteCalls.write(
                changing.tenant(),
                GROUP,
                group,
                new ResourceWrite(Precondition.NONE, new DocumentChange.Unchanged(), members));
    }

    /** Large tables read from end to end in this transaction. */
    private static List<String> scanned(Statement statement) throws SQLException {
        List<String> scanned = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT relname, seq_tup_read FROM pg_stat_xact_user_tables"
                + " WHERE schemaname = 'sluice' AND seq_scan > 0")) {
            while (rows.next()) {
                if (LARGE.contains(rows.getString(1))) {
                    scanned.add(rows.getString(1) + " " + rows.getLong(2));
                }
            }
        }
        return scanned;
    }

    private void assertIndexed(ExplainedPlan plan) {
        assertThat(plan.scans())
                .as(plan.toString())
                .isNotEmpty()
                .noneMatch(scan -> LARGE.stream().anyMatch(table -> scan.equals("Seq Scan " + table)));
    }

    private List<ExplainedPlan> plans(Sent sent) throws SQLException {
        List<ExplainedPlan> plans = new ArrayList<>();
        for (Mode mode : Mode.values()) {
            plans.add(ExplainedPlan.of(connections.getFirst(), mode, sent));
        }
        return plans;
    }

    private ResourceId user(int number) {
        return Objects.requireNonNull(users.get(number));
    }

    private ResourceId group(int number) {
        return Objects.requireNonNull(groups.get(number));
    }

    private Future<?> filtered(String type, String filter, int count) throws SQLException {
        String text = filter.replace("{enterprise}", ENTERPRISE)
                .replace("{user}", user(777).toString())
                .replace("{boss}", user(1).toString())
                .replace("{manager}", user(5).toString())
                .replace("{everybody}", group(1).toString())
                .replace("{group}", group(7).toString());
        ResourceType asked = StoreUnderTest.TYPES.byName(type).orElseThrow();
        return list(new ListQuery(
                List.of(asked),
                Optional.of(FilterParser.parse(text)),
                Optional.empty(),
                Position.START,
                count,
                Derived.NONE));
    }

    /** A page and its total; the total alone where no resource is wanted. */
    private Future<?> list(ListQuery query) {
        Future<Long> total = underTest.resources().total(directory.tenant(), query);
        return query.count() == 0
                ? total
                : Future.all(total, underTest.resources().chunk(directory.tenant(), query));
    }

    private static ListQuery query(ResourceType type, Optional<Sort> sort, long startIndex) {
        return new ListQuery(List.of(type), Optional.empty(), sort, new Position.Index(startIndex), PAGE, Derived.NONE);
    }

    private Sent pageSentBy(Future<?> asked) {
        return sentBy(asked).stream()
                .filter(sent -> sent.name().equals("page"))
                .findFirst()
                .orElseThrow();
    }

    /** What the questions, asked just now, have sent. */
    private List<Sent> sentBy(Future<?>... asked) {
        for (Future<?> question : asked) {
            await(question);
        }
        List<Sent> sent = underTest.sent().all();
        underTest.sent().forget();
        return sent;
    }
}
