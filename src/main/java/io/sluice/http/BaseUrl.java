package io.sluice.http;

import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The URL of SCIM in answers: the public origin where one is configured, else that of the bound port, known once the server listens. */
public final class BaseUrl implements Supplier<String> {
    private final IntFunction<String> originOfPort;
    private volatile Optional<Integer> port = Optional.empty();
    private volatile String url = "";

    /** @param originOfPort gives the origin, for example {@code https://scim.example.com}, once the port is known */
    public BaseUrl(IntFunction<String> originOfPort) {
        this.originOfPort = originOfPort;
    }

    void bound(int actualPort) {
        url = originOfPort.apply(actualPort) + Target.BASE;
        port = Optional.of(actualPort);
    }

    /** The bound port; fails before the server listens. */
    public int port() {
        return port.orElseThrow(() -> new IllegalStateException("not listening yet"));
    }

    @Override
    public String get() {
        return url;
    }
}
