package io.sluice.loadtest.entra;

import java.util.Optional;

/**
 * Entra's own rules for when a job is put into quarantine: at once for bad credentials or a target that does not speak SCIM; from 5,000
 * failures when they are more than 40 % of the attempts or more than 40,000; from 60,000 failures with those of references.
 */
public final class Quarantine {
    private static final int FROM = 5_000;
    private static final double SHARE = 0.4;
    private static final int MANY = 40_000;
    private static final int CEILING = 60_000;

    private long attempts;
    private long failures;
    private long referenceFailures;
    private Optional<String> stopped = Optional.empty();

    synchronized void succeeded() {
        attempts++;
    }

    synchronized void failed(LogCode code, boolean ofReference) {
        attempts++;
        if (ofReference) {
            referenceFailures++;
        } else {
            failures++;
        }
        if (code.stopsTheJob() && stopped.isEmpty()) {
            stopped = Optional.of("EncounteredQuarantineException, " + code);
        }
    }

    /** Everything that counts towards quarantine; a healthy target leaves it at 0. */
    public synchronized long points() {
        return failures + referenceFailures;
    }

    public synchronized long attempts() {
        return attempts;
    }

    /** Why the job is in quarantine; empty while it is not. */
    public synchronized Optional<String> reason() {
        if (stopped.isPresent()) {
            return stopped;
        }
        boolean many = failures >= FROM && (failures > SHARE * attempts || failures > MANY);
        return many || points() >= CEILING
                ? Optional.of("EncounteredEscrowProportionThreshold, " + points() + " of " + attempts)
                : Optional.empty();
    }
}
