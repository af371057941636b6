package io.sluice.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.telemetry.CurrentRequest;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Timeout(30)
class LogLinesTest {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final RequestLogQueue queue = new RequestLogQueue();
    private final Logger log = context.getLogger("io.sluice.test");

    LogLinesTest() {
        written.start();
        queue.setContext(context);
        queue.addAppender(written);
        queue.start();
        context.getLogger("io.sluice.test").setAdditive(false);
        context.getLogger("io.sluice.test").addAppender(queue);
    }

    @AfterEach
    void forget() {
        context.getLogger("io.sluice.test").detachAppender(queue);
    }

    @Test
    void everyLineOfARequestHasItsIdAndNoOtherLineHas() throws Exception {
        Vertx vertx = Vertx.vertx();
        CompletableFuture<Void> done = new CompletableFuture<>();
        ContextInternal root = (ContextInternal) vertx.getOrCreateContext();
        root.duplicate().runOnContext(start -> {
            CurrentRequest.begin("one", Duration.ofSeconds(9));
            vertx.timer(1).onComplete(later -> {
                log.info("within");
                root.runOnContext(other -> {
                    log.info("without");
                    done.complete(null);
                });
            });
        });
        done.get(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);

        List<JsonObject> lines = lines();
        assertThat(lines.get(0).getString("message")).isEqualTo("within");
        assertThat(lines.get(0).getString("http.request.id")).isEqualTo("one");
        assertThat(lines.get(1).getMap()).doesNotContainKey("http.request.id");
    }

    @Test
    void pairsAreFieldsOfTheLineWhateverTheyHold() {
        log.atWarn()
                .addKeyValue("event.duration", 42L)
                .addKeyValue("text", "a \"b\"\n\\")
                .log("so {}", "it is");

        JsonObject line = lines().getFirst();
        assertThat(line.getLong("event.duration")).isEqualTo(42);
        assertThat(line.getString("text")).isEqualTo("a \"b\"\n\\");
        assertThat(line.getString("message")).isEqualTo("so it is");
        assertThat(line.getString("log.level")).isEqualTo("WARN");
        assertThat(line.getString("service.version")).isEqualTo("1.2.3");
        assertThat(line.getMap()).containsKeys("@timestamp", "ecs.version");
    }

    @Test
    void aFailureIsPartOfItsOneLine() {
        log.error("bad", new IllegalStateException("why"));

        JsonObject line = lines().getFirst();
        assertThat(line.getString("error.message")).isEqualTo("why");
        assertThat(line.getString("error.stack_trace")).contains("LogLinesTest");
    }

    private List<JsonObject> lines() {
        queue.stop();
        EcsLines lines = new EcsLines("1.2.3");
        lines.setContext(context);
        lines.start();
        return written.list.stream()
                .map(event -> new String(lines.encode(event), StandardCharsets.UTF_8))
                .map(line -> {
                    assertThat(line).endsWith("\n").hasLineCount(1);
                    return new JsonObject(line);
                })
                .toList();
    }
}
