package io.sluice.store.pg;

import static io.sluice.store.pg.StoreUnderTest.USER;
import static io.sluice.store.pg.StoreUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.BesideOthers;
import io.sluice.patch.MembershipDelta;
import io.sluice.scim.ScimException;
import io.sluice.scim.TenantId;
import io.sluice.store.JobLease;
import io.sluice.store.JobStore;
import io.sluice.store.KeptResult;
import io.sluice.store.NewJob;
import io.sluice.store.Scope;
import io.sluice.store.StoredDocument;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@BesideOthers
class PgJobStoreIT {
    private static final StoredDocument ANN = StoreUnderTest.document(USER, "{\"userName\":\"ann\"}");
    private static final KeptResult DONE = new KeptResult(0, Optional.empty(), false, "{}");

    private final StoreUnderTest underTest = new StoreUnderTest();
    private final JobStore jobs = underTest.bulk(() -> StoreUnderTest.BASE_URL).jobs();
    private final TenantId tenant = underTest.newTenant();
    private final UUID job = UUID.randomUUID();

    @AfterEach
    void close() {
        underTest.close();
    }

    @Test
    void aRunnerWhoseJobIsWithAnotherIsRefusedAndDoesNothing() throws SQLException {
        JobLease late = taken();
        TestDatabase.execute(
                underTest.database().superuserUrl(),
                "UPDATE sluice.bulk_job SET leased = '-infinity' WHERE job_id = '" + job + "'");
        JobLease other = await(jobs.take(UUID.randomUUID())).orElseThrow().lease();

        assertLost(jobs.together(
                late,
                resources -> resources.create(tenant, USER, ANN, MembershipDelta.NONE),
                created -> List.of(DONE)));
        assertLost(jobs.keep(late, List.of(DONE)));

        assertThat(await(jobs.results(tenant, job, -1, 10))).isEmpty();
        assertThat(await(jobs.together(
                                other,
                                resources -> resources.create(tenant, USER, ANN, MembershipDelta.NONE),
                                created -> List.of(DONE)))
                        .type())
                .as("the name is still free")
                .isEqualTo("User");
    }

    private JobLease taken() {
        await(jobs.add(tenant, new NewJob(job, Buffer.buffer("{}"), 1, Scope.ALL), 10));
        return await(jobs.take(UUID.randomUUID())).orElseThrow().lease();
    }

    private static void assertLost(Future<?> work) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> await(work))
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(JobStore.LOST));
    }
}
