package io.sluice.http;

import io.sluice.limits.Ticket;
import io.sluice.limits.Work;
import io.sluice.scim.ScimProblem;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * A request that has its places, from there to the head of its answer: what follows goes at the reader's pace, which must not keep others out,
 * and must not be too slow; a {@link ChunkedAnswer} sees to that itself.
 * Work that a client no longer waits for keeps its place until it ends, or leaving early would be a way to ask for more than one's share. By its
 * deadline all its statements have met theirs.
 */
final class InWork implements Deadlines.Watched {
    private final RoutingContext context;
    private final Ticket ticket;
    private final Deadlines deadlines;
    private final long deadline;
    private Optional<Long> head = Optional.empty();

    private InWork(RoutingContext context, Ticket ticket, Deadlines deadlines) {
        this.context = context;
        this.ticket = ticket;
        this.deadlines = deadlines;
        this.deadline = System.nanoTime() + deadlines.timeouts().requestNanos(ticket.work() == Work.BULK);
    }

    /** Takes the places of a request whose body is there; fails with 429 or 503. */
    static InWork begin(RoutingContext context, Deadlines deadlines) {
        Ticket ticket = Admission.ticket(context);
        InWork work = new InWork(context, ticket, deadlines);
        try {
            ticket.enter(() -> Removals.in(BodyReader.body(context)));
            deadlines.watch(work);
            context.addHeadersEndHandler(head -> work.answers());
            return work;
        } catch (RuntimeException refused) {
            work.end();
            throw refused;
        }
    }

    private void answers() {
        ticket.leave();
        head = Optional.of(System.nanoTime());
    }

    /** The work is over, and the answer taken. */
    void end() {
        deadlines.forget(this);
        ticket.leave();
    }

    @Override
    public long deadline() {
        HttpServerResponse response = context.response();
        return head.map(begin -> begin
                        + (response.isChunked()
                                ? Long.MAX_VALUE / 2
                                : deadlines.timeouts().transferNanos(response.bytesWritten())))
                .orElse(deadline);
    }

    @Override
    public void late() {
        if (head.isPresent()) {
            Cut.now(context.request().connection());
            return;
        }
        ticket.leave();
        context.fail(ScimProblem.unavailable(
                        "The request took too long and was given up; it may have been carried out. Try again.")
                .exception());
        Cut.afterAnswers(context.request().connection(), deadlines);
    }
}
