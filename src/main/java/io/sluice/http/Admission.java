package io.sluice.http;

import io.sluice.auth.Caller;
import io.sluice.limits.Limits;
import io.sluice.limits.Ticket;
import io.sluice.limits.Work;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Lets a request of a known caller in, before its body is read: refused here, it costs next to nothing. */
final class Admission implements Handler<RoutingContext> {
    private static final String TICKET = "sluice.ticket";

    private final Limits limits;

    Admission(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void handle(RoutingContext context) {
        Caller caller = CredentialCheck.caller(context);
        Ticket ticket = limits.admit(caller.tenant(), caller.profile().limits(), work(context.request()));
        context.put(TICKET, ticket);
        if (ticket.waitNanos() == 0) {
            context.next();
        } else {
            hold(context, Duration.ofNanos(ticket.waitNanos()));
        }
    }

    static Ticket ticket(RoutingContext context) {
        return context.get(TICKET);
    }

    private static Work work(HttpServerRequest request) {
        return switch (request.method().name()) {
            case "POST" -> posted(request.path());
            case "PUT", "PATCH" -> Work.EDIT;
            case "DELETE" -> Work.REMOVAL;
            default -> Work.READ;
        };
    }

    /** By the end of the path as it stands: who writes it in another way is counted as a writer, which costs nobody else anything. */
    private static Work posted(String path) {
        String address = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return address.endsWith("/.search") ? Work.READ : address.endsWith("/Bulk") ? Work.BULK : Work.WRITE;
    }

    /** The body stays where it is meanwhile. */
    private static void hold(RoutingContext context, Duration wait) {
        HttpServerRequest request = context.request().pause();
        context.vertx().setTimer(Math.max(1, wait.toMillis()), over -> {
            if (!context.response().closed()) {
                context.next();
                request.resume();
            }
        });
    }
}
