package io.sluice.loadtest.entra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads a whole directory as Account Discovery does: users and groups by index pages, then each group with its members. */
final class Reading {
    /** Takes what was read. The lock of the directory is held. */
    interface Reader {
        void user(JsonNode user);

        void group(JsonNode group);

        void members(String group, List<String> ids);

        void end();
    }

    private final Paths paths;
    private final int count;
    private final Reader reader;
    private final List<String> groups = new ArrayList<>();

    private Reading(Paths paths, int count, Reader reader) {
        this.paths = paths;
        this.count = count;
        this.reader = reader;
    }

    /** @param count resources of a page */
    static Work work(Paths paths, int count, Reader reader) {
        Reading reading = new Reading(paths, count, reader);
        return Work.parts(List.of(
                () -> reading.pages("/Users", reader::user),
                () -> reading.pages("/Groups", reading::group),
                () -> reading.groups.stream()
                        .map(group -> Task.of(() -> reading.members(group)))
                        .iterator(),
                () -> {
                    reader.end();
                    return Collections.emptyIterator();
                }));
    }

    private Iterator<Task> pages(String endpoint, Consumer<JsonNode> each) {
        return List.of(Task.of(() -> page(endpoint, 1, new HashSet<>(), each))).iterator();
    }

    private void group(JsonNode group) {
        groups.add(group.path("id").asText());
        reader.group(group);
    }

    private Step page(String endpoint, int startIndex, Set<String> seen, Consumer<JsonNode> each) {
        Call call = Call.get("read page", paths.page(endpoint, startIndex, count));
        return new Step(call, answer -> {
            JsonNode list = Expect.list(answer);
            JsonNode resources = list.get("Resources");
            int total = list.get("totalResults").asInt();
            Expect.require(list.path("startIndex").asInt() == startIndex, "startIndex is another");
            Expect.require(resources.size() == Math.clamp(total - startIndex + 1, 0, count), "a page is not full");
            for (JsonNode resource : resources) {
                Expect.require(seen.add(resource.path("id").asText()), "a resource on two pages");
                each.accept(resource);
            }
            int next = startIndex + resources.size();
            return next > total || resources.isEmpty()
                    ? Optional.empty()
                    : Optional.of(page(endpoint, next, seen, each));
        });
    }

    private Step members(String group) {
        return Step.last(Call.get("read members", paths.group(group)), answer -> {
            Expect.status(answer, 200);
            List<String> ids = new ArrayList<>();
            answer.json()
                    .path("members")
                    .forEach(member -> ids.add(member.path("value").asText()));
            reader.members(group, ids);
        });
    }
}
