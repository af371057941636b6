package io.sluice.bulk;

import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong into what a client is told. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    /** What is no refusal of ours is logged once and becomes a 500 that names its place in the log. */
    static ScimProblem of(Throwable failure) {
        if (failure instanceof ScimException refused) {
            return refused.problem();
        }
        String incident = UUID.randomUUID().toString();
        LOG.error("Incident {}: an operation of a Bulk request failed", incident, failure);
        return ScimProblem.internal("Something went wrong here; the server's log has it as incident " + incident + ".");
    }
}
