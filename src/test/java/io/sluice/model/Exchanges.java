package io.sluice.model;

import io.sluice.GatewayUnderTest;
import io.sluice.Wire;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The requests of one sequence, one after another, and what was said. */
final class Exchanges {
    private static final int LONGEST = 700;

    private final Wire wire;
    private final GatewayUnderTest.Tenant tenant;
    private final List<String> log = new ArrayList<>();

    Exchanges(Wire wire, GatewayUnderTest.Tenant tenant) {
        this.wire = wire;
        this.tenant = tenant;
    }

    Wire.Answer send(String method, String path, Map<String, String> headers, Map<String, Object> body) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Authorization", "Bearer " + tenant.token());
        Buffer json =
                method.equals("GET") || method.equals("DELETE") ? Buffer.buffer() : new JsonObject(body).toBuffer();
        log.add(log.size() / 2 + 1 + ". " + method + " " + path + " " + headers + " " + json);
        try {
            Wire.Answer answer = wire.send(method, path, all, json)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            String text = answer.status() + " " + answer.entityTag() + " " + answer.body();
            log.add("   -> " + (text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "..."));
            return answer;
        } catch (Exception unanswered) {
            throw new AssertionError("no answer to " + method + " " + path, unanswered);
        }
    }

    @Override
    public String toString() {
        return String.join("\n", log);
    }
}
