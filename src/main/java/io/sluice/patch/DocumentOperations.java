package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.sluice.filter.PatchPath;
import io.sluice.patch.DocumentStep.ChangeObject;
import io.sluice.patch.DocumentStep.RemoveElements;
import io.sluice.patch.DocumentStep.SetAttribute;
import io.sluice.patch.PatchOperation.Kind;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributeValues;
import io.sluice.schema.ResolvedAttribute;
import io.sluice.scim.ScimProblem;
import java.util.Map;

/**
 * Turns an operation on one attribute into a step, by what kind of attribute it is (RFC 7644 sections 3.5.2.1 to 3.5.2.3). Values are read
 * here, so that a plan that could be made fits the schema whatever document it meets.
 */
final class DocumentOperations {
    private static final JsonNode UNASSIGNED = MissingNode.getInstance();

    private final AttributeValues values;

    DocumentOperations(AttributeValues values) {
        this.values = values;
    }

    /** Refuses with 400 invalidValue a value that does not fit, with 400 invalidPath a condition on an attribute without such elements. */
    DocumentStep step(Kind kind, ResolvedAttribute.Plain plain, PatchPath path, JsonNode value) {
        Location location = new Location(plain.extension(), plain.attribute());
        boolean multiValued = plain.attribute().multiValued();
        boolean choosable = multiValued && (plain.attribute().isComplex() || kind == Kind.REMOVE);
        if (path.condition().isPresent() && !choosable) {
            throw ScimProblem.invalidPath(
                            "The values of " + plain.attribute().name() + " cannot be chosen by a filter.")
                    .exception();
        }
        if (!multiValued) {
            return kind == Kind.REMOVE ? removal(location, plain) : assignment(location, plain, value);
        }
        Choice choice = path.condition()
                .<Choice>map(condition -> Choice.Where.of(condition, plain.attribute()))
                .orElseGet(Choice.All::new);
        return switch (kind) {
            case ADD, REPLACE -> {
                if (plain.sub().isPresent()) {
                    yield new ChangeElements(
                            location,
                            choice,
                            changes(plain.attribute(), plain.sub().get(), value));
                }
                yield path.condition().isPresent()
                        ? change(kind, location, choice, value)
                        : assignment(kind, location, value);
            }
            case REMOVE -> removal(location, plain, choice, value);
        };
    }

    private DocumentStep assignment(Location location, ResolvedAttribute.Plain plain, JsonNode value) {
        AttributeDefinition attribute = plain.attribute();
        if (plain.sub().isPresent()) {
            return new ChangeObject(location, changes(attribute, plain.sub().get(), value));
        }
        JsonNode inner = AttributeValues.unwrapped(value, attribute.name());
        if (attribute.isComplex() && (inner.isObject() || !AttributeValues.isUnassigned(inner))) {
            return new ChangeObject(location, new Changes(values.subAttributes(attribute, inner, attribute.name())));
        }
        return new SetAttribute(location, values.canonical(attribute, value, attribute.name()));
    }

    private static DocumentStep removal(Location location, ResolvedAttribute.Plain plain) {
        return plain.sub()
                .<DocumentStep>map(sub -> new ChangeObject(location, unassigning(sub)))
                .orElseGet(() -> new SetAttribute(location, UNASSIGNED));
    }

    private DocumentStep assignment(Kind kind, Location location, JsonNode value) {
        AttributeDefinition attribute = location.attribute();
        JsonNode list = values.canonical(attribute, value, attribute.name());
        return kind == Kind.ADD ? new AddElements(location, list) : new SetAttribute(location, list);
    }

    /** An object merges into the chosen elements; null in a replace takes them away, in an add it says nothing. */
    private DocumentStep change(Kind kind, Location location, Choice choice, JsonNode value) {
        AttributeDefinition attribute = location.attribute();
        JsonNode inner = AttributeValues.unwrapped(value, attribute.name());
        if (!inner.isObject() && AttributeValues.isUnassigned(inner)) {
            return kind == Kind.REPLACE
                    ? new RemoveElements(location, choice)
                    : new ChangeElements(location, choice, new Changes(Map.of()));
        }
        return new ChangeElements(
                location, choice, new Changes(values.subAttributes(attribute, inner, attribute.name())));
    }

    /** A value, which RFC 7644 does not know here, narrows what is removed: Entra names what it wants gone. */
    private DocumentStep removal(Location location, ResolvedAttribute.Plain plain, Choice choice, JsonNode value) {
        AttributeDefinition attribute = plain.attribute();
        boolean narrowed = !value.isMissingNode() && !value.isNull();
        if (plain.sub().isPresent()) {
            AttributeDefinition sub = plain.sub().get();
            JsonNode held = values.canonical(sub, value, attribute.name() + "." + sub.name());
            Choice chosen = held.isMissingNode() ? choice : new Choice.Holding(choice, sub, held);
            return new ChangeElements(location, chosen, unassigning(sub));
        }
        if (narrowed) {
            JsonNode list = values.canonical(attribute, value, attribute.name());
            return new RemoveElements(location, Choice.Alike.of(choice, attribute, list));
        }
        return new RemoveElements(location, choice);
    }

    private Changes changes(AttributeDefinition attribute, AttributeDefinition sub, JsonNode value) {
        JsonNode canonical = values.canonical(sub, value, attribute.name() + "." + sub.name());
        JsonNode given = canonical.isMissingNode() ? NullNode.getInstance() : canonical;
        // As part of an element, since a role's value may be a whole element in JSON.
        JsonNode object = JsonNodeFactory.instance.objectNode().set(sub.name(), given);
        return new Changes(values.subAttributes(attribute, object, attribute.name()));
    }

    private static Changes unassigning(AttributeDefinition sub) {
        return new Changes(Map.of(sub.name(), UNASSIGNED));
    }
}
