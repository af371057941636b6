package io.sluice.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The variables that begin with SLUICE_, and a few of OpenTelemetry's, read by kind. Each refusal names its variable. */
final class Environment {
    private final Map<String, String> values = new TreeMap<>();

    /** Refuses names that are not ours though they begin like ours: a misspelt variable would be ignored in silence. */
    Environment(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (name.startsWith(Variables.PREFIX)) {
                values.put(name, value);
            }
        });
        values.forEach(Variables::requireKnown);
        // Empty is unset, as OpenTelemetry has it for its own.
        Variables.OPENTELEMETRY.stream()
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .forEach(name -> values.put(name, environment.get(name)));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<String> text(String name) {
        Optional<String> value = Optional.ofNullable(values.get(name)).map(String::strip);
        // An empty value is more often a substitution that failed than a wish for the default.
        if (value.filter(String::isEmpty).isPresent()) {
            throw new ConfigException(name + " is empty; give it a value or remove it");
        }
        return value;
    }

    int port(String name, int byDefault) {
        Optional<String> text = text(name);
        if (text.filter(Variables::isServiceLink).isPresent()) {
            throw new ConfigException(name + " was set by Kubernetes for a Service of that name, not by you; set"
                    + " enableServiceLinks: false in the pod, or the variable to a port");
        }
        return number(name, byDefault, 0, 65_535);
    }

    int number(String name, int byDefault, int least, int most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notNumber) {
            // Refused below like a number out of range.
        }
        throw new ConfigException(name + " must be a whole number from " + least + " to " + most);
    }

    /** One of the constants of an enum, written small. */
    <E extends Enum<E>> E choice(String name, E byDefault) {
        Optional<String> text = text(name);
        E[] choices = byDefault.getDeclaringClass().getEnumConstants();
        return text.isEmpty()
                ? byDefault
                : Arrays.stream(choices)
                        .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(text.get()))
                        .findFirst()
                        .orElseThrow(() -> new ConfigException(name + " must be one of "
                                + Arrays.stream(choices)
                                        .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }

    boolean flag(String name) {
        String text = text(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new ConfigException(name + " must be true or false");
        }
        return text.equals("true");
    }

    String host(String name, String byDefault) {
        String host = text(name).orElse(byDefault);
        if (host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '*' || c == '[')) {
            throw new ConfigException(name + " must be a host name or an address, for example 127.0.0.1 or 0.0.0.0");
        }
        return host;
    }

    /** A secret as it stands, or as the first lines of the file that {@code name_FILE} names; the end of its last line is not part of it. */
    Optional<Secret> password(String name) {
        String fileVariable = name + "_FILE";
        Optional<String> file = text(fileVariable);
        if (file.isEmpty()) {
            // Not stripped: blanks may belong to a password.
            text(name);
            return Optional.ofNullable(values.get(name)).map(Secret::new);
        }
        if (has(name)) {
            throw new ConfigException(name + " and " + fileVariable + " are both set; remove one");
        }
        try {
            String content = Files.readString(Path.of(file.get()));
            String password = content.stripTrailing();
            if (password.isEmpty()) {
                throw new ConfigException(fileVariable + " names an empty file");
            }
            return Optional.of(new Secret(password));
        } catch (IOException | java.nio.file.InvalidPathException unreadable) {
            throw new ConfigException(fileVariable + " names a file that cannot be read: " + file.get());
        }
    }
}
