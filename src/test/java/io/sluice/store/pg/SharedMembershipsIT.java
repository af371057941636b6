package io.sluice.store.pg;

import static io.sluice.store.pg.StoreUnderTest.GROUP;
import static io.sluice.store.pg.StoreUnderTest.USER;
import static io.sluice.store.pg.StoreUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.patch.Member;
import io.sluice.patch.MembershipDelta;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.TenantId;
import io.sluice.store.Derived;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceWrite;
import io.sluice.store.ResourceWrite.DocumentChange;
import io.sluice.store.StoredResource;
import io.sluice.store.WriteOutcome;
import io.sluice.store.WriteOutcome.Written;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Many writes of one membership each at the same time on one event loop. Not beside other tests: a transaction is held open here, below which
 * readers of changes stay.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedMembershipsIT {
    private static final int USERS = 40;
    private static final int GROUPS = 4;

    private final StoreUnderTest underTest = new StoreUnderTest();
    private final List<ResourceId> users = new ArrayList<>();
    private final List<StoredResource> groups = new ArrayList<>();
    private TenantId tenant = new TenantId(1);

    private record Change(ResourceId group, ResourceId member, boolean adds) {}

    @BeforeEach
    void fill() {
        tenant = underTest.newTenant();
        users.clear();
        groups.clear();
        IntStream.range(0, USERS)
                .forEach(number -> users.add(
                        create(USER, "{\"userName\":\"u" + number + "\"}").id()));
        IntStream.range(0, GROUPS)
                .forEach(number -> groups.add(create(GROUP, "{\"displayName\":\"g" + number + "\"}")));
        underTest.sent().forget();
    }

    @AfterAll
    void close() {
        underTest.close();
    }

    @Test
    void eachIsAVersionAndAChangeRowOfItsOwnAndFewTransactionsMakeThemAll() throws SQLException {
        List<Written> written = changed(everybodyInEveryGroup(true));

        for (int number = 0; number < GROUPS; number++) {
            assertThat(versions(written, number))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(2, USERS + 1).boxed().toList());
            assertThat(members(group(number))).containsExactlyInAnyOrderElementsOf(users);
            StoredResource found = found(group(number));
            assertThat(found.version().number()).isEqualTo(USERS + 1L);
            assertThat(found.documentVersion().number()).isEqualTo(1);
            assertThat(found.lastModified()).isEqualTo(written.getLast().lastModified());
            assertThat(found.created()).isEqualTo(groups.get(number).created());
        }
        assertThat(changeRows("added[1]")).hasSize(USERS * GROUPS).doesNotHaveDuplicates();
        // Of 160 the first 32 at once, and so on.
        assertThat(sent("memberships")).isLessThan(10);
        assertThat(sent("write")).isZero();
    }

    @Test
    void removalsLikewise() throws SQLException {
        changed(everybodyInEveryGroup(true));

        List<Written> written = changed(everybodyInEveryGroup(false));

        for (int number = 0; number < GROUPS; number++) {
            assertThat(versions(written, number)).last().isEqualTo(2L * USERS + 1);
            assertThat(members(group(number))).isEmpty();
        }
        assertThat(changeRows("removed[1]")).hasSize(USERS * GROUPS).doesNotHaveDuplicates();
    }

    @Test
    void whatIsSoAlreadyLeavesTheVersionAndNoChangeRow() throws SQLException {
        changed(List.of(new Change(group(0), users.get(0), true)));

        List<Written> written = changed(List.of(
                new Change(group(0), users.get(0), true),
                new Change(group(0), users.get(1), false),
                new Change(group(0), users.get(2), true),
                new Change(group(0), users.get(0), true)));

        assertThat(written).extracting(one -> one.version().number()).containsExactly(2L, 2L, 3L, 3L);
        assertThat(changeRows("added[1]")).hasSize(2);
        assertThat(members(group(0))).containsExactlyInAnyOrder(users.get(0), users.get(2));
    }

    @Test
    void ofOneMembershipTheLastChangeRowTellsWhetherItIsThere() throws SQLException {
        List<Change> changes = Stream.iterate(true, adds -> !adds)
                .limit(USERS)
                .map(adds -> new Change(group(0), users.getFirst(), adds))
                .toList();

        changed(changes);

        List<String> operations = TestDatabase.query(
                        underTest.database().superuserUrl(),
                        "SELECT CASE WHEN added IS NULL THEN 'removed' ELSE 'added' END FROM sluice.change"
                                + " WHERE tenant_id = " + tenant.value() + " AND operation = 'write' ORDER BY version")
                .stream()
                .map(List::getFirst)
                .toList();
        for (int place = 0; place < operations.size(); place++) {
            assertThat(operations.get(place)).isEqualTo(place % 2 == 0 ? "added" : "removed");
        }
        assertThat(members(group(0))).hasSize(operations.size() % 2);
        assertThat(found(group(0)).version().number()).isEqualTo(operations.size() + 1L);
    }

    @Test
    void anUnknownMemberAndAnUnknownGroupAreRefusedAndTheirNeighboursWritten() {
        ResourceId nobody = new ResourceId(UUID.randomUUID());
        ResourceId foreign = await(underTest
                        .resources()
                        .create(
                                underTest.newTenant(),
                                USER,
                                StoreUnderTest.document(USER, "{\"userName\":\"u1\"}"),
                                MembershipDelta.NONE))
                .id();

        List<String> outcomes = underTest.together(
                List.of(
                        new Change(group(0), users.get(0), true),
                        new Change(group(0), nobody, true),
                        new Change(group(0), foreign, true),
                        new Change(nobody, users.get(0), true),
                        new Change(users.get(0), users.get(1), true),
                        new Change(group(0), nobody, false),
                        new Change(group(0), group(1), true)),
                change -> write(change).map(written -> "done").otherwise(SharedMembershipsIT::refusal));

        assertThat(outcomes).containsExactly("done", "400 " + nobody, "400 " + foreign, "404 ", "404 ", "done", "done");
        assertThat(members(group(0))).containsExactlyInAnyOrder(users.get(0), group(1));
        assertThat(found(group(0)).version().number()).isEqualTo(3);
    }

    @Test
    void aGroupThatIsLockedForLongHoldsNobodyElsesUp() throws SQLException {
        try (Connection other = TestDatabase.jdbc(underTest.database().superuserUrl());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM sluice.resource WHERE id = '" + group(0) + "' FOR UPDATE");

            List<String> outcomes = underTest.together(
                    List.of(
                            new Change(group(0), users.get(0), true),
                            new Change(group(1), users.get(0), true),
                            new Change(group(2), users.get(0), true)),
                    change -> write(change).map(written -> "done").otherwise(SharedMembershipsIT::refusal));

            assertThat(outcomes).containsExactly("503 ", "done", "done");
            other.rollback();
        }
        assertThat(members(group(0))).isEmpty();
        assertThat(members(group(1))).containsExactly(users.get(0));
    }

    /** Which counts whom each removal strips. */
    @Test
    void whileAHoldIsArmedEachRemovalIsAskedAboutForItself() {
        changed(everybodyInEveryGroup(true));
        await(new PgHoldStore(underTest.doors()).arm(tenant, true));
        underTest.sent().forget();

        changed(List.of(
                new Change(group(0), users.get(0), false),
                new Change(group(0), users.get(1), false),
                new Change(group(1), users.get(2), true)));

        assertThat(sent("write")).isEqualTo(3);
        assertThat(members(group(0))).hasSize(USERS - 2);
    }

    private List<Change> everybodyInEveryGroup(boolean adds) {
        return users.stream()
                .flatMap(user -> groups.stream().map(group -> new Change(group.id(), user, adds)))
                .toList();
    }

    private List<Written> changed(List<Change> changes) {
        return underTest.together(changes, this::write).stream()
                .map(Written.class::cast)
                .toList();
    }

    private Future<WriteOutcome> write(Change change) {
        Set<ResourceId> member = Set.of(change.member());
        return underTest
                .resources()
                .write(
                        tenant,
                        GROUP,
                        change.group(),
                        new ResourceWrite(
                                Precondition.NONE,
                                new DocumentChange.Unchanged(),
                                change.adds()
                                        ? new MembershipDelta(false, member, Set.of())
                                        : new MembershipDelta(false, Set.of(), member)));
    }

    /** The status, and the id that the detail names. */
    private static String refusal(Throwable failure) {
        ScimProblem problem = ((ScimException) failure).problem();
        String id = problem.detail().replaceAll(".*?([0-9a-f-]{36}).*", "$1");
        return problem.status() + " " + (id.length() == 36 ? id : "");
    }

    private StoredResource create(ResourceType type, String json) {
        return await(
                underTest.resources().create(tenant, type, StoreUnderTest.document(type, json), MembershipDelta.NONE));
    }

    private ResourceId group(int number) {
        return groups.get(number).id();
    }

    private StoredResource found(ResourceId group) {
        return await(underTest.resources().find(tenant, GROUP, group, Derived.NONE))
                .orElseThrow();
    }

    private List<ResourceId> members(ResourceId group) {
        return await(underTest.resources().members(tenant, group)).stream()
                .map(Member::id)
                .toList();
    }

    /** Of the changes of a group, which come in turn with those of the others. */
    private static List<Long> versions(List<Written> written, int group) {
        return IntStream.range(0, written.size())
                .filter(place -> place % GROUPS == group)
                .mapToObj(place -> written.get(place).version().number())
                .toList();
    }

    private List<String> changeRows(String member) throws SQLException {
        return TestDatabase.query(
                        underTest.database().superuserUrl(),
                        "SELECT resource_id, " + member + ", version FROM sluice.change WHERE tenant_id = "
                                + tenant.value() + " AND operation = 'write' AND " + member
                                + " IS NOT NULL AND cardinality(coalesce(added, removed)) = 1")
                .stream()
                .map(List::toString)
                .toList();
    }

    private long sent(String name) {
        return underTest.sent().all().stream()
                .filter(sent -> sent.name().equals(name))
                .count();
    }
}
