package io.sluice.store.pg;

import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where PostgreSQL's refusals (SQLSTATE and constraint name) become SCIM problems. */
final class SqlStates {
    private static final Logger LOG = LoggerFactory.getLogger(SqlStates.class);

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String QUERY_CANCELED = "57014";
    private static final String READ_ONLY = "25006";
    /** Serialization failure and deadlock: the transaction left nothing and may be run again. */
    private static final Set<String> UNDONE = Set.of("40001", "40P01");
    /** Lock not available, query cancelled by a time-out, and the classes of lost connections, scarce resources and shut-downs. */
    private static final Set<String> UNAVAILABLE = Set.of("55P03", QUERY_CANCELED, READ_ONLY);

    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "53", "57", "58");
    /** What text PostgreSQL cannot hold, and keys too long for an index. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05", "54000");

    private SqlStates() {}

    static boolean undoneForAnother(Throwable failure) {
        return failure instanceof PgException refused && UNDONE.contains(state(refused));
    }

    /** Whether the server ended the statement because its time was up. */
    static boolean ranTooLong(Throwable failure) {
        return failure instanceof PgException refused && QUERY_CANCELED.equals(state(refused));
    }

    /** The failure as a {@link ScimException}; what is not understood is logged once and becomes a 500 that says nothing of it. */
    static ScimException toScim(Throwable failure) {
        if (failure instanceof ScimException known) {
            return known;
        }
        return problem(failure).exception();
    }

    private static ScimProblem problem(Throwable failure) {
        if (failure instanceof PgException refused) {
            return problem(refused);
        }
        if (failure instanceof TimeoutException
                || failure instanceof IOException
                || failure instanceof VertxException
                || isBare(failure)
                || failure instanceof ConnectionPoolTooBusyException) {
            LOG.warn("The database does not answer: {}", failure.toString());
            return unavailable();
        }
        LOG.error("Unexpected failure of a statement", failure);
        return ScimProblem.internal("The request could not be completed; the server's log says why.");
    }

    /** What the client fails with when its pool is closed is neither exception nor error. */
    private static boolean isBare(Throwable failure) {
        return !(failure instanceof Exception) && !(failure instanceof Error);
    }

    private static ScimProblem problem(PgException refused) {
        String state = state(refused);
        String constraint = refused.getConstraint() == null ? "" : refused.getConstraint();
        if (state.equals(UNIQUE_VIOLATION) && constraint.equals("resource_unique_key")) {
            return ScimProblem.uniqueness("userName or displayName");
        }
        if (UNSTORABLE.contains(state)) {
            return ScimProblem.invalidValue(
                    "A value holds a character that cannot be stored, or is too long to be indexed.");
        }
        if (UNDONE.contains(state)
                || UNAVAILABLE.contains(state)
                || (state.length() == 5 && UNAVAILABLE_CLASSES.contains(state.substring(0, 2)))) {
            LOG.warn("The database refused a statement: {} {}", state, refused.getErrorMessage());
            return unavailable();
        }
        LOG.error("Unexpected SQLSTATE {} on constraint '{}'", state, constraint, refused);
        return ScimProblem.internal("The request could not be completed; the server's log says why.");
    }

    private static String state(PgException refused) {
        return refused.getSqlState() == null ? "" : refused.getSqlState();
    }

    private static ScimProblem unavailable() {
        return ScimProblem.unavailable("The directory cannot answer right now; try again.");
    }
}
