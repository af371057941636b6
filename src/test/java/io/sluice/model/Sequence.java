package io.sluice.model;

import io.sluice.Dice;
import io.sluice.Wire;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Random operations on an empty tenant. After each the answer is held to the model, at the end all that is there; then it is emptied again. */
final class Sequence {
    private final Dice dice;
    private final Exchanges exchanges;
    private final Directory directory;
    private final Checks checks;
    private final List<String> gone = new ArrayList<>();

    Sequence(Dice dice, Exchanges exchanges, String base) {
        this.dice = dice;
        this.exchanges = exchanges;
        this.directory = new Directory(base);
        this.checks = new Checks(directory);
    }

    void run(int operations) {
        for (int n = 0; n < operations; n++) {
            step();
        }
        for (Resource resource : directory.all()) {
            get(resource.type(), resource.id(), Map.of());
        }
        list(Directory.USER, Optional.empty());
        list(Directory.GROUP, Optional.empty());
        for (Resource resource : directory.all()) {
            delete(resource.type(), resource.id(), Condition.NONE);
        }
        list(Directory.USER, Optional.empty());
        list(Directory.GROUP, Optional.empty());
    }

    private void step() {
        String type = dice.oneIn(3) ? Directory.GROUP : Directory.USER;
        if (directory.all(type).size() < dice.below(4)) {
            create(type);
            return;
        }
        String id = id(type);
        String current = directory.find(type, id).map(Resource::entityTag).orElse("W/\"1\"");
        Condition condition = Condition.of(dice, current);
        switch (dice.below(16)) {
            case 0 -> create(type);
            case 1, 2 -> put(type, id, condition);
            case 3 -> {
                if (dice.oneIn(2)) {
                    delete(type, id, condition);
                }
            }
            case 4 ->
                get(type, id, dice.oneIn(2) ? Map.of("If-None-Match", dice.pick(current, "W/\"77\"", "*")) : Map.of());
            case 5, 6 -> list(type, Optional.of(Lookup.of(dice, type, directory)));
            case 7 -> list(type, Optional.empty());
            default -> patch(type, id, condition);
        }
    }

    /** Of a resource that is there; now and then of one that is not, or is of the other type. */
    private String id(String type) {
        List<Resource> all = directory.all(type);
        if (all.isEmpty() || dice.oneIn(25)) {
            List<String> others = new ArrayList<>(gone);
            directory.all().stream().filter(one -> !one.type().equals(type)).forEach(one -> others.add(one.id()));
            return others.isEmpty() ? new Words(dice).stranger() : dice.pick(others);
        }
        return dice.pick(all).id();
    }

    private void create(String type) {
        Bodies.Body body = body(type);
        Draft draft = new Draft();
        Set<String> refusals = directory.refusals(type, Optional.empty(), Condition.NONE, draft, body.meaning());
        Wire.Answer answer = exchanges.send("POST", Directory.endpoint(type), Map.of(), body.json());
        if (!checks.isRefused(answer, refusals)) {
            Resource created = new Resource(type, answer.json().getString("id"), draft);
            Checks.require(!directory.has(created.id()) && !gone.contains(created.id()), "a new id");
            directory.add(created);
            checks.isAnswered(answer, 201, created);
        }
    }

    private void put(String type, String id, Condition condition) {
        Bodies.Body body = body(type);
        Optional<Resource> resource = directory.find(type, id);
        // What a PUT leaves out is unassigned; only members stay until a list is given.
        Draft draft = new Draft(Map.of(), resource.map(Resource::members).orElse(Set.of()));
        Set<String> refusals = directory.refusals(type, Optional.of(id), condition, draft, body.meaning());
        Wire.Answer answer = exchanges.send("PUT", path(type, id), condition.headers(), body.json());
        if (!checks.isRefused(answer, refusals)) {
            resource.orElseThrow().take(draft);
            checks.isAnswered(answer, 200, resource.orElseThrow());
        }
    }

