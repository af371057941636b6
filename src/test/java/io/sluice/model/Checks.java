package io.sluice.model;

import io.sluice.Wire;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds the gateway's answers to the model, after the model has changed. */
final class Checks {
    private final Directory directory;

    Checks(Directory directory) {
        this.directory = directory;
    }

    static void require(boolean met, String expected) {
        if (!met) {
            throw new AssertionError("expected " + expected);
        }
    }

    /** Whether the model refuses; then the gateway must too, in one of these ways. */
    boolean isRefused(Wire.Answer answer, Set<String> refusals) {
        if (refusals.isEmpty()) {
            require(answer.status() < 400, "success");
            return false;
        }
        require(answer.status() >= 400, "one of " + refusals);
        JsonObject error = answer.json();
        String scimType = error.getString("scimType");
        String said = answer.status() + (scimType == null ? "" : " " + scimType);
        require(refusals.contains(said), "one of " + refusals);
        require(error.getString("status").equals(Integer.toString(answer.status())), "the status in the body");
        return true;
    }

    void isAnswered(Wire.Answer answer, int status, Resource resource) {
        require(answer.status() == status, Integer.toString(status));
        require(answer.entityTag().equals(resource.entityTag()), "ETag " + resource.entityTag());
        if (status == 204 || status == 304) {
            require(answer.body().isEmpty(), "no body");
        } else {
            isShown(answer.json(), resource);
        }
    }

    /** @param found all that the query finds, in order */
    void isPage(Wire.Answer answer, List<Resource> found, int startIndex, int count) {
        require(answer.status() == 200, "200");
        JsonObject json = answer.json();
        List<Resource> page = found.stream().skip(startIndex - 1L).limit(count).toList();
        List<String> ids = page.stream().map(Resource::id).toList();
        List<String> shown = json.getJsonArray("Resources").stream()
                .map(resource -> ((JsonObject) resource).getString("id"))
                .collect(Collectors.toList());
        require(shown.equals(ids), ids + " instead of " + shown);
        require(json.getInteger("totalResults") == found.size(), "totalResults " + found.size());
        require(json.getInteger("startIndex") == startIndex, "startIndex " + startIndex);
        require(json.getInteger("itemsPerPage") == page.size(), "itemsPerPage " + page.size());
        for (int place = 0; place < page.size(); place++) {
            isShown(json.getJsonArray("Resources").getJsonObject(place), page.get(place));
        }
    }

    @SuppressWarnings("unchecked")
    private void isShown(JsonObject json, Resource resource) {
        Map<String, Object> shown = new LinkedHashMap<>(json.getMap());
        Map<String, Object> meta = (Map<String, Object>) shown.get("meta");
        Map<String, Object> view = directory.view(resource, resource.checkMoments(meta));
        String unordered = resource.type().equals(Directory.USER) ? "groups" : "members";
        List<Object> list = (List<Object>) shown.getOrDefault(unordered, List.of());
        Set<Object> set = new HashSet<>(list);
        require(list.size() == set.size(), "each of " + unordered + " once");
        shown.put(unordered, set);
        require(shown.equals(view), difference(view, shown));
    }

    private static String difference(Map<String, Object> view, Map<String, Object> shown) {
        Set<String> names = new HashSet<>(view.keySet());
        names.addAll(shown.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(view.get(name), shown.get(name)))
                .map(name -> name + " = " + view.get(name) + " instead of " + shown.get(name))
                .collect(Collectors.joining("; "));
    }
}
