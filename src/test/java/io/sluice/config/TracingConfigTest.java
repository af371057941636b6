package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingConfigTest {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    @Test
    void isThereWhereACollectorIsNamed() {
        assertThat(read(Map.of())).isEmpty();
        assertThat(read(Map.of(ENDPOINT, " ", "OTEL_SERVICE_NAME", "x"))).isEmpty();
        assertThat(read(Map.of(ENDPOINT, "http://collector:4318")))
                .contains(new TracingConfig(URI.create("http://collector:4318/v1/traces"), "sluice", 1));
        assertThat(read(Map.of(
                        ENDPOINT,
                        "https://collector/otlp/",
                        "OTEL_SERVICE_NAME",
                        "scim",
                        "OTEL_TRACES_SAMPLER_ARG",
                        "0.05",
                        "OTEL_EXPORTER_OTLP_PROTOCOL",
                        "http/protobuf")))
                .contains(new TracingConfig(URI.create("https://collector/otlp/v1/traces"), "scim", 0.05));
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_ENDPOINT, collector:4318",
        "OTEL_EXPORTER_OTLP_ENDPOINT, ftp://collector",
        "OTEL_EXPORTER_OTLP_ENDPOINT, http://user:secret@collector",
        "OTEL_EXPORTER_OTLP_PROTOCOL, grpc",
        "OTEL_TRACES_SAMPLER_ARG, 1.5",
        "OTEL_TRACES_SAMPLER_ARG, NaN",
        "OTEL_TRACES_SAMPLER_ARG, often"
    })
    void aBadValueStopsTheStartWithTheNameOfItsVariable(String name, String value) {
        assertThatThrownBy(() -> read(
                        name.equals(ENDPOINT)
                                ? Map.of(name, value)
                                : Map.of(ENDPOINT, "http://collector", name, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(name + " must be")
                .hasMessageNotContaining("secret");
    }

    private static Optional<TracingConfig> read(Map<String, String> environment) {
        return TracingConfig.read(new Environment(environment));
    }
}
