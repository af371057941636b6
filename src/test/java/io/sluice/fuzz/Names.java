package io.sluice.fuzz;

import io.sluice.Dice;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceType;
import io.sluice.schema.SchemaDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Attribute paths as clients spell them, and misspell them. */
final class Names {
    private static final List<String> COMMON = List.of(
            "id",
            "externalId",
            "schemas",
            "meta",
            "meta.lastModified",
            "meta.created",
            "meta.resourceType",
            "meta.version",
            "meta.location",
            "password");
    private static final List<String> WRONG = List.of(
            "",
            ".",
            "x",
            "emails.",
            ".value",
            "emails.value.value",
            "emails.value.value.value",
            "name.unknown",
            "urn:",
            "urn::::",
            ":",
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "urn:ietf:params:scim:schemas:core:2.0:User:",
            "urn:ietf:params:scim:schemas:core:2.0:Group:displayName",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0User:manager",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.manager",
            "urn:x:y:2.0:Z:attribute.sub",
            "$ref",
            "members.$ref",
            "-",
            "9lives",
            "emails[0]",
            "userName eq",
            "u\u0073er\u212aame",
            "display\u0130ame");

    private static final Map<String, List<String>> KNOWN =
            BuiltInSchemas.resourceTypes().all().stream().collect(Collectors.toMap(ResourceType::name, Names::known));

    private Names() {}

    /** A path of the type most of the time. */
    static String path(Dice dice, ResourceType type) {
        String known = dice.pick(Objects.requireNonNull(KNOWN.get(type.name())));
        return switch (dice.below(60)) {
            case 0 -> dice.pick(WRONG);
            case 1 -> Junk.mutated(dice, known);
            case 2 -> type.name().equals("User") ? "members.value" : "userName";
            case 3, 4, 5 -> dice.recased(known);
            default -> known;
        };
    }

    /** A sub-attribute as it stands inside brackets. */
    static String sub(Dice dice) {
        return dice.oneIn(30)
                ? dice.pick("x", "country", "emails.value", "")
                : dice.pick("type", "value", "display", "$ref", "Value");
    }

    private static List<String> known(ResourceType type) {
        List<String> known = new ArrayList<>(COMMON);
        type.schemas().forEach(schema -> add(schema, known));
        return List.copyOf(known);
    }

    private static void add(SchemaDefinition schema, List<String> known) {
        for (AttributeDefinition attribute : schema.attributes()) {
            for (String prefix : List.of("", schema.id() + ":")) {
                known.add(prefix + attribute.name());
                attribute.subAttributes().forEach(sub -> known.add(prefix + attribute.name() + "." + sub.name()));
            }
        }
    }
}
