package io.sluice.bench;

import io.sluice.GatewayProcess;
import io.vertx.core.http.HttpMethod;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What a small gateway does with large groups, and what the other requests notice of it at a quarter of what it can answer. */
final class LargeGroupBench {
    private static final int POSTED = 100_000;
    private static final int TIMES = 3;
    private static final int CONNECTIONS = 32;
    private static final int CAPACITY_SECONDS = 8;
    /** Nothing is measured while the compilers are at work, but what the first of the large requests take is told. */
    private static final int WARM_ROUNDS = 4;

    private static final int CALM_MILLIS = 15_000;
    /** Of a hundred requests so many look a user up; the others add a member to a group. */
    private static final int LOOKUPS = 80;

    private final GatewayProcess gateway;
    private final GroupsDirectory directory;
    private final Scim scim;
    private final List<String> groups;
    private final List<String> users;
    private final Path home;

    LargeGroupBench(GatewayProcess gateway, GroupsDirectory directory, Path home) throws Exception {
        this.gateway = gateway;
        this.directory = directory;
        this.scim = new Scim(gateway.base(), directory.token());
        this.groups = directory.groups("small");
        this.users = directory.users(POSTED);
        this.home = home;
    }

    private record Window(long start, long end) {
        long millis() {
            return (end - start) / 1_000_000;
        }
    }

    /** One of the large requests. */
    private interface Work {
        void run() throws Exception;
    }

    void run() throws Exception {
        Wrk wrk = new Wrk(home, directory.token(), groups, users);
        for (int round = 0; round < WARM_ROUNDS; round++) {
            wrk.run(gateway.base(), CONNECTIONS, CAPACITY_SECONDS, LOOKUPS);
        }
        String everybody = directory.group("everybody 1");
        String members = "\",\"members\":" + Scim.references(users) + "}";
        GroupsBench.print("large: the first ones, with nothing beside them:");
        for (int time = 0; time < TIMES; time++) {
            GroupsBench.print(
                    "large: POST of %d in %d ms",
                    POSTED, during(() -> post(members)).millis());
        }
        get(everybody);
        double capacity = wrk.run(gateway.base(), CONNECTIONS, CAPACITY_SECONDS, LOOKUPS);
        int rate = (int) (capacity / 4);
        GroupsBench.print(
                "large: heap %s, capacity %.0f requests/s (%d%% look-ups), others at %d/s",
                "96 MB", capacity, LOOKUPS, rate);
        try (OpenLoop others = new OpenLoop(gateway.base(), directory.token(), rate, this::other)) {
            Thread.sleep(5_000);
            double calm = report("calm", others, List.of(during(() -> Thread.sleep(CALM_MILLIS))), 0);
            report("POST of " + POSTED, others, times(TIMES, () -> post(members)), calm);
            report("GET of " + GroupsDirectory.EVERYBODY, others, times(TIMES, () -> get(everybody)), calm);
            report(
                    "DELETE of " + GroupsDirectory.EVERYBODY + " until its rows are gone",
                    others,
                    times(1, () -> delete(everybody)),
                    calm);
        }
        Files.readAllLines(Path.of("/proc/" + gateway.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .forEach(line -> GroupsBench.print("large: %s", line));
    }

    private OpenLoop.Request other() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String user = users.get(random.nextInt(users.size()));
        return random.nextInt(100) < LOOKUPS
                ? new OpenLoop.Request("look-up", HttpMethod.GET, "/Users/" + user, "")
                : new OpenLoop.Request(
                        "write",
                        HttpMethod.PATCH,
                        "/Groups/" + groups.get(random.nextInt(groups.size())),
                        Scim.membership("Add", List.of(user)));
    }

    private void post(String members) throws Exception {
        scim.send(
                "POST",
                "/Groups?excludedAttributes=members",
                "{\"displayName\":\"posted " + System.nanoTime() + members);
    }

    private void get(String group) throws Exception {
        long start = System.nanoTime();
        HttpResponse<InputStream> response =
                scim.send(scim.request("/Groups/" + group).build(), BodyHandlers.ofInputStream());
        long bytes = 0;
        long objects = 0;
        long first = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream body = response.body()) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                first = first == 0 ? System.nanoTime() - start : first;
                bytes += read;
                for (int i = 0; i < read; i++) {
                    objects += buffer[i] == '{' ? 1 : 0;
                }
            }
        }
        // The group itself and its meta are objects, too.
        GroupsBench.print(
                "large: GET %d members, %d MB, first byte after %.1f ms, whole after %.0f ms",
                objects - 2, bytes >> 20, first / 1e6, (System.nanoTime() - start) / 1e6);
    }

    private void delete(String group) throws Exception {
        long start = System.nanoTime();
        scim.send("DELETE", "/Groups/" + group, "");
        GroupsBench.print("large: DELETE answered after %.1f ms", (System.nanoTime() - start) / 1e6);
        while (!directory.one("SELECT count(*) FROM sluice.member_purge").equals("0")) {
            Thread.sleep(250);
        }
        GroupsBench.print("large: its rows were gone after %.0f s", (System.nanoTime() - start) / 1e9);
    }

    private static List<Window> times(int times, Work work) throws Exception {
        List<Window> windows = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            windows.add(during(work));
            Thread.sleep(1_000);
        }
        return windows;
    }

    private static Window during(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return new Window(start, System.nanoTime());
    }

    private static double report(String what, OpenLoop others, List<Window> windows, double calm)
            throws InterruptedException {
        // What was to be sent in them is answered by then.
        Thread.sleep(1_000);
        List<OpenLoop.Sample> samples = new ArrayList<>();
        windows.forEach(window -> samples.addAll(others.between(window.start, window.end)));
        double all = OpenLoop.percentile(samples, 0.99, sample -> true);
        GroupsBench.print(
                "large: %s (%s ms): p99 of %d others %.1f ms (look-ups %.1f, writes %.1f), %d failed%s",
                what,
                windows.stream().map(window -> Long.toString(window.millis())).toList(),
                samples.size(),
                all,
                OpenLoop.percentile(samples, 0.99, sample -> sample.kind().equals("look-up")),
                OpenLoop.percentile(samples, 0.99, sample -> sample.kind().equals("write")),
                samples.stream().filter(OpenLoop.Sample::failed).count(),
                calm == 0 ? "" : ", %.1f x calm".formatted(all / calm));
        return all;
    }
}
