package io.sluice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** Takes traces by OTLP over HTTP on a real socket, keeps every byte, and reads of the spans what tests ask for. */
public final class CollectorUnderTest implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    /**
     * @param parent empty for the first of a trace
     * @param status 2 for an error
     */
    public record Span(
            String trace,
            String id,
            String parent,
            String name,
            long kind,
            Map<String, String> attributes,
            long status) {}

    private record Field(int number, long value, byte[] bytes) {}

    public CollectorUnderTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** As they came, one after the other. */
    public String bytes() {
        StringBuilder all = new StringBuilder();
        bodies.forEach(body -> all.append(new String(body, StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    /** All of the traces that have one like this. */
    public List<Span> awaitTraceWith(Predicate<Span> wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (spans().stream().noneMatch(wanted)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not among " + spans());
            }
            Thread.sleep(20);
        }
        List<String> traces =
                spans().stream().filter(wanted).map(Span::trace).distinct().toList();
        return spans().stream().filter(span -> traces.contains(span.trace())).toList();
    }

    public List<Span> spans() {
        return bodies.stream()
                .flatMap(request -> inside(request, 1).stream())
                .flatMap(process -> inside(process, 2).stream())
                .flatMap(scope -> inside(scope, 2).stream())
                .map(CollectorUnderTest::span)
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        bodies.add(packed ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body);
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static Span span(byte[] span) {
        Map<String, String> attributes = new TreeMap<>();
        for (byte[] attribute : inside(span, 9)) {
            Field value = fields(inside(attribute, 2).getFirst()).getFirst();
            attributes.put(
                    new String(inside(attribute, 1).getFirst(), StandardCharsets.UTF_8),
                    value.number == 1 ? new String(value.bytes, StandardCharsets.UTF_8) : Long.toString(value.value));
        }
        return new Span(
                hexadecimal(span, 1),
                hexadecimal(span, 2),
                hexadecimal(span, 4),
                new String(inside(span, 5).getFirst(), StandardCharsets.UTF_8),
                number(span, 6),
                attributes,
                inside(span, 15).stream().mapToLong(status -> number(status, 3)).sum());
    }

    private static String hexadecimal(byte[] message, int number) {
        return inside(message, number).stream()
                .findFirst()
                .map(HexFormat.of()::formatHex)
                .orElse("");
    }

    private static long number(byte[] message, int number) {
        return fields(message).stream()
                .filter(field -> field.number == number)
                .mapToLong(Field::value)
                .sum();
    }

    private static List<byte[]> inside(byte[] message, int number) {
        return fields(message).stream()
                .filter(field -> field.number == number)
                .map(Field::bytes)
                .toList();
    }

    /** The four forms in which Protocol Buffers write a field. */
    private static List<Field> fields(byte[] message) {
        ByteArrayInputStream in = new ByteArrayInputStream(message);
        List<Field> fields = new ArrayList<>();
        while (in.available() > 0) {
            long tag = varint(in);
            int number = (int) (tag >> 3);
            switch ((int) tag & 7) {
                case 0 -> fields.add(new Field(number, varint(in), new byte[0]));
                case 1 -> fields.add(new Field(number, 0, bytes(in, 8)));
                case 2 -> fields.add(new Field(number, 0, bytes(in, varint(in))));
                case 5 -> fields.add(new Field(number, 0, bytes(in, 4)));
                default -> throw new IllegalArgumentException("no such form: " + tag);
            }
        }
        return fields;
    }

    private static byte[] bytes(ByteArrayInputStream in, long count) {
        byte[] bytes = new byte[(int) count];
        if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
            throw new IllegalArgumentException("cut off");
        }
        return bytes;
    }

    private static long varint(ByteArrayInputStream in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.read();
            value |= (next & 0x7fL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
    }
}
