package io.sluice.http;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where a request comes from: the other end of its connection, or, where that is a proxy that may say so, who that one names. In
 * {@code X-Forwarded-For} each proxy adds the address that it saw at the end, so the list is read from there, for as long as those who wrote are
 * trusted; what stands before is whatever the client wrote itself.
 */
final class ClientAddress {
    private static final String HEADER = "X-Forwarded-For";

    private final Predicate<String> trusted;

    /** @param trusted whether this address, in digits, is a proxy's */
    ClientAddress(Predicate<String> trusted) {
        this.trusted = trusted;
    }

    String of(HttpServerRequest request) {
        return of(
                String.valueOf(request.connection().remoteAddress().hostAddress()),
                request.headers().getAll(HEADER));
    }

    /** @param forwarded the header's lines */
    String of(String peer, List<String> forwarded) {
        if (forwarded.isEmpty() || !trusted.test(peer)) {
            return peer;
        }
        List<String> named = Arrays.asList(String.join(",", forwarded).split(",", -1));
        String client = peer;
        for (int last = named.size() - 1; last >= 0 && trusted.test(client); last--) {
            String before = plain(named.get(last).strip());
            if (before.isEmpty()) {
                return client;
            }
            client = before;
        }
        return client;
    }

    /** One address has one form, without the port that some proxies add; empty for anything else. */
    private static String plain(String text) {
        int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
        boolean port = text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0;
        String address = bracket > 0 ? text.substring(1, bracket) : port ? text.substring(0, text.indexOf(':')) : text;
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        try {
            return bytes == null ? "" : InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four or sixteen bytes are an address", impossible);
        }
    }
}
