package io.sluice.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.sluice.k8s.Manifests.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the manifests of one overlay break of the rules below, in words. A name that resolves to nothing is found by nobody else until it runs. */
final class ManifestRules {
    /** Made by whoever installs, never by the manifests. */
    private static final Set<String> SECRETS_OF_THE_OPERATOR = Set.of(
            "sluice-database",
            "sluice-database-owner",
            "sluice-admin",
            "sluice-tls",
            "sluice-db-owner",
            "sluice-db-serve");

    private static final Pattern FIVE_FIELDS = Pattern.compile("[0-9*/,-]+( [0-9*/,-]+){4}");

    private final Manifests manifests;
    private final List<String> broken = new ArrayList<>();

    private ManifestRules(Manifests manifests) {
        this.manifests = manifests;
    }

    static List<String> broken(Manifests manifests) {
        ManifestRules rules = new ManifestRules(manifests);
        rules.check();
        return rules.broken;
    }

    private void check() {
        manifests.all().forEach(resource -> broken.addAll(UnknownKeys.of(resource)));
        selectors();
        services();
        schedules();
        scaling();
        networkPolicies();
        routes();
        podMonitors();
        manifests.pods().forEach(this::pod);
    }

    private void selectors() {
        manifests
                .of(Deployment.class)
                .forEach(one -> require(
                        one.getSpec()
                                .getTemplate()
                                .getMetadata()
                                .getLabels()
                                .entrySet()
                                .containsAll(one.getSpec()
                                        .getSelector()
                                        .getMatchLabels()
                                        .entrySet()),
                        one,
                        "selects other pods than it makes"));
        manifests
                .of(StatefulSet.class)
                .forEach(one -> require(
                        one.getSpec()
                                .getTemplate()
                                .getMetadata()
                                .getLabels()
                                .entrySet()
                                .containsAll(one.getSpec()
                                        .getSelector()
                                        .getMatchLabels()
                                        .entrySet()),
                        one,
                        "selects other pods than it makes"));
        manifests
                .of(PodDisruptionBudget.class)
                .forEach(one -> require(selects(one.getSpec().getSelector().getMatchLabels()), one, "selects no pod"));
    }

    private void services() {
        manifests.of(Service.class).forEach(service -> {
            Map<String, String> selector = service.getSpec().getSelector();
            require(selects(selector), service, "selects no pod");
            service.getSpec()
                    .getPorts()
                    .forEach(port -> require(
                            manifests.anyPod(pod -> pod.matches(selector) && named(pod, port.getTargetPort())),
                            service,
                            "has a port that no container has: " + port.getTargetPort()));
        });
    }

    private void schedules() {
        manifests.of(CronJob.class).forEach(job -> {
            require(
                    FIVE_FIELDS.matcher(job.getSpec().getSchedule()).matches(),
                    job,
                    "runs at no time: five fields are needed");
            require("Forbid".equals(job.getSpec().getConcurrencyPolicy()), job, "may run beside itself");
        });
    }

    private void scaling() {
        manifests.of(HorizontalPodAutoscaler.class).forEach(scaler -> {
            String target = scaler.getSpec().getScaleTargetRef().getName();
            require(manifests.named(Deployment.class, target).isPresent(), scaler, "scales nothing: " + target);
            manifests
                    .named(Deployment.class, target)
                    .ifPresent(scaled -> require(
                            scaled.getSpec().getReplicas() == null,
                            scaled,
                            "sets the replicas that its autoscaler sets"));
        });
    }

    private void networkPolicies() {
        manifests.of(NetworkPolicy.class).forEach(policy -> {
            Map<String, String> selector = policy.getSpec().getPodSelector().getMatchLabels();
            require(selects(selector), policy, "selects no pod");
            policy.getSpec().getIngress().stream()
                    .flatMap(rule -> rule.getPorts().stream())
                    .forEach(port -> require(
                            manifests.anyPod(pod -> pod.matches(selector) && named(pod, port.getPort())),
                            policy,
                            "lets in to a port that no container has: " + port.getPort()));
        });
    }

    private void routes() {
        manifests
                .of(HTTPRoute.class)
                .forEach(route -> route.getSpec().getRules().stream()
                        .flatMap(rule -> rule.getBackendRefs().stream())
                        .forEach(backend -> require(
                                hasPort(backend.getName(), port -> Objects.equals(port.getPort(), backend.getPort())),
                                route,
                                "leads to no Service: " + backend.getName() + ":" + backend.getPort())));
        manifests
                .of(Ingress.class)
                .forEach(ingress -> ingress.getSpec().getRules().stream()
                        .flatMap(rule -> rule.getHttp().getPaths().stream())
                        .map(path -> path.getBackend().getService())
                        .forEach(backend -> require(
                                hasPort(
                                        backend.getName(),
                                        port -> Objects.equals(
                                                port.getName(),
                                                backend.getPort().getName())),
                                ingress,
                                "leads to no Service: " + backend.getName())));
    }

