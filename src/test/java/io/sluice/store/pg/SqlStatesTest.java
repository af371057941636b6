package io.sluice.store.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatesTest {
    private static final String SECRET = "relation sluice.resource of tenant 7";

    @ParameterizedTest
    @CsvSource({
        "23505, resource_unique_key, 409, UNIQUENESS",
        "23505, resource_pkey, 500, NONE",
        "22021, '', 400, INVALID_VALUE", // a NUL in a text
        "22P05, '', 400, INVALID_VALUE", // a character that the database's encoding lacks
        "54000, '', 400, INVALID_VALUE", // an index row too long
        "40001, '', 503, NONE",
        "40P01, '', 503, NONE",
        "55P03, '', 503, NONE", // lock_timeout
        "57014, '', 503, NONE", // statement_timeout
        "57P01, '', 503, NONE", // the server shuts down
        "57P03, '', 503, NONE", // the server starts up
        "25006, '', 503, NONE", // the connection leads to a standby
        "08006, '', 503, NONE",
        "53300, '', 503, NONE", // too many connections
        "53100, '', 503, NONE", // the disk is full
        "58030, '', 503, NONE", // an I/O error
        "42501, '', 500, NONE", // row level security refused a row
        "42P01, '', 500, NONE",
        "22012, '', 500, NONE"
    })
    void aRefusalOfPostgresqlBecomes(String state, String constraint, int status, ScimType type) {
        ScimProblem problem = SqlStates.toScim(refusal(state, constraint)).problem();

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.scimType()).isEqualTo(type);
        assertThat(problem.detail()).isNotBlank().doesNotContain(SECRET).doesNotContain("sluice.");
    }

    @ParameterizedTest
    @MethodSource("brokenConnections")
    void aConnectionThatCannotBeUsedIsUnavailable(Throwable failure) {
        ScimProblem problem = SqlStates.toScim(failure).problem();

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.retryAfterSeconds()).isPositive();
        assertThat(problem.detail()).doesNotContain("db.example");
    }

    static Stream<Throwable> brokenConnections() {
        return Stream.of(
                new TimeoutException("8000 ms"),
                new ConnectException("Connection refused: db.example:5432"),
                ClosedConnectionException.INSTANCE,
                new ConnectionPoolTooBusyException("Pool max wait queue size of 2000 reached"));
    }

    @Test
    void anythingElseIsInternalAndSaysNothingOfItself() {
        ScimProblem problem =
                SqlStates.toScim(new IllegalStateException(SECRET)).problem();

        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.detail()).doesNotContain(SECRET);
    }

    @Test
    void aProblemStaysTheProblemThatItIs() {
        ScimException known = ScimProblem.notFound().exception();

        assertThat(SqlStates.toScim(known)).isSameAs(known);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void aTransactionUndoneForTheSakeOfAnotherMayRunAgain(String state) {
        assertThat(SqlStates.undoneForAnother(refusal(state, ""))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "55P03", "57014", "08006", "57P01"})
    void nothingElseRunsAgainByItself(String state) {
        assertThat(SqlStates.undoneForAnother(refusal(state, ""))).isFalse();
        assertThat(SqlStates.undoneForAnother(new TimeoutException())).isFalse();
    }

    private static PgException refusal(String state, String constraint) {
        return new PgException(
                SECRET,
                "ERROR",
                state,
                SECRET,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                constraint.isEmpty() ? null : constraint);
    }
}
