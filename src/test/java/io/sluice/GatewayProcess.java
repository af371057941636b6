package io.sluice;

import io.sluice.config.ServerUrl;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The product as a process of its own against an external database. */
public final class GatewayProcess implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;
    private final int port;

    private GatewayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Answers when it returns; like its supervisor, this starts it again when it gave up.
     *
     * @param options of the JVM, for example {@code -Xmx96m}; without any it is one that lives for seconds, and rather quick to start than fast
     */
    public static GatewayProcess start(ServerUrl database, int port, Path log, String... options)
            throws IOException, InterruptedException {
        return start(database, port, Map.of(), log, options);
    }

    /** @param environment more variables, or others in the place of those that are set here */
    public static GatewayProcess start(
            ServerUrl database, int port, Map<String, String> environment, Path log, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options.length > 0 ? Arrays.asList(options) : SHORT_LIVED);
        command.addAll(program());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment()
                .put(
                        "SLUICE_DATABASE_URL",
                        "postgresql://" + database.user() + ":"
                                + URLEncoder.encode(database.password().value(), StandardCharsets.UTF_8) + "@"
                                + database.host() + ":"
                                + database.port() + "/" + database.database());
        builder.environment().put("SLUICE_HTTP_PORT", Integer.toString(port));
        builder.environment().put("SLUICE_HTTP_HOST", "127.0.0.1");
        builder.environment().put("SLUICE_MANAGEMENT_PORT", "0");
        builder.environment().put("SLUICE_TENANT_OPERATIONS_PER_SECOND", "1000000");
        builder.environment().put("SLUICE_TENANT_IN_FLIGHT", "10000");
        builder.environment().put("SLUICE_DATABASE_UNSAFE", "true");
        builder.environment().putAll(environment);
        for (int attempt = 1; ; attempt++) {
            GatewayProcess gateway = new GatewayProcess(builder.start(), port);
            if (gateway.answers()) {
                return gateway;
            }
            gateway.kill();
            if (attempt == ATTEMPTS) {
                throw new IOException("the gateway does not answer; " + log + " says why");
            }
        }
    }

    /** The jar where the build has made one, else the classes that run here. */
    private static List<String> program() {
        String jar = System.getProperty("sluice.jar", "");
        return jar.isEmpty()
                ? List.of("-cp", System.getProperty("java.class.path"), "io.sluice.Main")
                : List.of("-jar", jar);
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + port + "/scim/v2");
    }

    public long pid() {
        return process.pid();
    }

    /** It ends without a word. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; how long it takes to end, at most a minute. */
    public Duration terminate() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            kill();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private boolean answers() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base()).build();
        HttpClient client = HttpClient.newHttpClient();
        for (int attempt = 0; attempt < 300 && process.isAlive(); attempt++) {
            try {
                client.send(request, BodyHandlers.discarding());
                return true;
            } catch (IOException notYet) {
                Thread.sleep(100);
            }
        }
        return false;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
