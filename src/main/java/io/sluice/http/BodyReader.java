package io.sluice.http;

import io.sluice.limits.Ticket;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Reads the body of a request into memory: no more than the cap, no slower than the least pace, and only while there is memory for bodies. A body
 * declared too large is refused before it arrives.
 */
final class BodyReader implements Handler<RoutingContext> {
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);
    private static final String BODY = "sluice.body";

    private final Deadlines deadlines;
    private final long most;

    BodyReader(Deadlines deadlines, long most) {
        this.deadlines = deadlines;
        this.most = most;
    }

    static Body body(RoutingContext context) {
        Body body = context.get(BODY);
        return body == null ? new Body() : body;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!WITH_BODY.contains(request.method())) {
            context.next();
            return;
        }
        MediaType.require(request);
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        long length = declared == null ? 0 : Long.parseLong(declared);
        if (length > most) {
            throw tooLarge();
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
        Arrival arrival = new Arrival(context);
        deadlines.watch(arrival);
        request.handler(arrival::append).exceptionHandler(arrival::broken).endHandler(end -> arrival.complete());
    }

    private RuntimeException tooLarge() {
        return ScimProblem.tooLarge("The body is larger than " + most + " bytes, the most that is accepted.")
                .exception();
    }

    /** One body on its way. */
    private final class Arrival implements Deadlines.Watched {
        private final RoutingContext context;
        private final Ticket ticket;
        private final Body body = new Body();
        private final long begin = System.nanoTime();
        private boolean over;

        Arrival(RoutingContext context) {
            this.context = context;
            this.ticket = Admission.ticket(context);
        }

        void append(Buffer part) {
            if (over) {
                return;
            }
            if (body.length() + part.length() > most) {
                broken(tooLarge());
                return;
            }
            try {
                ticket.keep(part.length());
            } catch (ScimException noMemory) {
                broken(noMemory);
                return;
            }
            body.add(part);
        }

        void complete() {
            if (finish()) {
                context.put(BODY, body);
                context.next();
            }
        }

        /** What arrives afterwards is dropped. */
        void broken(Throwable failure) {
            if (finish()) {
                ticket.leave();
                context.fail(failure);
            }
        }

        @Override
        public long deadline() {
            return begin + deadlines.timeouts().transferNanos(body.length());
        }

        @Override
        public void late() {
            broken(deadlines.timeouts().tooSlow());
            Cut.afterAnswers(context.request().connection(), deadlines);
        }

        private boolean finish() {
            boolean first = !over;
            over = true;
            deadlines.forget(this);
            return first;
        }
    }
}
