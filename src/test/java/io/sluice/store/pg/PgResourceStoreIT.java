package io.sluice.store.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.BesideOthers;
import io.sluice.patch.MembershipDelta;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimType;
import io.sluice.scim.TenantId;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceStore;
import io.sluice.store.ResourceStoreContract;
import io.sluice.store.StoredResource;
import io.sluice.store.pg.SentStatements.Way;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract in PostgreSQL, and what only its rows show. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BesideOthers
class PgResourceStoreIT extends ResourceStoreContract {
    private static final String DEADLOCK = "40P01";

    private StoreUnderTest underTest;

    @BeforeAll
    void open() {
        underTest = new StoreUnderTest();
    }

    @AfterAll
    void close() {
        underTest.close();
    }

    @Override
    protected ResourceStore store() {
        return underTest.resources();
    }

    @Override
    protected TenantId newTenant() {
        return underTest.newTenant();
    }

    @Test
    void everyWriteLeavesItsChangeRow() throws SQLException {
        ResourceId ann = createUser("ann").id();
        ResourceId bob = createUser("bob").id();
        StoredResource group = createGroup("g", ann);
        written(GROUP, group.id(), members(Set.of(bob), Set.of(ann)));
        written(GROUP, group.id(), replaced(group.documentVersion(), group("renamed")));
        await(store().delete(tenant, USER, bob, Precondition.NONE));
        await(store().delete(tenant, GROUP, group.id(), Precondition.NONE));

        assertThat(changes())
                .containsExactly(
                        List.of("create", "User", ann.toString(), "1", "NULL", "NULL", "NULL"),
                        List.of("create", "User", bob.toString(), "1", "NULL", "NULL", "NULL"),
                        List.of("create", "Group", group.id().toString(), "1", "NULL", "{" + ann + "}", "NULL"),
                        List.of("write", "Group", group.id().toString(), "2", "NULL", "{" + bob + "}", "{" + ann + "}"),
                        List.of(
                                "write",
                                "Group",
                                group.id().toString(),
                                "3",
                                group("g").json(),
                                "NULL",
                                "NULL"),
                        List.of("write", "Group", group.id().toString(), "4", "NULL", "NULL", "{" + bob + "}"),
                        List.of(
                                "delete",
                                "User",
                                bob.toString(),
                                "1",
                                user("bob").json(),
                                "NULL",
                                "NULL"),
                        List.of(
                                "delete",
                                "Group",
                                group.id().toString(),
                                "4",
                                group("renamed").json(),
                                "NULL",
                                "NULL"));
    }

    @Test
    void aDeletedGroupsChangeRowNamesTheMembersItHad() throws SQLException {
        ResourceId ann = createUser("ann").id();
        StoredResource group = createGroup("g", ann);

        await(store().delete(tenant, GROUP, group.id(), Precondition.NONE));

        assertThat(changes().getLast())
                .containsExactly(
                        "delete",
                        "Group",
                        group.id().toString(),
                        "1",
                        group("g").json(),
                        "NULL",
                        "{" + ann + "}");
    }

