package io.sluice.store.pg;

import com.sun.security.auth.module.UnixSystem;
import io.sluice.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs one of PostgreSQL's programs to its end. */
final class PostgresProgram {
    private static final List<String> IN_USER_NAMESPACE = List.of("unshare", "--user");

    private PostgresProgram() {}

    /** What the program printed, and whether it ended well. */
    record Outcome(boolean succeeded, String output) {
        String lastLine() {
            List<String> lines = output.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            return lines.isEmpty() ? "it said nothing" : lines.getLast();
        }
    }

    static Outcome run(List<String> command) throws IOException {
        List<String> whole = new ArrayList<>();
        if (new UnixSystem().getUid() == 0) {
            // PostgreSQL refuses to run as root. In a user namespace of its own it is nobody in particular, yet owns
            // the same files.
            requireUserNamespaces();
            whole.addAll(IN_USER_NAMESPACE);
        }
        whole.addAll(command);
        return start(whole);
    }

    private static void requireUserNamespaces() {
        try {
            List<String> probe = new ArrayList<>(IN_USER_NAMESPACE);
            probe.add("true");
            if (start(probe).succeeded()) {
                return;
            }
        } catch (IOException missing) {
            // The same answer as for a kernel that forbids it.
        }
        throw new ConfigException("The embedded PostgreSQL does not run as root here; start as an ordinary user or set"
                + " SLUICE_DATABASE_URL to a PostgreSQL server of your own");
    }

    private static Outcome start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Our secrets are not PostgreSQL's business, and PG... variables would change what it does.
        builder.environment().keySet().removeIf(PostgresProgram::withheld);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Outcome(process.waitFor() == 0, output);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for PostgreSQL", interrupted);
        }
    }

    private static boolean withheld(String variable) {
        String name = variable.toUpperCase(Locale.ROOT);
        return name.startsWith("SLUICE_") || name.startsWith("PG") || name.startsWith("LC_") || name.equals("LANG");
    }
}
