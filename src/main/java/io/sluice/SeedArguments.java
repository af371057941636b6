package io.sluice;

import io.sluice.config.ConfigException;
import io.sluice.store.pg.Seed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code seed --tenant NAME --users N [--groups N] [--memberships N]}. */
final class SeedArguments {
    private static final String USAGE =
            "seed: give --tenant NAME --users N, and --groups N and --memberships N if wanted;"
                    + " there are no more memberships than users times groups";
    private static final List<String> NAMES = List.of("--tenant", "--users", "--groups", "--memberships");

    private SeedArguments() {}

    /** @param arguments the command first */
    static Seed parse(List<String> arguments) {
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < arguments.size(); i += 2) {
            if (!NAMES.contains(arguments.get(i)) || i + 1 == arguments.size()) {
                throw new ConfigException(USAGE);
            }
            values.put(arguments.get(i), arguments.get(i + 1));
        }
        if (!values.containsKey("--tenant") || !values.containsKey("--users")) {
            throw new ConfigException(USAGE);
        }
        try {
            return new Seed(
                    values.getOrDefault("--tenant", ""),
                    Integer.parseInt(values.getOrDefault("--users", "0")),
                    Integer.parseInt(values.getOrDefault("--groups", "0")),
                    Long.parseLong(values.getOrDefault("--memberships", "0")));
        } catch (IllegalArgumentException outOfRange) {
            throw new ConfigException(USAGE);
        }
    }
}
