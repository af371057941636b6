package io.sluice.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What one overlay renders to, read into the types of Kubernetes. A document that does not fit its type fails the reading. */
record Manifests(List<HasMetadata> all) {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    static Manifests read(String rendered) {
        List<HasMetadata> all = new ArrayList<>();
        for (String document : rendered.split("(?m)^---\\n")) {
            if (!document.isBlank()) {
                Object read = SERIALIZATION.unmarshal(document);
                all.add((HasMetadata) read);
            }
        }
        return new Manifests(List.copyOf(all));
    }

    <T extends HasMetadata> Stream<T> of(Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast);
    }

    <T extends HasMetadata> Optional<T> named(Class<T> kind, String name) {
        return of(kind).filter(one -> one.getMetadata().getName().equals(name)).findFirst();
    }

    /** A pod that some workload makes. */
    record Pod(String owner, PodTemplateSpec template) {
        Map<String, String> labels() {
            return template.getMetadata() == null || template.getMetadata().getLabels() == null
                    ? Map.of()
                    : template.getMetadata().getLabels();
        }

        List<Container> containers() {
            return template.getSpec().getContainers();
        }

        boolean hasPort(String name) {
            return containers().stream()
                    .flatMap(container -> container.getPorts().stream())
                    .anyMatch(port -> name.equals(port.getName()));
        }

        boolean matches(Map<String, String> selector) {
            return labels().entrySet().containsAll(selector.entrySet());
        }
    }

    List<Pod> pods() {
        return all.stream()
                .flatMap(one ->
                        template(one)
                                .map(template -> new Pod(
                                        one.getKind() + "/" + one.getMetadata().getName(), template))
                                .stream())
                .toList();
    }

    boolean anyPod(Predicate<Pod> wanted) {
        return pods().stream().anyMatch(wanted);
    }

    private static Optional<PodTemplateSpec> template(HasMetadata workload) {
        return switch (workload) {
            case Deployment deployment -> Optional.of(deployment.getSpec().getTemplate());
            case StatefulSet set -> Optional.of(set.getSpec().getTemplate());
            case Job job -> Optional.of(job.getSpec().getTemplate());
            case CronJob job ->
                Optional.of(job.getSpec().getJobTemplate().getSpec().getTemplate());
            default -> Optional.empty();
        };
    }
}