    @Test
    void whatIsRefusedOrChangesNothingLeavesNoRowAnywhere() throws SQLException {
        ResourceId ann = createUser("ann").id();
        StoredResource group = createGroup("g", ann);
        List<List<String>> before = everything();

        assertRefused(store().create(tenant, USER, user("ANN"), MembershipDelta.NONE), 409, ScimType.UNIQUENESS);
        assertRefused(
                store().create(tenant, GROUP, group("h"), new MembershipDelta(false, Set.of(unknown()), Set.of())),
                400,
                ScimType.INVALID_VALUE);
        written(GROUP, group.id(), members(Set.of(ann), Set.of(unknown())));
        assertRefused(
                store().write(tenant, GROUP, group.id(), members(Set.of(unknown()), Set.of(ann))),
                400,
                ScimType.INVALID_VALUE);
        assertRefused(store().delete(tenant, USER, ann, new Precondition(List.of(9L))), 412, ScimType.NONE);

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aDeletedResourceLeavesNoRowButItsChanges() throws SQLException {
        ResourceId ann = await(store().create(
                                tenant,
                                USER,
                                document(
                                        USER,
                                        "{\"userName\":\"ann\",\"displayName\":\"Ann\",\"emails\":[{\"value\":\"a@b\"}]}"),
                                MembershipDelta.NONE))
                .id();
        createGroup("g", ann);

        await(store().delete(tenant, USER, ann, Precondition.NONE));

        for (String table : List.of("search_value WHERE resource_id", "member WHERE member_id", "resource WHERE id")) {
            assertThat(rows("SELECT * FROM sluice." + table + " = '" + ann + "'"))
                    .as(table)
                    .isEmpty();
        }
    }

    @Test
    void totalsAreWhatIsThereThroughFoldsAtAnyMoment() throws SQLException {
        List<Future<StoredResource>> created = new ArrayList<>();
        List<Future<?>> rest = new ArrayList<>();
        for (int n = 0; n < 600; n++) {
            Future<StoredResource> user = store().create(tenant, USER, user("user-" + n), MembershipDelta.NONE);
            created.add(user);
            if (n % 3 == 0) {
                rest.add(user.compose(made -> store().delete(tenant, USER, made.id(), Precondition.NONE)));
            }
            if (n % 20 == 0) {
                rest.add(fold());
            }
        }
        Future.join(created).toCompletionStage().toCompletableFuture().join();
        rest.forEach(PgResourceStoreIT::await);

        assertThat(total(USER)).isEqualTo(400);
        await(fold());
        assertThat(total(USER)).isEqualTo(400);
        assertThat(rows("SELECT total FROM sluice.resource_count WHERE tenant_id = " + tenant.value()))
                .containsExactly(List.of("400"));
        assertThat(rows("SELECT * FROM sluice.resource_count_delta WHERE tenant_id = " + tenant.value()))
                .isEmpty();
    }

    @Test
    void writesThatWaitForEachOtherInARingEndWithoutAClientSeeingIt() throws SQLException {
        // Deadlocks are looked for sooner, to have more of them.
        TestDatabase.execute(
                underTest.database().superuserUrl(),
                "ALTER DATABASE " + underTest.database().superuserUrl().database() + " SET deadlock_timeout = '20ms'");
        List<Doors> doors =
                IntStream.range(0, 4).mapToObj(n -> underTest.openDoors()).toList();
        List<PgResourceStore> replicas =
                doors.stream().map(StoreUnderTest::replica).toList();
        Map<String, Integer> seen = new TreeMap<>();
        for (int round = 0; round < 10; round++) {
            List<ResourceId> users = IntStream.range(0, 12)
                    .mapToObj(n -> createUser("u-" + UUID.randomUUID()).id())
                    .toList();
            List<ResourceId> groups = IntStream.range(0, 6)
                    .mapToObj(n -> createGroup("g-" + UUID.randomUUID(), users.toArray(ResourceId[]::new))
                            .id())
                    .toList();
            groups.forEach(group -> written(GROUP, group, members(Set.copyOf(groups), Set.of())));
            statuses(mix(users, groups, replicas, new Random(round)))
                    .forEach(status -> seen.merge(status, 1, Integer::sum));
        }

        // A session that ends reports its figures at once.
        doors.forEach(door -> await(door.writes().close()));
        doors.forEach(door -> await(door.scans().close()));
        assertThat(seen.keySet()).isSubsetOf("done", "404", "400");
        assertThat(deadlocksHappened()).isTrue();
        assertThat(
                        rows(
                                "SELECT * FROM sluice.member m WHERE"
                                        + " NOT EXISTS (SELECT FROM sluice.resource g WHERE (g.tenant_id, g.id) = (m.tenant_id, m.group_id))"
                                        + " OR NOT EXISTS (SELECT FROM sluice.resource u WHERE (u.tenant_id, u.id) = (m.tenant_id, m.member_id))"))
                .as("memberships without their group or member")
                .isEmpty();
        assertThat(total(GROUP))
                .isEqualTo(
                        Long.parseLong(rows("SELECT count(*) FROM sluice.resource WHERE type = 'Group' AND tenant_id = "
                                        + tenant.value())
                                .getFirst()
                                .getFirst()));
    }

    @Test
    void aWriteOfManyMembersNeverStandsInFrontOfOtherWrites() {
        StoredResource group = createGroup("g");
        Set<ResourceId> many = Stream.generate(() -> unknown()).limit(1_001).collect(Collectors.toSet());
        underTest.sent().forget();

        written(GROUP, group.id(), members(Set.of(), Set.of(unknown())));
        written(GROUP, group.id(), members(Set.of(), many));
        assertRefused(
                store().create(tenant, GROUP, group("h"), new MembershipDelta(false, many, Set.of())),
                400,
                ScimType.INVALID_VALUE);

        assertThat(underTest.sent().all())
                .extracting(SentStatements.Sent::way)
                .containsExactly(Way.WRITES, Way.SCANS, Way.SCANS);
    }

    @Test
    void aTransactionUndoneByADeadlockRunsAgain() throws SQLException {
        String sql = "/* deadlock once */ DO $$ BEGIN IF nextval('public.attempts') < 3 THEN"
                + " RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '" + DEADLOCK + "'; END IF; END $$";
        TestDatabase.execute(underTest.database().superuserUrl(), "CREATE SEQUENCE public.attempts");
        TestDatabase.execute(underTest.database().superuserUrl(), "GRANT USAGE ON SEQUENCE public.attempts TO PUBLIC");

        await(underTest.doors().write(sql, Tuple.tuple()));

        assertThat(rows("SELECT last_value FROM public.attempts")).containsExactly(List.of("3"));
    }

    private List<Future<?>> mix(
            List<ResourceId> users, List<ResourceId> groups, List<PgResourceStore> replicas, Random random) {
        List<Function<ResourceStore, Future<?>>> writes = new ArrayList<>();
        for (ResourceId user : users) {
            ResourceId some = groups.get(random.nextInt(groups.size()));
            writes.add(store -> store.write(tenant, GROUP, some, members(Set.of(), Set.of(user))));
            writes.add(store -> store.write(tenant, GROUP, some, members(Set.copyOf(users), Set.of())));
            writes.add(store -> store.write(tenant, GROUP, some, exactly(groups.toArray(ResourceId[]::new))));
        }
        groups.forEach(group -> writes.add(store -> store.delete(tenant, GROUP, group, Precondition.NONE)));
        users.subList(0, 6).forEach(user -> writes.add(store -> store.delete(tenant, USER, user, Precondition.NONE)));
        Collections.shuffle(writes, random);
        List<Future<?>> sent = new ArrayList<>();
        for (Function<ResourceStore, Future<?>> write : writes) {
            sent.add(write.apply(replicas.get(random.nextInt(replicas.size()))));
        }
        return sent;
    }

    private static List<String> statuses(List<Future<?>> writes) {
        return writes.stream()
                .map(ResourceStoreContract::refusal)
                .map(refusal -> refusal.map(ScimException::problem)
                        .map(problem -> Integer.toString(problem.status()))
                        .orElse("done"))
                .toList();
    }

    /** As the server's statistics have it. */
    private boolean deadlocksHappened() throws SQLException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        boolean happened = false;
        while (!happened && System.nanoTime() < deadline) {
            happened = rows("SELECT deadlocks > 0 FROM pg_stat_database WHERE datname = current_database()")
                    .contains(List.of("t"));
        }
        return happened;
    }

    private Future<?> fold() {
        return underTest
                .doors()
                .write(
                        "/* fold */ SELECT set_config('sluice.tenant', $1::bigint::text, true),"
                                + " sluice.resource_count_fold($1, 'User')",
                        Tuple.of(tenant.value()));
    }

    private List<List<String>> changes() throws SQLException {
        return rows("SELECT operation, type, resource_id, version, before, added, removed FROM sluice.change"
                + " WHERE tenant_id = " + tenant.value() + " ORDER BY change_id");
    }

    private List<List<String>> everything() throws SQLException {
        List<List<String>> all = new ArrayList<>();
        for (String table :
                List.of("resource", "member", "search_value", "change", "resource_count", "resource_count_delta")) {
            all.addAll(rows(
                    "SELECT x::text FROM sluice." + table + " x WHERE tenant_id = " + tenant.value() + " ORDER BY 1"));
        }
        return all;
    }

    private List<List<String>> rows(String sql) throws SQLException {
        return TestDatabase.query(underTest.database().superuserUrl(), sql);
    }
}
