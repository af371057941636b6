package io.sluice.loadtest.entra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A job and answers that are as they should not be. */
final class JobTest {
    private static final String SCIM = "application/scim+json";
    private static final String NOBODY =
            "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":0,\"Resources\":[]}";

    private final Jobs jobs = new Jobs(new Directory("contoso.example"), Mapping.usual(Dialect.DEFAULT), 0, false);
    private final Job job = jobs.job();

    @Test
    void anEmptyListForBothProbesIsAGoodConnection() {
        jobs.testConnection();

        assertThat(turn().answered(ok(NOBODY))).isEmpty();
        assertThat(turn().answered(ok(NOBODY))).isEmpty();

        assertThat(job.isFinished()).isTrue();
        assertThat(job.quarantine().points()).isZero();
    }

    @Test
    void notFoundForAFilterQuarantinesAtOnceAndNothingMoreIsSent() {
        jobs.testConnection().initialCycle(new Size(10, 2, 5, 5));

        Optional<String> complaint = turn().answered(new Answer(404, SCIM, "", "{}"));

        assertThat(complaint).hasValueSatisfying(text -> assertThat(text).contains("404 for a filter"));
        assertThat(job.quarantine().reason()).isPresent();
        assertThat(job.next()).isEmpty();
        assertThat(job.isFinished()).isTrue();
    }

    @Test
    void aListWithoutResourcesIsNoScim() {
        jobs.testConnection();

        turn().answered(ok(NOBODY.replace(",\"Resources\":[]", "")));

        assertThat(job.quarantine().reason()).isPresent();
    }

    @Test
    void aCreatedUserMustComeBackAsItWasSent() {
        jobs.initialCycle(new Size(1, 1, 1, 0));
        turn().answered(ok(NOBODY));
        Turn create = turn();
        String shown = create.call()
                .body()
                .replaceFirst("\\{", "{\"id\":\"1\",")
                .replace("Clerk", "clerk")
                .replace("\"meta\":{", "\"meta\":{\"created\":\"\",\"lastModified\":\"\",")
                .replace("\"title\":\"", "\"title\":\" ");

        assertThat(create.answered(new Answer(201, SCIM, "", shown)))
                .contains("SchemaPropertyCanOnlyAcceptValue: title is not what was sent");
        assertThat(job.quarantine().points()).isEqualTo(1);
    }

    @Test
    void aLostAnswerCountsAndTheJobGoesOn() {
        jobs.testConnection();

        turn().lost();

        assertThat(job.quarantine().points()).isEqualTo(1);
        assertThat(job.isFinished()).isTrue();
    }

    @Test
    void tooManyRequestsIsAComplaintAndTheSameCallComesAgain() {
        jobs.testConnection();
        Turn first = turn();

        assertThat(first.answered(new Answer(429, SCIM, "0", "{}"))).isPresent();

        assertThat(turn().call()).isEqualTo(first.call());
        assertThat(job.quarantine().points()).isZero();
    }

    private Turn turn() {
        return job.next().orElseThrow();
    }

    private static Answer ok(String body) {
        return new Answer(200, SCIM, "", body);
    }
}
