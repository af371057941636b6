package io.sluice.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The load generator wrk, by itself with the requests of {@code loadtest/bench/memberships.lua}: as many as are answered. */
final class Wrk {
    private final Path groups;
    private final Path users;
    private final String token;

    Wrk(Path home, String token, List<String> groups, List<String> users) throws IOException {
        this.groups = Files.write(home.resolve("groups.txt"), groups);
        this.users = Files.write(home.resolve("users.txt"), users);
        this.token = token;
    }

    /** Single memberships added, a second. */
    double run(URI base, int connections, int seconds) throws IOException, InterruptedException {
        return run(base, connections, seconds, 0);
    }

    /** @param lookups of a hundred requests so many look users up */
    double run(URI base, int connections, int seconds, int lookups) throws IOException, InterruptedException {
        return run(
                "loadtest/bench/memberships.lua",
                base,
                connections,
                seconds,
                asked(Map.of("LOOKUPS", Integer.toString(lookups))));
    }

    /** Requests of an initial cycle that are answered, a second. The users' names are {@code user-} and a number. */
    double initialCycle(URI base, int connections, int seconds) throws IOException, InterruptedException {
        return run(
                "loadtest/bench/initial_cycle.lua",
                base,
                connections,
                seconds,
                asked(Map.of(
                        "NAMES",
                        "user-",
                        "USER_TEMPLATE",
                        "loadtest/bench/user.json",
                        "RUN",
                        "cycle-" + System.nanoTime())));
    }

    /** As whom and on what a script works, and what else it asks for. */
    private Map<String, String> asked(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.putAll(Map.of("TOKEN", token, "GROUPS", groups.toString(), "IDS", users.toString()));
        return environment;
    }

    /**
     * Answers a second of any script of {@code loadtest/bench}; none of them may be an error.
     *
     * @param environment what the script reads
     */
    static double run(String script, URI base, int connections, int seconds, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "wrk",
                        "-t",
                        "1",
                        "-c",
                        Integer.toString(connections),
                        "-d",
                        seconds + "s",
                        "-s",
                        script,
                        base.toString())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process wrk = builder.start();
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        String[] result = output.lines()
                .filter(line -> line.startsWith("RESULT"))
                .findFirst()
                .orElseThrow(() -> new IOException(output))
                .split(" ", -1);
        // Rate and failures, or rate, requests, failures and a latency.
        String failed = result[result.length == 3 ? 2 : 3];
        if (!failed.equals("0")) {
            throw new IOException(failed + " requests failed: " + output);
        }
        return Double.parseDouble(result[1]);
    }
}