    private boolean hasPort(
            String service, java.util.function.Predicate<io.fabric8.kubernetes.api.model.ServicePort> wanted) {
        return manifests.named(Service.class, service).stream()
                .flatMap(found -> found.getSpec().getPorts().stream())
                .anyMatch(wanted);
    }

    private void podMonitors() {
        manifests
                .of(GenericKubernetesResource.class)
                .filter(custom -> custom.getKind().equals("PodMonitor"))
                .forEach(monitor -> {
                    Map<String, String> selector = monitor.get("spec", "selector", "matchLabels");
                    List<Map<String, String>> endpoints = monitor.get("spec", "podMetricsEndpoints");
                    endpoints.forEach(endpoint -> require(
                            manifests.anyPod(
                                    pod -> pod.matches(selector) && pod.hasPort(endpoint.getOrDefault("port", ""))),
                            monitor,
                            "watches a port that no container has: " + endpoint.getOrDefault("port", "")));
                });
    }

    private void pod(Pod pod) {
        PodSpec spec = pod.template().getSpec();
        if (spec.getServiceAccountName() != null) {
            require(
                    manifests
                            .named(ServiceAccount.class, spec.getServiceAccountName())
                            .isPresent(),
                    pod,
                    "has no such account");
        }
        require(Boolean.FALSE.equals(spec.getAutomountServiceAccountToken()), pod, "mounts a token of the API server");
        require(
                spec.getSecurityContext() != null
                        && Boolean.TRUE.equals(spec.getSecurityContext().getRunAsNonRoot())
                        && spec.getSecurityContext().getSeccompProfile() != null
                        && "RuntimeDefault"
                                .equals(spec.getSecurityContext()
                                        .getSeccompProfile()
                                        .getType()),
                pod,
                "is not restricted: runAsNonRoot and seccompProfile");
        spec.getVolumes().forEach(volume -> volume(pod, volume));
        pod.containers().forEach(container -> container(pod, spec, container));
    }

    private void volume(Pod pod, Volume volume) {
        if (volume.getConfigMap() != null) {
            String name = volume.getConfigMap().getName();
            require(
                    manifests.named(ConfigMap.class, name).isPresent(),
                    pod,
                    "mounts a ConfigMap that is not there: " + name);
        }
    }

    private void container(Pod pod, PodSpec spec, Container container) {
        var context = container.getSecurityContext();
        require(
                context != null
                        && Boolean.FALSE.equals(context.getAllowPrivilegeEscalation())
                        && Boolean.TRUE.equals(context.getReadOnlyRootFilesystem())
                        && context.getCapabilities() != null
                        && context.getCapabilities().getDrop().contains("ALL"),
                pod,
                "is not restricted: " + container.getName());
        var resources = container.getResources();
        require(
                resources != null
                        && resources.getRequests().keySet().containsAll(Set.of("cpu", "memory"))
                        && resources.getLimits().containsKey("memory"),
                pod,
                "asks for no cpu and memory: " + container.getName());
        container
                .getVolumeMounts()
                .forEach(mount -> require(
                        spec.getVolumes().stream()
                                .anyMatch(volume -> volume.getName().equals(mount.getName())),
                        pod,
                        "mounts no volume: " + mount.getName()));
        Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                .filter(Objects::nonNull)
                .map(Probe::getHttpGet)
                .filter(Objects::nonNull)
                .forEach(
                        probe -> require(named(pod, probe.getPort()), pod, "is probed on no port: " + probe.getPort()));
        container.getEnvFrom().stream()
                .filter(source -> source.getConfigMapRef() != null)
                .map(source -> source.getConfigMapRef().getName())
                .forEach(name -> require(
                        manifests.named(ConfigMap.class, name).isPresent(),
                        pod,
                        "reads a ConfigMap that is not there: " + name));
        container.getEnv().forEach(variable -> secret(pod, variable));
    }

    private void secret(Pod pod, EnvVar variable) {
        if (variable.getValueFrom() == null || variable.getValueFrom().getSecretKeyRef() == null) {
            return;
        }
        var reference = variable.getValueFrom().getSecretKeyRef();
        boolean made = manifests
                .named(Secret.class, reference.getName())
                .filter(secret -> secret.getData().containsKey(reference.getKey()))
                .isPresent();
        require(
                made || SECRETS_OF_THE_OPERATOR.contains(reference.getName()),
                pod,
                "reads a Secret that is not there: " + reference.getName() + "/" + reference.getKey());
    }

    private boolean selects(Map<String, String> selector) {
        return selector != null && !selector.isEmpty() && manifests.anyPod(pod -> pod.matches(selector));
    }

    private static boolean named(Pod pod, IntOrString port) {
        return port.getStrVal() != null && pod.hasPort(port.getStrVal());
    }

    private void require(boolean holds, HasMetadata resource, String otherwise) {
        if (!holds) {
            broken.add(resource.getKind() + "/" + resource.getMetadata().getName() + " " + otherwise);
        }
    }

    private void require(boolean holds, Pod pod, String otherwise) {
        if (!holds) {
            broken.add(pod.owner() + " " + otherwise);
        }
    }
}
