package io.sluice.store.pg;

import static io.sluice.store.pg.StoreUnderTest.GROUP;
import static io.sluice.store.pg.StoreUnderTest.USER;
import static io.sluice.store.pg.StoreUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.patch.Member;
import io.sluice.patch.MembershipDelta;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimException;
import io.sluice.scim.TenantId;
import io.sluice.store.Precondition;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Groups that are made with so many members that none is locked, while members are deleted. Not beside other tests: transactions are held open
 * here, below which readers of changes stay.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(30)
class LargeCreationIT {
    private static final int USERS = 1_200;
    private static final int ROUNDS = 30;

    private final StoreUnderTest underTest = new StoreUnderTest();
    private TenantId tenant = new TenantId(1);
    private final List<ResourceId> users = new ArrayList<>();

    @BeforeEach
    void fill() throws SQLException {
        tenant = underTest.newTenant();
        users.clear();
        rows("SELECT u.id FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(1, " + USERS
                        + ") AS n) AS u, LATERAL sluice.resource_create(" + tenant.value()
                        + ", 'User', u.id, 'u' || u.n, NULL, NULL, '{}', '{}', '{}', '{}', '{}')")
                .forEach(id -> users.add(new ResourceId(UUID.fromString(id))));
    }

    @AfterAll
    void close() {
        underTest.close();
    }

    @Test
    void whoWasDeletedBeforeIsNamedAndNothingIsMade() {
        delete(users.get(7));
        delete(users.get(1_100));

        assertThatThrownBy(() -> await(creation("refused", users)))
                .isInstanceOfSatisfying(ScimException.class, refusal -> {
                    assertThat(refusal.problem().status()).isEqualTo(400);
                    assertThat(refusal.problem().detail())
                            .containsAnyOf(
                                    users.get(7).toString(), users.get(1_100).toString());
                });
        assertThat(await(creation("refused", users.subList(0, 5))).version().number())
                .isEqualTo(1);
    }

    /** The deletion began before the group, and commits while it is made: it is neither seen at first nor can it see the membership. */
    @Test
    void aDeletionThatCommitsMeanwhileIsWaitedForAndTheMemberIsNamed() throws Exception {
        try (Connection other = holding(
                "SELECT sluice.resource_delete(" + tenant.value() + ", 'User', '" + users.get(3) + "', NULL)")) {
            Future<StoredResource> made = creation("raced", users);
            awaitWaiting();
            assertThat(made.isComplete()).isFalse();

            other.commit();

            assertThatThrownBy(() -> await(made))
                    .isInstanceOfSatisfying(
                            ScimException.class,
                            refusal -> assertThat(refusal.problem().detail())
                                    .contains(users.get(3).toString()));
        }
        assertThat(rows("SELECT count(*) FROM sluice.member WHERE tenant_id = " + tenant.value()))
                .containsExactly("0");
    }

    @Test
    void aDeletionThatIsRolledBackMeanwhileChangesNothing() throws Exception {
        try (Connection other = holding(
                "SELECT sluice.resource_delete(" + tenant.value() + ", 'User', '" + users.get(3) + "', NULL)")) {
            Future<StoredResource> made = creation("kept", users);
            awaitWaiting();

            other.rollback();

            assertThat(members(await(made).id())).containsExactlyInAnyOrderElementsOf(users);
        }
    }

    /** The other way round: whoever deletes waits for the group that is being made, and takes the membership along. */
    @Test
    void aDeletionThatComesLastWaitsAndTakesTheMembershipAlong() throws Exception {
        UUID group = UUID.randomUUID();
        try (Connection other = holding("SELECT sluice.resource_create(" + tenant.value() + ", 'Group', '" + group
                + "', 'first', NULL, 'first', '{}', '{}', '{}', '{}', ARRAY(SELECT id FROM sluice.resource WHERE tenant_id = "
                + tenant.value() + "))")) {
            Future<?> deletion = underTest.resources().delete(tenant, USER, users.get(3), Precondition.NONE);
            awaitWaiting();

            other.commit();

            await(deletion);
        }
        assertThat(members(new ResourceId(group))).hasSize(USERS - 1).doesNotContain(users.get(3));
        assertThat(rows("SELECT version FROM sluice.resource WHERE id = '" + group + "'"))
                .containsExactly("2");
    }

    @Test
    void groupsAndDeletionsAtTheSameTimeLeaveNoMemberThatIsNobody() throws SQLException {
        List<Future<?>> all = new ArrayList<>();
        Set<ResourceId> deleted = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            ResourceId leaving = users.get(round * 7);
            deleted.add(leaving);
            all.add(creation("round " + round, users.subList(round, round + 800))
                    .otherwiseEmpty());
            all.add(underTest.resources().delete(tenant, USER, leaving, Precondition.NONE));
        }
        all.forEach(StoreUnderTest::await);

        assertThat(
                        rows(
                                "SELECT count(*) FROM sluice.member m WHERE m.tenant_id = " + tenant.value()
                                        + " AND NOT EXISTS (SELECT FROM sluice.resource r WHERE r.tenant_id = m.tenant_id AND r.id = m.member_id)"))
                .containsExactly("0");
        assertThat(rows("SELECT count(*) FROM sluice.resource WHERE type = 'User' AND tenant_id = " + tenant.value()))
                .containsExactly(Integer.toString(USERS - deleted.size()));
    }

    /** A transaction that has done this and not ended. */
    private Connection holding(String call) throws SQLException {
        Connection other = TestDatabase.jdbc(underTest.database().superuserUrl());
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            statement.execute(call);
        }
        return other;
    }

    private Future<StoredResource> creation(String name, List<ResourceId> members) {
        return underTest
                .resources()
                .create(
                        tenant,
                        GROUP,
                        StoreUnderTest.document(GROUP, "{\"displayName\":\"" + name + "\"}"),
                        new MembershipDelta(false, Set.copyOf(members), Set.of()));
    }

    private void delete(ResourceId user) {
        await(underTest.resources().delete(tenant, USER, user, Precondition.NONE));
    }

    private List<ResourceId> members(ResourceId group) {
        return await(underTest.resources().members(tenant, group)).stream()
                .map(Member::id)
                .toList();
    }

    private void awaitWaiting() throws Exception {
        while (rows("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND wait_event = 'advisory'"
                        + " AND datname = current_database()")
                .isEmpty()) {
            Thread.sleep(5);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        return TestDatabase.query(underTest.database().superuserUrl(), sql).stream()
                .map(List::getFirst)
                .toList();
    }
}
