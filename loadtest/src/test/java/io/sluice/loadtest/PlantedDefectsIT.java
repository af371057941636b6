package io.sluice.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.loadtest.FaultyProxy.Defect;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The smoke passes a server that makes no mistake, and fails one with a defect. In a hurry: fewer people, and faster. */
@EnabledIfSystemProperty(
        named = "url",
        matches = ".+",
        disabledReason = "needs a server: -Durl, -Dadmin.url, -Dadmin.token")
@Timeout(120)
final class PlantedDefectsIT {
    private static final int PASSED = 0;
    private static final int ASSERTION_FAILED = 2;

    @Test
    void aFaultlessServerPasses() throws Exception {
        assertThat(smoke(Defect.NONE)).isEqualTo(PASSED);
    }

    @Test
    void aLostMemberFails() throws Exception {
        assertThat(smoke(Defect.LOST_MEMBER)).isEqualTo(ASSERTION_FAILED);
    }

    @Test
    void notFoundForAnEmptyFilterFails() throws Exception {
        assertThat(smoke(Defect.NOT_FOUND_FOR_EMPTY_FILTER)).isEqualTo(ASSERTION_FAILED);
    }

    @Test
    void tooManyRequestsBelowTheLimitFails() throws Exception {
        assertThat(smoke(Defect.TOO_MANY_REQUESTS)).isEqualTo(ASSERTION_FAILED);
    }

    /** How Gatling ends. */
    private static int smoke(Defect defect) throws IOException, InterruptedException {
        Path results = Files.createDirectories(Path.of("target", "planted"));
        try (FaultyProxy proxy = new FaultyProxy(URI.create(System.getProperty("url")), defect)) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "-Durl=" + proxy.url(),
                    "-Dtenant=planted-"
                            + defect.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + '-'
                            + System.nanoTime(),
                    "-Dtenants=1",
                    "-Drate=100",
                    "-Dpeople=24",
                    "-Dp99=20000"));
            for (String name : List.of("token", "admin.url", "admin.token")) {
                command.add("-D" + name + '=' + System.getProperty(name, ""));
            }
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.gatling.app.Gatling"));
            command.addAll(List.of("-s", SmokeSimulation.class.getName(), "-nr", "-rf", results.toString()));
            Path log = results.resolve(defect + ".log");
            Process gatling = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                int status = gatling.waitFor();
                assertThat(proxy.hasErred())
                        .as("the mistake was made; see %s", log)
                        .isEqualTo(defect != Defect.NONE);
                return status;
            } finally {
                gatling.destroyForcibly();
            }
        }
    }
}
