package io.sluice.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.sluice.config.GatewayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestsTest {
    private static final Path OVERLAYS = Path.of("k8s", "overlays");

    @BeforeAll
    static void needsKubectl() {
        if (!Kubectl.isInstalled()) {
            System.err.println("MANIFESTS NOT CHECKED: kubectl is not installed (Debian: kubernetes-client)");
        }
        assumeTrue(Kubectl.isInstalled(), "kubectl is not installed");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyOverlayKeepsTheRules(Path overlay) throws IOException, InterruptedException {
        assertThat(ManifestRules.broken(Manifests.read(Kubectl.render(overlay))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theGatewayTakesWhatItIsConfiguredWith(Path overlay) throws IOException, InterruptedException {
        Manifests manifests = Manifests.read(Kubectl.render(overlay));

        List<Container> containers = manifests.pods().stream()
                .flatMap(pod -> pod.containers().stream())
                .filter(ManifestsTest::isOurs)
                .toList();

        assertThat(containers)
                .hasSize(3)
                .allSatisfy(container -> GatewayConfig.from(environment(manifests, container)));
    }

    @Test
    void productionNeedsNoCustomResource() throws IOException, InterruptedException {
        Manifests manifests = Manifests.read(Kubectl.render(OVERLAYS.resolve("production")));

        assertThat(manifests.all())
                .extracting(HasMetadata::getApiVersion)
                .allMatch(version -> version.equals("v1") || !version.contains(".") || version.contains(".k8s.io/"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a selector    | (kind: Service\\n(?:.*\\n)*?  selector:\\n    app.kubernetes.io/component: )gateway | $1gate     | selects no pod
            a key         | terminationGracePeriodSeconds                                                    | terminationGrace | has no key terminationGrace
            a port's name | targetPort: scim                                                                 | targetPort: http | a port that no container has
            a probe       | (httpGet:\\n +path: \\S+\\n +port: )management                                       | $1admin          | is probed on no port
            a reference   | name: sluice-database\\n                                                         | name: database\\n | a Secret that is not there
            an autoscaler | (scaleTargetRef:\\n(?:.*\\n)*?    name: )sluice                                   | $1gateway        | scales nothing
            a schedule    | schedule: .*                                                                      | schedule: 3         | runs at no time
            an overlap    | concurrencyPolicy: Forbid                                                        | concurrencyPolicy: Allow | beside itself
            a restriction | readOnlyRootFilesystem: true                                                     | readOnlyRootFilesystem: false | is not restricted
            """)
    void isCaughtWhenBroken(String what, String pattern, String replacement, String told)
            throws IOException, InterruptedException {
        String rendered = Kubectl.render(OVERLAYS.resolve("production"));
        String broken = rendered.replaceFirst(pattern, replacement.replace("\\n", "\n"));

        assertThat(broken).isNotEqualTo(rendered);
        assertThat(ManifestRules.broken(Manifests.read(broken))).as(what).anyMatch(rule -> rule.contains(told));
    }

    @Test
    void aWrongTypeIsCaught() throws IOException, InterruptedException {
        String rendered = Kubectl.render(OVERLAYS.resolve("production"));
        String broken = rendered.replace("terminationGracePeriodSeconds: 45", "terminationGracePeriodSeconds: soon");

        assertThat(broken).isNotEqualTo(rendered);
        assertThatThrownBy(() -> Manifests.read(broken)).hasMessageContaining("soon");
    }

    @Test
    void aWrongKeyOfACustomResourceIsCaught() throws IOException, InterruptedException {
        String rendered = Kubectl.render(OVERLAYS.resolve("complete"));
        String broken = rendered.replace("poolMode: transaction", "mode: transaction");

        assertThat(broken).isNotEqualTo(rendered);
        assertThat(ManifestRules.broken(Manifests.read(broken))).anyMatch(rule -> rule.contains("has no key mode"));
    }

    static Stream<Path> overlays() throws IOException {
        try (Stream<Path> found = Files.list(OVERLAYS)) {
            return found.sorted().toList().stream();
        }
    }

    private static boolean isOurs(Container container) {
        return container.getImage().contains("sluice");
    }

    /** As the container would have it; a Secret's value is one that its name lets expect. */
    private static Map<String, String> environment(Manifests manifests, Container container) {
        Map<String, String> environment = new HashMap<>();
        container
                .getEnvFrom()
                .forEach(source -> environment.putAll(manifests
                        .named(ConfigMap.class, source.getConfigMapRef().getName())
                        .orElseThrow()
                        .getData()));
        for (EnvVar variable : container.getEnv()) {
            environment.put(
                    variable.getName(),
                    Optional.ofNullable(variable.getValue()).orElseGet(() -> secret(variable.getName())));
        }
        return environment;
    }

    private static String secret(String name) {
        return name.endsWith("_URL")
                ? "postgresql://role:password@database:5432/sluice"
                : "a-secret-of-more-than-32-characters";
    }
}
