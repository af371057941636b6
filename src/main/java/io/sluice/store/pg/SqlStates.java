package io.sluice.store.pg;

import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.telemetry.CurrentRequest;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
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

    /** It stops, crashed, or does not take log-ins yet. */
    private static final String SHUT_DOWN = "57P0";

    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "53", "57", "58");
    /** What text PostgreSQL cannot hold, and keys too long for an index. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05", "54000");

    private SqlStates() {}

    static boolean undoneForAnother(Throwable failure) {
        return failure instanceof PgException refused && UNDONE.contains(state(refused));
    }

    /** Whether the database itself seems to be gone or frozen, rather than one connection of it or its room for more. */
    static boolean outOfReach(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || (failure instanceof PgException refused && state(refused).startsWith(SHUT_DOWN));
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
        if (isLostConnection(failure)) {
            // Thousands a second while it is away; the access lines have each, and Availability tells of the state.
            LOG.debug("The database does not answer: {}", failure.toString());
            return unavailable();
        }
        LOG.error("Incident {}: unexpected failure of a statement", CurrentRequest.id(), failure);
        return incident();
    }

    /** Whether it comes from the database or the way to it, and not from whoever worked on what the database said. */
    static boolean isOfTheDatabase(Throwable failure) {
        return failure instanceof PgException || isLostConnection(failure);
    }

    private static boolean isLostConnection(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof RenewedDoor.Silence
                || failure instanceof IOException
                || failure instanceof VertxException
                || isBare(failure)
                || failure instanceof ConnectionPoolTooBusyException;
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
        LOG.error(
                "Incident {}: unexpected SQLSTATE {} on constraint '{}'",
                CurrentRequest.id(),
                state,
                constraint,
                refused);
        return incident();
    }

    private static String state(PgException refused) {
        return refused.getSqlState() == null ? "" : refused.getSqlState();
    }

    private static ScimProblem incident() {
        return ScimProblem.internal(
                "The request could not be completed; the server's log has it as incident " + CurrentRequest.id() + ".");
    }

    private static ScimProblem unavailable() {
        return ScimProblem.unavailable("The directory cannot answer right now; try again.");
    }
}
