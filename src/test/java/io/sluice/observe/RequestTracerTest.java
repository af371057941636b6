package io.sluice.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.CollectorUnderTest;
import io.sluice.CollectorUnderTest.Span;
import io.sluice.config.GatewayConfig;
import io.sluice.telemetry.CurrentTrace;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RequestTracerTest {
    private static final int ERROR = 2;

    @Test
    void answersOfServerErrorsAndBrokenConnectionsAreErrorsAndRefusalsAreNot() throws Exception {
        try (CollectorUnderTest collector = new CollectorUnderTest();
                Instruments instruments = new Instruments();
                Traces traces = to(collector)) {
            Vertx vertx = instruments.vertx(new VertxOptions(), traces);
            int port = vertx.createHttpServer()
                    .requestHandler(request -> {
                        CurrentTrace.goesTo(request.path());
                        switch (request.path()) {
                            case "/refused" ->
                                request.response().setStatusCode(404).end();
                            case "/failed" ->
                                request.response().setStatusCode(503).end();
                            default -> request.connection().close();
                        }
                    })
                    .listen(0, "127.0.0.1")
                    .await(10, TimeUnit.SECONDS)
                    .actualPort();
            for (String path : List.of("/refused", "/failed", "/broken")) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.getOutputStream()
                            .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().readAllBytes();
                }
            }
            Stream.of("GET /refused", "GET /failed", "GET /broken").forEach(name -> await(collector, name));
            vertx.close().await(10, TimeUnit.SECONDS);

            assertThat(collector.spans())
                    .filteredOn(span -> span.status() == ERROR)
                    .extracting(span -> span.attributes().get("error.type"))
                    .containsExactlyInAnyOrder("503", "aborted");
            assertThat(collector.spans()).extracting(Span::parent).containsOnly("");
        }
    }

    @Test
    void withoutACollectorThereIsNoTracerAtAll() throws Exception {
        GatewayConfig config =
                GatewayConfig.from(Map.of("OTEL_SERVICE_NAME", "sluice", "OTEL_TRACES_SAMPLER_ARG", "1"));
        try (Instruments instruments = new Instruments()) {
            Vertx vertx = instruments.vertx(new VertxOptions());

            assertThat(config.tracing()).isEmpty();
            assertThat(((VertxInternal) vertx).tracer()).isNull();
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aStatementIsCalledAsItsCommentSays() {
        assertThat(StatementName.of("/* create all */ SELECT 1")).isEqualTo("create all");
        assertThat(StatementName.of("SELECT 'x' /* no name */")).isEmpty();
        assertThat(StatementName.of("/* cut off")).isEmpty();
    }

    private static void await(CollectorUnderTest collector, String name) {
        try {
            collector.awaitTraceWith(span -> span.name().equals(name));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static Traces to(CollectorUnderTest collector) {
        return Traces.to(
                GatewayConfig.from(Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                collector.endpoint().toString()))
                        .tracing()
                        .orElseThrow(),
                "1");
    }
}
