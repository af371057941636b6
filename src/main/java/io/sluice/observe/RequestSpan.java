package io.sluice.observe;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.sluice.telemetry.CurrentTrace.Traced;

/** The span of one request, by the semantic conventions for HTTP. Nothing in it is as a client sent it. */
final class RequestSpan implements Traced {
    private static final int SERVER_ERROR = 500;

    private final Span span;
    private final String method;

    /** @param method as the span is called until it is known where it goes to */
    RequestSpan(Span span, String method) {
        this.span = span;
        this.method = method;
    }

    @Override
    public String id() {
        return span.getSpanContext().getTraceId();
    }

    @Override
    public void goesTo(String template) {
        span.updateName(method + " " + template).setAttribute("http.route", template);
    }

    Span span() {
        return span;
    }

    void end(int status) {
        span.setAttribute("http.response.status_code", status);
        if (status >= SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR).setAttribute("error.type", Integer.toString(status));
        }
        span.end();
    }

    /** The client left, or the connection broke, before the answer was whole. */
    void breakOff() {
        span.setStatus(StatusCode.ERROR).setAttribute("error.type", "aborted").end();
    }
}
