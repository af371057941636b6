package io.sluice.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where traces go, and of how many requests. Read from OpenTelemetry's own variables, as an operator has them set for everything else.
 *
 * @param endpoint takes spans by OTLP over HTTP
 * @param service what the process is called there
 * @param share of the requests whose caller has not decided already
 */
public record TracingConfig(URI endpoint, String service, double share) {
    private static final String PATH = "/v1/traces";

    /** Empty where no collector is named: then nothing is traced. */
    static Optional<TracingConfig> read(Environment environment) {
        return environment
                .text(Variables.OTLP_ENDPOINT)
                .map(text -> new TracingConfig(
                        endpoint(text),
                        environment.text(Variables.OTEL_SERVICE).orElse("sluice"),
                        share(environment.text(Variables.OTEL_SHARE))))
                .map(config -> checked(config, environment.text(Variables.OTLP_PROTOCOL)));
    }

    private static TracingConfig checked(TracingConfig config, Optional<String> protocol) {
        if (protocol.isPresent() && !protocol.get().equals("http/protobuf")) {
            throw new ConfigException(Variables.OTLP_PROTOCOL
                    + " must be http/protobuf: no other is spoken here; collectors listen for it on port 4318");
        }
        return config;
    }

    private static URI endpoint(String text) {
        try {
            URI url = new URI(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null) {
                return new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) + PATH : text + PATH);
            }
        } catch (URISyntaxException malformed) {
            // Refused below like any other text that is no such address.
        }
        throw new ConfigException(
                Variables.OTLP_ENDPOINT + " must be an http or https address, for example http://collector:4318");
    }

    private static double share(Optional<String> text) {
        try {
            double share = text.map(Double::parseDouble).orElse(1.0);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException notNumber) {
            // Refused below like a number out of range.
        }
        throw new ConfigException(Variables.OTEL_SHARE + " must be a number from 0 to 1");
    }
}
