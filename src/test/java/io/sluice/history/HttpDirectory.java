package io.sluice.history;

import io.sluice.history.Operation.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Gateways over HTTP; each request goes to any of them. */
final class HttpDirectory implements Directory {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<URI> gateways;
    private final Population population;
    private final Map<String, Integer> users = new HashMap<>();

    /** @param gateways their SCIM bases */
    HttpDirectory(List<URI> gateways, Population population) {
        this.gateways = gateways;
        this.population = population;
        for (UUID user : population.users()) {
            users.put(user.toString(), users.size());
        }
    }

    @Override
    public Outcome call(Operation operation) {
        try {
            return outcome(operation, client.send(request(operation), BodyHandlers.ofString()));
        } catch (ConnectException nobody) {
            return new Outcome.Unreached();
        } catch (IOException failure) {
            return new Outcome.Unknown(failure.toString());
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private Outcome outcome(Operation operation, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 503) {
            return new Outcome.Unknown("503");
        }
        if (status == 412 && operation.version() > 0) {
            return new Outcome.Refused();
        }
        if (status < 200 || status > 299) {
            return new Outcome.Wrong(status + " " + response.body());
        }
        String tag = response.headers().firstValue("ETag").orElse("W/\"0\"");
        long version = Long.parseLong(tag.substring(3, tag.length() - 1));
        if (operation.isWrite()) {
            return new Outcome.Done(version, 0, false);
        }
        long members = 0;
        boolean strangers = false;
        JsonArray list = new JsonObject(response.body()).getJsonArray("members", new JsonArray());
        for (int place = 0; place < list.size(); place++) {
            Integer user = users.get(list.getJsonObject(place).getString("value"));
            strangers |= user == null;
            members |= user == null ? 0 : 1L << user;
        }
        return new Outcome.Done(version, members, strangers);
    }

    private HttpRequest request(Operation operation) {
        URI gateway = gateways.get(ThreadLocalRandom.current().nextInt(gateways.size()));
        boolean put =
                operation.kind() == Kind.REPLACE && ThreadLocalRandom.current().nextBoolean();
        // An answer that shows members is a look at the group after the write, and has the version of that look.
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway + "/Groups/"
                        + population.group(operation.group()) + (put ? "?excludedAttributes=members" : "")))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + population.token(operation.group()));
        if (!operation.isWrite()) {
            return request.build();
        }
        if (operation.version() > 0) {
            request.header("If-Match", "W/\"" + operation.version() + "\"");
        }
        return request.header("Content-Type", "application/scim+json")
                .method(put ? "PUT" : "PATCH", BodyPublishers.ofString(put ? whole(operation) : patch(operation)))
                .build();
    }

    private String whole(Operation operation) {
        return "{\"displayName\":\"" + population.group(operation.group()) + "\",\"members\":" + members(operation)
                + "}";
    }

    /** In one of the shapes that clients have for it. */
    private String patch(Operation operation) {
        int shape = ThreadLocalRandom.current().nextInt(4);
        String op = operation.kind() == Kind.ADD ? "Add" : operation.kind() == Kind.REMOVE ? "Remove" : "Replace";
        boolean one = Long.bitCount(operation.users()) == 1;
        if (shape == 0 && one && operation.kind() == Kind.REMOVE) {
            String user = population
                    .users()
                    .get(Long.numberOfTrailingZeros(operation.users()))
                    .toString();
            return patch("{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + user + "\\\"]\"}");
        }
        if (shape == 1 && operation.kind() != Kind.REMOVE) {
            return patch("{\"op\":\"" + op + "\",\"value\":{\"members\":" + members(operation) + "}}");
        }
        String named = "{\"op\":\"" + op + "\",\"path\":\"members\",\"value\":" + members(operation) + "}";
        // The document is edited along, from a version that others may have left behind meanwhile.
        return shape == 2 && one
                ? patch(named + ",{\"op\":\"replace\",\"path\":\"externalId\",\"value\":\"" + UUID.randomUUID() + "\"}")
                : patch(named);
    }

    private static String patch(String operations) {
        return "{\"Operations\":[" + operations + "]}";
    }

    private String members(Operation operation) {
        return IntStream.range(0, HistoryRun.USERS)
                .filter(user -> Operation.has(operation.users(), user))
                .mapToObj(user -> "{\"value\":\"" + population.users().get(user) + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
