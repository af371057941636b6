package io.sluice.config;

/** Where a server listens. Port 0 takes a free one. */
public record Endpoint(String host, int port) {
    /** For example {@code 127.0.0.1:8080}. */
    public String display() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** The same host with the port that was bound. */
    public Endpoint bound(int boundPort) {
        return new Endpoint(host, boundPort);
    }
}
