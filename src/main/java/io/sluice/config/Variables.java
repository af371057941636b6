package io.sluice.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The names of all variables, and whether a name that begins like ours is one of them. */
final class Variables {
    static final String PREFIX = "SLUICE_";

    static final List<String> KNOWN = List.of(
            "SLUICE_HTTP_PORT",
            "SLUICE_HTTP_HOST",
            "SLUICE_MANAGEMENT_PORT",
            "SLUICE_MANAGEMENT_HOST",
            "SLUICE_ADMIN_PORT",
            "SLUICE_ADMIN_HOST",
            "SLUICE_ADMIN_TOKEN",
            "SLUICE_DATABASE_URL",
            "SLUICE_DATABASE_USER",
            "SLUICE_DATABASE_PASSWORD",
            "SLUICE_DATABASE_PASSWORD_FILE",
            "SLUICE_MIGRATION_DATABASE_URL",
            "SLUICE_MIGRATION_DATABASE_USER",
            "SLUICE_MIGRATION_DATABASE_PASSWORD",
            "SLUICE_MIGRATION_DATABASE_PASSWORD_FILE",
            "SLUICE_DATABASE_CONNECTIONS",
            "SLUICE_EMBEDDED_DIR",
            "SLUICE_PUBLIC_URL",
            "SLUICE_MAX_COUNT",
            "SLUICE_BULK_MAX_OPERATIONS",
            "SLUICE_BULK_MAX_PAYLOAD_SIZE",
            "SLUICE_BULK_SECONDS",
            "SLUICE_TENANT_OPERATIONS_PER_SECOND",
            "SLUICE_TENANT_BURST",
            "SLUICE_TENANT_IN_FLIGHT",
            "SLUICE_IN_FLIGHT",
            "SLUICE_LATENCY_TARGET_MILLISECONDS",
            "SLUICE_CONNECTIONS",
            "SLUICE_CONNECTIONS_PER_ADDRESS",
            "SLUICE_IDLE_SECONDS",
            "SLUICE_REQUEST_SECONDS",
            "SLUICE_ISSUER_HOSTS",
            "SLUICE_TRUSTED_PROXIES",
            "SLUICE_BULK_RESULT_HOURS",
            "SLUICE_PROVISIONING_LOG_DAYS",
            "SLUICE_BOOTSTRAP_TENANT",
            "SLUICE_BOOTSTRAP_TOKEN",
            "SLUICE_CHANGE_RETENTION_DAYS",
            "SLUICE_LOG_FORMAT",
            "SLUICE_DRAIN_SECONDS",
            "SLUICE_DATABASE_UNSAFE");

    static final String OTLP_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    static final String OTLP_PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
    static final String OTEL_SERVICE = "OTEL_SERVICE_NAME";
    static final String OTEL_SHARE = "OTEL_TRACES_SAMPLER_ARG";

    /** Of OpenTelemetry's, which has many more; those that are not read here may be set for others. */
    static final List<String> OPENTELEMETRY = List.of(OTLP_ENDPOINT, OTLP_PROTOCOL, OTEL_SERVICE, OTEL_SHARE);

    private Variables() {}

    static void requireKnown(String name, String value) {
        if (KNOWN.contains(name) || madeByKubernetes(name, value)) {
            return;
        }
        String nearest = KNOWN.stream()
                .min(Comparator.comparingInt(known -> distance(known, name.toUpperCase(Locale.ROOT))))
                .orElseThrow();
        throw new ConfigException(name + " is not a variable of this program; did you mean " + nearest + "?");
    }

    /**
     * Whether Kubernetes set it: for each Service of a namespace it gives every container variables such as {@code SLUICE_SERVICE_HOST},
     * {@code SLUICE_PORT=tcp://10.0.0.1:80} and {@code SLUICE_PORT_80_TCP_ADDR}, and a Service may well be called sluice.
     */
    private static boolean madeByKubernetes(String name, String value) {
        return name.endsWith("_SERVICE_HOST")
                || name.endsWith("_SERVICE_PORT")
                || name.contains("_SERVICE_PORT_")
                || (name.contains("_PORT_")
                        && (name.contains("_TCP") || name.contains("_UDP") || name.contains("_SCTP")))
                || (name.endsWith("_PORT") && isServiceLink(value));
    }

    static boolean isServiceLink(String value) {
        return value.startsWith("tcp://") || value.startsWith("udp://") || value.startsWith("sctp://");
    }

    /** How many characters to insert or delete, where a replacement is one of each: an abbreviation is then nearer than another word. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 2);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
