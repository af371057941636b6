package io.sluice.observe;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.sluice.config.LogFormat;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log on the standard error output: lines for people on a terminal, JSON for a collector elsewhere. */
public final class Logs implements AutoCloseable {
    private static final String FOR_PEOPLE = "%d{HH:mm:ss.SSS} %-5level %logger{20} %msg %kvp{NONE}%n%ex{full}";

    private final RequestLogQueue queue;

    private Logs(RequestLogQueue queue) {
        this.queue = queue;
    }

    /** Replaces what {@code logback.xml} set up for the time before the configuration is known. */
    public static Logs begin(LogFormat format, String version) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        RequestLogQueue queue = new RequestLogQueue();
        PacedOutput output = new PacedOutput(queue::getNumberOfElementsInQueue);
        output.setContext(context);
        output.setEncoder(encoder(context, format, version));
        output.start();
        queue.setContext(context);
        queue.addAppender(output);
        queue.start();
        root.detachAndStopAllAppenders();
        root.addAppender(queue);
        return new Logs(queue);
    }

    /** Writes what is still queued. */
    @Override
    public void close() {
        queue.stop();
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format, String version) {
        boolean json = format == LogFormat.JSON || (format == LogFormat.AUTO && !isTerminal());
        if (json) {
            EcsLines lines = new EcsLines(version);
            lines.setContext(context);
            lines.start();
            return lines;
        }
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setContext(context);
        lines.setPattern(FOR_PEOPLE);
        lines.start();
        return lines;
    }

    /** Not asked of {@link System#console()}, which is about the input as well and means something else in each release of the JDK. */
    private static boolean isTerminal() {
        try {
            String device = Path.of("/dev/stderr").toRealPath().toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException pipeOrNothing) {
            return false;
        }
    }
}
