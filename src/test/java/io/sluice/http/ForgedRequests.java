package io.sluice.http;

import io.sluice.config.BearerToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;

/** Whole requests of a stranger: a path, a method, headers and a version that some program somewhere has taken for a way past its check. */
final class ForgedRequests {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String JSON = "Content-Type: application/scim+json\r\n";

    private static final List<String> METHODS = List.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "get",
            "Get",
            "gET",
            "PROPFIND",
            "PURGE",
            "LINK",
            "SEARCH",
            "QUERY",
            "DEBUG",
            "TRACK",
            "BREW",
            "GETT",
            "PRI",
            "X");

    /** Of those that there are one in eight is another than 1.1: each ends its connection. */
    private static final List<String> OTHER_VERSIONS =
            List.of("HTTP/1.0", "HTTP/1.0", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "HTTP/0.9", "http/1.1", "HTTP/1.1 ");

    /** {@code {token}} is a live one, which is a credential in the header Authorization alone. */
    private static final List<String> HEADERS = List.of(
            "",
            "Authorization: Bearer\r\n",
            "Authorization: Bearer \r\n",
            "Authorization: Bearer null\r\n",
            "Authorization: Bearer undefined\r\n",
            "Authorization: Bearer {token}x\r\n",
            "Authorization: Bearer x{token}\r\n",
            "Authorization: Bearer {token} {token}\r\n",
            "Authorization: Bearer \"{token}\"\r\n",
            "Authorization: Bearer {cut}\r\n",
            "Authorization: Basic {token}\r\n",
            "Authorization: {token}\r\n",
            "Authorization: Token {token}\r\n",
            "Authorization: Bearer,{token}\r\n",
            "Authorization: Bearer={token}\r\n",
            "Authorization: x\r\nAuthorization: Bearer {token}\r\n",
            "Authorization: Bearer {unknown}\r\nAuthorization: Bearer {token}\r\n",
            "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.\r\n",
            "Authorization: Negotiate YIIZ\r\n",
            "Proxy-Authorization: Bearer {token}\r\n",
            "X-Authorization: Bearer {token}\r\n",
            "X-Forwarded-Authorization: Bearer {token}\r\n",
            "X-Original-Authorization: Bearer {token}\r\n",
            "Cookie: token={token}; access_token={token}; Authorization=Bearer {token}\r\n",
            "X-Api-Key: {token}\r\n",
            "Sec-WebSocket-Protocol: Bearer, {token}\r\n",
            "X-HTTP-Method-Override: GET\r\n",
            "X-HTTP-Method-Override: DELETE\r\n",
            "X-HTTP-Method: POST\r\nX-Method-Override: PATCH\r\n",
            "X-HTTP-Method-Override: OPTIONS\r\n",
            "X-Original-URL: /scim/v2/Users\r\n",
            "X-Original-URL: /oauth2/token\r\nX-Rewrite-URL: /oauth2/token\r\n",
            "X-Rewrite-URL: /health/live\r\n",
            "X-Forwarded-For: 127.0.0.1\r\nX-Real-IP: 127.0.0.1\r\nX-Client-IP: 127.0.0.1\r\n",
            "X-Forwarded-For: ::1, 10.0.0.1\r\nTrue-Client-IP: ::1\r\n",
            "Forwarded: for=127.0.0.1;proto=https;host=localhost\r\n",
            "X-Forwarded-Host: localhost\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: 8082\r\n",
            "X-Forwarded-Prefix: /oauth2/token\r\nX-Forwarded-Path: /oauth2/token\r\n",
            "X-Remote-User: admin\r\nRemote-User: admin\r\nX-Forwarded-User: admin\r\nX-Authenticated-User: admin\r\n",
            "X-Tenant: 1\r\nX-Tenant-Id: 1\r\nX-Sluice-Tenant: 1\r\nX-Sluice-Credential: 1\r\n",
            "X-SSL-Client-Verify: SUCCESS\r\nX-Client-Cert: x\r\n",
            "X-Forwarded-For: {token}\r\nX-Custom-IP-Authorization: 127.0.0.1\r\n",
            "Connection: Authorization\r\n",
            "Connection: close, Host\r\n",
            "Host: localhost:8081\r\n",
            "Host: 127.0.0.1:8082\r\nHost: x\r\n",
            "Host:\r\n",
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
            "Upgrade: TLS/1.0\r\nConnection: Upgrade\r\n",
            "Expect: 100-continue\r\n",
            "Expect: 200-ok\r\n",
            "If-None-Match: *\r\n",
            "If-Modified-Since: Sat, 01 Jan 2050 00:00:00 GMT\r\n",
            "Range: bytes=0-0\r\n",
            "Origin: https://other.example\r\nAccess-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: authorization\r\n",
            "Accept: text/html\r\nUser-Agent: kube-probe/1.30\r\n",
            "User-Agent: GoogleHC/1.0\r\nVia: 1.1 x\r\n",
            "Max-Forwards: 0\r\n",
            "Content-Location: /oauth2/token\r\nReferer: http://localhost:8082/admin/v1\r\n",
            "TE: trailers\r\nTrailer: Authorization\r\n");

    private static final List<String> BODIES = List.of(
            "\r\n",
            "\r\n",
            "\r\n",
            JSON + "Content-Length: 2\r\n\r\n{}",
            JSON + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            JSON + "Transfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\nAuthorization: Bearer {token}\r\n\r\n",
            body(FORM, "access_token={token}"),
            body(FORM, "grant_type=client_credentials&client_id={id}&client_secret={token}"),
            body(FORM, "_method=GET&grant_type=client_credentials"),
            body("", "GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\n\r\n"));

    /** @param method to know whether its answer has a body */
    record Request(String method, String text) {
        /** With one header more, in front of all others. */
        Request with(String header) {
            return new Request(method, text.replaceFirst("\r\n", "\r\n" + Matcher.quoteReplacement(header)));
        }
    }

    private ForgedRequests() {}

    /**
     * The same ones for the same seed; every path, and everything else, takes its turn.
     *
     * @param token a live one, put where it is no credential
     * @param id of a resource that there is
     */
    static List<Request> of(int count, String token, String id, long seed) {
        Random random = new Random(seed);
        List<String> paths = new ArrayList<>(ForgedPaths.all());
        Collections.shuffle(paths, random);
        List<Request> requests = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            String method = METHODS.get((number + number / METHODS.size()) % METHODS.size());
            String headers = HEADERS.get((number + number / HEADERS.size()) % HEADERS.size());
            String version =
                    random.nextInt(8) == 0 ? OTHER_VERSIONS.get(random.nextInt(OTHER_VERSIONS.size())) : "HTTP/1.1";
            String host = headers.startsWith("Host:") || version.equals("HTTP/1.0") ? "" : "Host: x\r\n";
            String text = method + " " + paths.get(number % paths.size()) + " " + version + "\r\n" + host + headers
                    + BODIES.get(random.nextInt(BODIES.size()));
            requests.add(new Request(method, filled(text, token, id)));
        }
        return requests;
    }

    private static String filled(String text, String token, String id) {
        return text.replace("{id}", id)
                .replace("{token}", token)
                .replace("{cut}", token.substring(0, token.length() - 1))
                .replace("{unknown}", BearerToken.tenant());
    }

    private static String body(String headers, String body) {
        // Of the length that it has when it is filled in.
        int length =
                filled(body, BearerToken.tenant(), UUID.randomUUID().toString()).length();
        return headers + "Content-Length: " + length + "\r\n\r\n" + body;
    }
}
