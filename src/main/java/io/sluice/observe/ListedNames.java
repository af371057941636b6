package io.sluice.observe;

import io.sluice.telemetry.Meter;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of {@link Meter} as Micrometer has them, which adds unit and kind where it shows them to Prometheus. */
final class ListedNames {
    private ListedNames() {}

    static Set<String> micrometer() {
        return Arrays.stream(Meter.values()).map(ListedNames::micrometer).collect(Collectors.toUnmodifiableSet());
    }

    static String micrometer(Meter meter) {
        String name = meter.exposed();
        if (meter.kind() == Meter.Kind.GAUGE) {
            // Shown as it is.
            return name.replace('_', '.');
        }
        for (String suffix : new String[] {"_total", "_seconds", "_bytes"}) {
            if (name.endsWith(suffix)) {
                name = name.substring(0, name.length() - suffix.length());
            }
        }
        return name.startsWith("jvm_threads_live") ? "jvm.threads.live" : name.replace('_', '.');
    }
}
