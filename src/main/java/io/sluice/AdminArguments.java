package io.sluice;

import io.sluice.config.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a command for administrators: what it is about, what to do, names, and options, which may stand anywhere after.
 *
 * @param command for example {@code token create}
 */
record AdminArguments(String command, List<String> names, Map<String, String> options) {
    static final String ADMIN_URL = "--admin-url";
    static final String YES = "--yes";

    private static final Map<String, Form> FORMS = Map.ofEntries(
            Map.entry("tenant create", new Form(1, Set.of())),
            Map.entry("tenant list", new Form(0, Set.of())),
            Map.entry("tenant suspend", new Form(1, Set.of())),
            Map.entry("tenant resume", new Form(1, Set.of())),
            Map.entry("tenant delete", new Form(1, Set.of(YES))),
            Map.entry("token create", new Form(1, Set.of("--scopes", "--expires"))),
            Map.entry("token list", new Form(1, Set.of())),
            Map.entry("token revoke", new Form(2, Set.of())),
            Map.entry("client create", new Form(1, Set.of("--scopes", "--token-seconds", "--expires"))),
            Map.entry("client list", new Form(1, Set.of())),
            Map.entry("client delete", new Form(2, Set.of())));

    private record Form(int names, Set<String> options) {}

    AdminArguments {
        names = List.copyOf(names);
        options = Map.copyOf(options);
    }

    static boolean areMeant(String first) {
        return FORMS.keySet().stream().anyMatch(command -> command.startsWith(first + " "));
    }

    static AdminArguments parse(List<String> arguments) {
        String command = String.join(" ", arguments.subList(0, Math.min(2, arguments.size())));
        Form form = FORMS.get(command);
        if (form == null) {
            throw usage();
        }
        List<String> names = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 2; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                names.add(argument);
            } else if (argument.equals(YES) && form.options.contains(YES)) {
                options.put(YES, "");
            } else if (i + 1 < arguments.size() && (argument.equals(ADMIN_URL) || form.options.contains(argument))) {
                options.put(argument, arguments.get(++i));
            } else {
                throw usage();
            }
        }
        if (names.size() != form.names) {
            throw usage();
        }
        return new AdminArguments(command, names, options);
    }

    String name() {
        return names.getFirst();
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    private static ConfigException usage() {
        return new ConfigException("The administrator's commands are: tenant create|list|suspend|resume|delete, token"
                + " create|list|revoke, client create|list|delete; --help says what each takes");
    }
}
