package io.sluice.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Walks a directory in pages of a hundred: as Entra's account discovery does, by startIndex 1, 101, 201 ..., while nothing changes; then by
 * cursors while users are created and deleted as fast as the gateway takes it. Prints what was missed or came twice; status 1 if anything did.
 *
 * <p>Arguments: URL of the gateway, whose tenant loses some of its users. Environment: TOKEN.
 */
public final class DirectoryWalk {
    private static final int COUNT = 100;
    private static final Pattern ID = Pattern.compile("\\{\"id\":\"([0-9a-f-]{36})\"");
    private static final Pattern NEXT = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");
    private static final Pattern TOTAL = Pattern.compile("\"totalResults\":(\\d+)");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String users;

    private DirectoryWalk(String url) {
        this.users = url + "/scim/v2/Users";
    }

    public static void main(String[] arguments) throws Exception {
        DirectoryWalk walk = new DirectoryWalk(arguments[0]);
        List<String> byIndex = walk.byIndex();
        boolean whole =
                new HashSet<>(byIndex).size() == byIndex.size() && byIndex.size() == walk.total(walk.get("?count=0"));
        System.out.printf(
                "by startIndex: %d users, %d different, each of the directory once: %s%n",
                byIndex.size(), new HashSet<>(byIndex).size(), whole);
        System.exit(walk.underChange(byIndex) && whole ? 0 : 1);
    }

    private List<String> byIndex() throws Exception {
        List<String> seen = new ArrayList<>();
        String page;
        do {
            page = get("?attributes=userName&count=" + COUNT + "&startIndex=" + (seen.size() + 1));
            seen.addAll(ids(page));
        } while (seen.size() < total(page));
        return seen;
    }

    private boolean underChange(List<String> before) throws Exception {
        Set<String> stayed = new HashSet<>(before);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger deleted = new AtomicInteger();
        AtomicInteger created = new AtomicInteger();
        long run = System.nanoTime();
        Thread deleting = Thread.startVirtualThread(() -> {
            // Every seventh, from the end, so that the walk meets both deleted users and users yet to be deleted.
            for (int i = before.size() - 1; i > 0 && !over.get(); i -= 7) {
                stayed.remove(before.get(i));
                send("DELETE", "/" + before.get(i), "");
                deleted.incrementAndGet();
            }
        });
        Thread creating = Thread.startVirtualThread(() -> {
            while (!over.get()) {
                send("POST", "", "{\"userName\":\"walk." + run + "." + created.incrementAndGet() + "\"}");
            }
        });
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            String page = get("?attributes=userName&count=" + COUNT + "&cursor=" + cursor);
            seen.addAll(ids(page));
            Matcher next = NEXT.matcher(page);
            cursor = next.find() ? next.group(1) : "";
        } while (!cursor.isEmpty());
        over.set(true);
        deleting.join();
        creating.join();
        Set<String> different = new HashSet<>(seen);
        stayed.removeAll(different);
        System.out.printf(
                "by cursors under %d creates and %d deletes: %d users seen, %d twice, %d missed that existed throughout%n",
                created.get(), deleted.get(), seen.size(), seen.size() - different.size(), stayed.size());
        return different.size() == seen.size() && stayed.isEmpty();
    }

    private static List<String> ids(String page) {
        return ID.matcher(page).results().map(found -> found.group(1)).toList();
    }

    private long total(String page) {
        Matcher total = TOTAL.matcher(page);
        return total.find() ? Long.parseLong(total.group(1)) : -1;
    }

    private String get(String query) {
        return send("GET", query, "");
    }

    private String send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(users + path))
                .header("Authorization", "Bearer " + System.getenv("TOKEN"))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (java.io.IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
