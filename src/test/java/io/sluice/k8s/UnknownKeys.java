package io.sluice.k8s;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Keys that a type of Kubernetes does not have. The models keep such keys instead of refusing them. Custom resources have no model here: for
 * them {@code custom-resources.json} lists the keys, a leaf as the JSON type that it must have.
 */
final class UnknownKeys {
    private static final ObjectMapper JSON = new ObjectMapper();

    private UnknownKeys() {}

    static List<String> of(HasMetadata resource) {
        List<String> unknown = new ArrayList<>();
        String name = resource.getKind() + "/" + resource.getMetadata().getName();
        if (resource instanceof GenericKubernetesResource custom) {
            JsonNode known = customResources().path(resource.getApiVersion() + " " + resource.getKind());
            if (known.isMissingNode()) {
                return List.of(name + " is of a kind that is not known here");
            }
            custom(name, JSON.valueToTree(custom.getAdditionalProperties()), known, unknown);
        } else {
            typed(name, resource, unknown);
        }
        return unknown;
    }

    private static void custom(String path, JsonNode value, JsonNode known, List<String> unknown) {
        if (known.isTextual()) {
            boolean fits = switch (known.textValue()) {
                case "string" -> value.isTextual();
                case "integer" -> value.isIntegralNumber();
                case "boolean" -> value.isBoolean();
                case "map" -> value.isObject() && value.valueStream().allMatch(JsonNode::isTextual);
                default -> throw new IllegalStateException("no such type: " + known);
            };
            if (!fits) {
                unknown.add(path + " is no " + known.textValue());
            }
        } else if (known.isArray()) {
            if (!value.isArray()) {
                unknown.add(path + " is no list");
            }
            value.forEach(element -> custom(path + "[]", element, known.get(0), unknown));
        } else if (!value.isObject()) {
            unknown.add(path + " is no object");
        } else {
            value.propertyStream().forEach(entry -> {
                JsonNode below = known.path(entry.getKey());
                if (below.isMissingNode()) {
                    unknown.add(path + " has no key " + entry.getKey());
                } else {
                    custom(path + "." + entry.getKey(), entry.getValue(), below, unknown);
                }
            });
        }
    }

    private static void typed(String path, Object value, List<String> unknown) {
        switch (value) {
            case Collection<?> elements -> elements.forEach(element -> typed(path + "[]", element, unknown));
            case Map<?, ?> entries -> entries.forEach((key, element) -> typed(path + "." + key, element, unknown));
            default -> {
                // Anything else is a leaf, whose type was checked while it was read.
                if (value.getClass().getName().startsWith("io.fabric8.")) {
                    model(path, value, unknown);
                }
            }
        }
    }

    private static void model(String path, Object model, List<String> unknown) {
        try {
            for (Method method : model.getClass().getMethods()) {
                if (method.isAnnotationPresent(JsonAnyGetter.class) && method.invoke(model) instanceof Map<?, ?> more) {
                    more.keySet().forEach(key -> unknown.add(path + " has no key " + key));
                }
            }
            for (Field field : model.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getName().equals("additionalProperties")) {
                    field.setAccessible(true);
                    Object below = field.get(model);
                    if (below != null) {
                        typed(path + "." + field.getName(), below, unknown);
                    }
                }
            }
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JsonNode customResources() {
        try (InputStream file = UnknownKeys.class.getResourceAsStream("custom-resources.json")) {
            return JSON.readTree(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
