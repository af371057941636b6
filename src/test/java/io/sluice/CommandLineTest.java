package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigException;
import io.sluice.config.GatewayConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<GatewayConfig> served = new ArrayList<>();

    @Test
    void servesWithoutACommand() {
        assertThat(run(Map.of())).isZero();
        assertThat(run(Map.of(), "serve")).isZero();
        assertThat(served).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void helpNamesTheCommandsAndVariables(String command) {
        assertThat(run(Map.of(), command)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("migrate", "SLUICE_DATABASE_URL", "SLUICE_EMBEDDED_DIR", "SLUICE_ADMIN_TOKEN");
        assertThat(served).isEmpty();
    }

    @Test
    void versionIsTheOneOfTheBuild() {
        assertThat(run(Map.of(), "--version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).matches("sluice [0-9]+\\.[0-9]+\\.[0-9]+.*\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "--halp", "", "SERVE"})
    void refusesUnknownCommandInOneLine(String command) {
        assertThat(run(Map.of(), command)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("serve, migrate, seed")
                .hasLineCount(1);
        assertThat(served).isEmpty();
    }

    @Test
    void refusesMoreThanOneArgument() {
        assertThat(run(Map.of(), "serve", "now")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).hasLineCount(1);
    }

    @Test
    void tellsABadVariableInOneLine() {
        assertThat(run(Map.of("SLUICE_HTTP_PORT", "eighty"))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("SLUICE_HTTP_PORT")
                .hasLineCount(1);
        assertThat(served).isEmpty();
    }

    @Test
    void tellsWhatStoppedTheStartInOneLine() {
        int status = commandLine(Map.of()).run(List.of("serve"), config -> {
            throw new ConfigException("SLUICE_HTTP_PORT: taken\nby somebody");
        });

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("SLUICE_HTTP_PORT: taken by somebody\n");
    }

    @Test
    void helpAnswersEvenWithABadVariable() {
        assertThat(run(Map.of("SLUICE_HTTP_PORT", "eighty"), "--help")).isZero();
    }

    private int run(Map<String, String> environment, String... arguments) {
        return commandLine(environment).run(List.of(arguments), served::add);
    }

    private CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
