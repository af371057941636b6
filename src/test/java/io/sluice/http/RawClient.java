package io.sluice.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Bytes to the server and bytes back, for requests that no HTTP client would send. */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    /** @param head the status line and the headers, as lines */
    record Answer(List<String> head, String body) {
        int status() {
            return Integer.parseInt(head.getFirst().substring(9, 12));
        }

        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }
    }

    RawClient(URI server) throws IOException {
        this(server, 65_536);
    }

    /** @param receiveBuffer how much the system takes in before somebody reads, in bytes */
    RawClient(URI server, int receiveBuffer) throws IOException {
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Each character as one byte. */
    RawClient send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    /** The next answer, its body by Content-Length; without one it goes to the end of the connection or of its chunks. */
    Answer answer() throws IOException {
        List<String> head = head();
        Answer bare = new Answer(head, "");
        if (bare.status() == 204 || bare.status() == 304 || bare.status() < 200) {
            return bare;
        }
        if (bare.header("Transfer-Encoding").isPresent()) {
            return new Answer(head, chunks());
        }
        byte[] body = bare.header("Content-Length").isPresent()
                ? in.readNBytes(Integer.parseInt(bare.header("Content-Length").orElseThrow()))
                : in.readAllBytes();
        return new Answer(head, new String(body, StandardCharsets.UTF_8));
    }

    /** Empty where the server ends the connection, or says nothing in the time given, instead of answering. */
    Optional<Answer> answerOrEnd() {
        try {
            return Optional.of(answer());
        } catch (IOException end) {
            return Optional.empty();
        }
    }

    /** The next answer, to HEAD. */
    Answer headOnly() throws IOException {
        return new Answer(head(), "");
    }

    /** Whether the server ends the connection without another byte. */
    boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    RawClient patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
        return this;
    }

    private List<String> head() throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.add(line);
        }
        return head;
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
            line();
        }
        line();
        return body.toString();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new IOException("the connection ended in the head after: " + line);
            }
            line.append((char) read);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
