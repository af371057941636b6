package io.sluice.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What the limits are for, measured from outside; {@code loadtest/bench/limits.sh} starts the gateway and runs it.
 *
 * <ul>
 *   <li>{@code overload SECONDS TIMES}: creates by many tenants, first as many as are answered (the peak), then that many times more in an open loop
 *   <li>{@code neighbour SECONDS PER_SECOND}: one tenant at this rate beside another at 25 requests a second
 *   <li>{@code connections SECONDS}: 5,000 idle, 5,000 half-open and 500 slow-body connections beside normal requests
 * </ul>
 *
 * <p>Environment: PORT; TOKENS, a file with a token of another tenant on each line.
 */
public final class LimitsBench {
    private static final int CALM = 25;
    private static final int CLIENTS = 96;

    /** So many that those who wait for an answer leave enough for the others. */
    private static final int CONNECTIONS = 2_048;

    /** Requests a second that nobody can serve: each client sends as soon as it has an answer. */
    private static final double CLOSED = 1e6;

    private static final double FLOOD = 8_000;

    private final InetSocketAddress server =
            new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT")));
    private final List<String> tokens = Files.readAllLines(Path.of(System.getenv("TOKENS")));
    private final String run = Long.toString(System.currentTimeMillis(), 36);
    private final AtomicLong number = new AtomicLong();

    private LimitsBench() throws IOException {}

    public static void main(String[] arguments) throws Exception {
        LimitsBench bench = new LimitsBench();
        Duration length = Duration.ofSeconds(Integer.parseInt(arguments[1]));
        switch (arguments[0]) {
            case "overload" -> bench.overload(length, Double.parseDouble(arguments[2]));
            case "neighbour" -> bench.neighbour(length, Integer.parseInt(arguments[2]));
            case "connections" -> bench.connections(length);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private void overload(Duration length, double times) throws IOException {
        Supplier<byte[]> creates = () -> create(tokens.get((int) (number.get() % tokens.size())));
        Duration round = Duration.ofSeconds(Math.clamp(length.toSeconds() / 6, 1, 20));
        // Warm in both ways, of doing and of refusing.
        new Flood(server, CLIENTS, creates).run(CLOSED, round);
        new Flood(server, CONNECTIONS, creates).run(FLOOD, round);
        double before = peak(creates, round);
        Tally open = new Flood(server, CONNECTIONS, creates).run(times * before, length);
        double good = open.succeeded() / (double) length.toSeconds();
        say("offered %.0f/s for %d s: %s", times * before, length.toSeconds(), open);
        // The directory is larger now, and a write costs more.
        double after = peak(creates, round);
        double peak = (before + after) / 2;
        say("goodput %.0f/s = %.2f of the peak of %.0f/s", good, good / peak, peak);
    }

    private double peak(Supplier<byte[]> creates, Duration round) throws IOException {
        Tally closed = new Flood(server, CLIENTS, creates).run(CLOSED, round);
        double rate = closed.succeeded() / (double) round.toSeconds();
        say("%d clients in a closed loop: %.0f creates/s; %s", CLIENTS, rate, closed);
        return rate;
    }

    private void neighbour(Duration length, int perSecond) throws Exception {
        String calm = tokens.get(0);
        String loud = tokens.get(1);
        // Warm in both ways, of doing and of refusing.
        new Flood(server, CONNECTIONS, () -> create(loud)).run(perSecond, length.dividedBy(3));
        new Flood(server, 16, () -> mixed(calm)).run(CALM, length.dividedBy(6));
        FutureTask<Tally> noise =
                new FutureTask<>(() -> new Flood(server, CONNECTIONS, () -> create(loud)).run(perSecond, length));
        Thread.ofPlatform().daemon().start(noise);
        Tally quiet = new Flood(server, 16, () -> mixed(calm)).run(CALM, length);
        say("the neighbour at %d/s: %s", perSecond, noise.get());
        say("at %d/s beside it: errors %d; %s", CALM, quiet.failed(), quiet);
    }

    private void connections(Duration length) throws Exception {
        String calm = tokens.get(0);
        String head = "POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + tokens.get(1) + "\r\n";
        new Flood(server, 16, () -> mixed(calm)).run(200, Duration.ofSeconds(5));
        Tally alone = new Flood(server, 16, () -> mixed(calm)).run(200, length.dividedBy(4));
        say("200/s alone: errors %d; %s", alone.failed(), alone);
        Crowd crowd = new Crowd(server);
        crowd.join(5_000, new byte[0], false);
        crowd.join(2_500, bytes("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nX-Na"), false);
        crowd.join(2_500, bytes("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nX-Name: a"), true);
        crowd.join(
                500,
                bytes(head + "Content-Type: application/scim+json\r\nContent-Length: 60000\r\n\r\n{\"a\":\""),
                true);
        FutureTask<Tally> normal = new FutureTask<>(() -> new Flood(server, 16, () -> mixed(calm)).run(200, length));
        Thread.ofPlatform().daemon().start(normal);
        crowd.stay(length);
        say(
                "200/s beside 10,500 connections that hold on: errors %d; %s",
                normal.get().failed(), normal.get());
        say("the 10,500: %s", crowd.report());
    }

    private byte[] mixed(String token) {
        return number.get() % 2 == 0 ? create(token) : look(token);
    }

    private byte[] create(String token) {
        long n = number.incrementAndGet();
        String body = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + run + "." + n
                + "@bench.example\",\"active\":true,\"displayName\":\"Person " + n
                + "\",\"name\":{\"givenName\":\"Person\",\"familyName\":\"Number " + n
                + "\"},\"emails\":[{\"primary\":true,\"type\":\"work\",\"value\":\"" + run + "." + n
                + "@bench.example\"}],\"externalId\":\"" + run + "-" + n + "\"}";
        return bytes("POST /scim/v2/Users HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/scim+json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private byte[] look(String token) {
        return bytes("GET /scim/v2/Users?filter=userName%20eq%20%22" + run + "." + number.incrementAndGet()
                + "%40bench.example%22 HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void say(String form, Object... arguments) {
        System.out.printf(Locale.ROOT, form + "%n", arguments);
    }
}
