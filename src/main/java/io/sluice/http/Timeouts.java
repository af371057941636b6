package io.sluice.http;

import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import java.time.Duration;

/**
 * How long a client may keep us waiting, and we it.
 *
 * @param stranger from the begin of a connection to its first request with a live credential
 * @param idle without a byte on a connection
 * @param request from a body's last byte to the head of the answer
 * @param transfer of a body or an answer, before it is held against the least pace
 * @param leastBytesPerSecond of a body or an answer after that
 */
public record Timeouts(Duration stranger, Duration idle, Duration request, Duration transfer, int leastBytesPerSecond) {
    /** A bulk request may take so many times longer. */
    private static final int BULK = 6;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** What the other side may take for so many bytes. */
    long transferNanos(long bytes) {
        return transfer.toNanos() + bytes * (SECOND / leastBytesPerSecond);
    }

    /** What a body below the least pace is told. */
    ScimException tooSlow() {
        return new ScimProblem(
                        408,
                        ScimType.NONE,
                        "The body took too long to arrive: " + leastBytesPerSecond + " bytes a second are expected.")
                .exception();
    }

    long requestNanos(boolean bulk) {
        return bulk ? BULK * request.toNanos() : request.toNanos();
    }
}
