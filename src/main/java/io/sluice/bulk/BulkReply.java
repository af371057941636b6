package io.sluice.bulk;

import io.sluice.scim.ScimProblem;
import io.sluice.store.JobState;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/** The worker's answer to a {@link BulkJob} or a {@link JobQuestion}. */
public sealed interface BulkReply {
    /** A BulkResponse message: every operation has an outcome of its own. */
    record Done(Buffer response) implements BulkReply {}

    /** The request is kept and will be done. */
    record Accepted(UUID job) implements BulkReply {}

    /** The results that were asked for are not complete. */
    record Unfinished(JobState state) implements BulkReply {}

    /** Nothing was done. */
    record Refused(ScimProblem problem) implements BulkReply {}
}