    private void patch(String type, String id, Condition condition) {
        List<Operation> operations = Stream.generate(() -> operation(type, id))
                .limit(1 + (dice.oneIn(2) ? dice.below(4) : 0))
                .toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("schemas", List.of("urn:ietf:params:scim:api:messages:2.0:PatchOp"));
        body.put("Operations", operations.stream().map(Operation::json).toList());
        Optional<Resource> resource = directory.find(type, id);
        Draft draft = resource.map(Resource::draft).orElseGet(Draft::new);
        List<Consumer<Draft>> effects =
                operations.stream().map(Operation::effect).toList();
        Set<String> refusals = directory.refusals(type, Optional.of(id), condition, draft, effects);
        boolean silent = type.equals(Directory.GROUP) && !dice.oneIn(4);
        String attributes =
                type.equals(Directory.GROUP) && !silent ? "?attributes=displayName,members,externalId,meta" : "";
        Wire.Answer answer = exchanges.send("PATCH", path(type, id) + attributes, condition.headers(), body);
        if (!checks.isRefused(answer, refusals)) {
            resource.orElseThrow().take(draft);
            checks.isAnswered(answer, silent ? 204 : 200, resource.orElseThrow());
        }
    }

    private void delete(String type, String id, Condition condition) {
        Set<String> refusals = directory.refusals(type, id, condition);
        Wire.Answer answer = exchanges.send("DELETE", path(type, id), condition.headers(), Map.of());
        if (!checks.isRefused(answer, refusals)) {
            Checks.require(answer.status() == 204 && answer.body().isEmpty(), "204");
            directory.delete(id);
            gone.add(id);
        }
    }

    private void get(String type, String id, Map<String, String> headers) {
        Set<String> refusals = directory.refusals(type, id, Condition.NONE);
        Wire.Answer answer = exchanges.send("GET", path(type, id), headers, Map.of());
        if (!checks.isRefused(answer, refusals)) {
            Resource resource = directory.find(type, id).orElseThrow();
            String known = headers.getOrDefault("If-None-Match", "");
            boolean unchanged = known.equals("*") || known.equals(resource.entityTag());
            checks.isAnswered(answer, unchanged ? 304 : 200, resource);
        }
    }

    private void list(String type, Optional<Lookup> lookup) {
        int start = dice.pick(-1, 1, 1, 1, 2, 3);
        int count = dice.pick(0, 1, 2, 100, 100);
        boolean sorted = dice.oneIn(4);
        Map<String, Object> search = new LinkedHashMap<>(Map.of("startIndex", start, "count", count));
        lookup.ifPresent(asked -> search.put("filter", asked.filter()));
        if (sorted) {
            search.put("sortBy", type.equals(Directory.USER) ? "userName" : "displayName");
        }
        Wire.Answer answer = dice.oneIn(4)
                ? exchanges.send("POST", Directory.endpoint(type) + "/.search", Map.of(), search)
                : exchanges.send("GET", Directory.endpoint(type) + query(search), Map.of(), Map.of());
        List<Resource> found = directory.all(type).stream()
                .filter(lookup.map(Lookup::finds).orElse(resource -> true))
                .sorted(Comparator.comparing(resource -> sorted ? Draft.lower(resource.name()) : ""))
                .toList();
        checks.isPage(answer, found, Math.max(1, start), count);
    }

    private Operation operation(String type, String id) {
        if (dice.oneIn(20)) {
            return new WrongShapes(dice).operation();
        }
        if (type.equals(Directory.GROUP)) {
            return new GroupShapes(dice, directory, gone).operation(id);
        }
        return dice.oneIn(2) ? new UserShapes(dice).operation() : new ListShapes(dice).operation();
    }

    private Bodies.Body body(String type) {
        return type.equals(Directory.GROUP) ? new Bodies(dice).group(directory) : new Bodies(dice).user();
    }

    private static String path(String type, String id) {
        return Directory.endpoint(type) + "/" + id;
    }

    private static String query(Map<String, Object> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8)));
        return query.toString();
    }
}
