package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.filter.PatchPath;
import io.sluice.filter.PatchPathParser;
import io.sluice.patch.PatchOperation.Kind;
import io.sluice.schema.AttributePath;
import io.sluice.schema.AttributeValues;
import io.sluice.schema.CommonAttributes;
import io.sluice.schema.IgnoredNames;
import io.sluice.schema.MemberIds;
import io.sluice.schema.Mutability;
import io.sluice.schema.ObjectFields;
import io.sluice.schema.ResolvedAttribute;
import io.sluice.schema.ResourceType;
import io.sluice.schema.SchemaDefinition;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sorts the operations of one request into steps. A path must lead to an attribute that may be changed, or is refused. The names inside an
 * operation without path are read like paths, but unknown and read-only ones are passed over, since clients send whole resources there.
 */
final class PatchPlanner {
    /** Accepted from clients that always send it, and never kept. */
    private static final String PASSWORD = "password";

    /** Conditions on members are rare, and each is held against a whole group. */
    private static final int MOST_MEMBER_COMPARISONS = 32;

    private final ResourceType type;
    private final IgnoredNames ignored = new IgnoredNames();
    private final DocumentOperations operations = new DocumentOperations(new AttributeValues(ignored));
    private final List<DocumentStep> documentSteps = new ArrayList<>();
    private final List<MemberStep> memberSteps = new ArrayList<>();

    private int memberComparisons;

    PatchPlanner(ResourceType type) {
        this.type = type;
    }

    List<DocumentStep> documentSteps() {
        return documentSteps;
    }

    List<MemberStep> memberSteps() {
        return memberSteps;
    }

    List<String> ignored() {
        return ignored.list();
    }

    void take(PatchOperation operation) {
        if (operation.path().isEmpty()) {
            takeAttributes(operation.kind(), operation.value());
        } else {
            takePath(operation);
        }
    }

    private void takePath(PatchOperation operation) {
        PatchPath path = PatchPathParser.parse(operation.path());
        Optional<ResolvedAttribute> resolved = type.resolve(path.attribute());
        if (resolved.isEmpty() && isPassword(path.attribute())) {
            ignored.add(PASSWORD);
            return;
        }
        switch (resolved.orElseThrow(() -> unknown(path.attribute()))) {
            case ResolvedAttribute.Whole whole -> takeSchema(operation.kind(), whole.schema(), operation.value());
            case ResolvedAttribute.Plain plain -> {
                if (isReadOnly(plain)) {
                    throw readOnly(plain.leaf().name());
                }
                takeAttribute(operation.kind(), plain, path, operation.value());
            }
        }
    }

    private void takeAttribute(Kind kind, ResolvedAttribute.Plain plain, PatchPath path, JsonNode value) {
        if (plain.attribute().equals(CommonAttributes.SCHEMAS)) {
            // Computed from the data that the resource holds.
            return;
        }
        if (plain.leaf().mutability() == Mutability.WRITE_ONLY) {
            ignored.add(plain.leaf().name());
        } else if (MemberIds.isMembers(type, plain.attribute())) {
            addMemberStep(MemberOperations.step(kind, plain, path, value));
        } else {
            documentSteps.add(operations.step(kind, plain, path, value));
        }
    }

    private void addMemberStep(MemberStep step) {
        memberSteps.add(step);
        if (step instanceof MemberStep.LeaveWhere where) {
            memberComparisons += where.comparisons();
        }
        if (memberComparisons > MOST_MEMBER_COMPARISONS) {
            throw ScimProblem.tooLarge(
                            "The operations ask more than " + MOST_MEMBER_COMPARISONS
                                    + " questions of every member. Name members by their value, or send fewer operations at a time.")
                    .exception();
        }
    }

    /** The value of an operation without path: attributes, each as if it were an operation of its own. */
    private void takeAttributes(Kind kind, JsonNode value) {
        JsonNode attributes = AttributeValues.unwrapped(value, "The value of an operation without path");
        if (!attributes.isObject()) {
            throw ScimProblem.invalidValue("The value of an operation without path must be an object of attributes.")
                    .exception();
        }
        boolean known = attributes.isEmpty();
        for (Map.Entry<String, JsonNode> field : ObjectFields.of(attributes, "The value of an operation")) {
            known |= takeNamed(kind, path(field.getKey()), field.getKey(), field.getValue());
        }
        if (!known) {
            throw ScimProblem.invalidValue(
                            "The value of an operation without path names no attribute of a " + type.name() + ".")
                    .exception();
        }
    }

    /** Whether the name means anything for this type of resource. */
    private boolean takeNamed(Kind kind, Optional<PatchPath> path, String name, JsonNode value) {
        Optional<ResolvedAttribute> resolved = path.flatMap(known -> type.resolve(known.attribute()));
        if (path.isEmpty() || resolved.isEmpty()) {
            ignored.add(name);
            return path.filter(unknown -> isPassword(unknown.attribute())).isPresent();
        }
        switch (resolved.get()) {
            case ResolvedAttribute.Whole whole -> takeSchema(kind, whole.schema(), value);
            case ResolvedAttribute.Plain plain -> {
                if (!isReadOnly(plain)) {
                    takeAttribute(kind, plain, path.get(), value);
                }
            }
        }
        return true;
    }

    /** A schema named as a whole by its URN: an extension that goes, or an object of its attributes. */
    private void takeSchema(Kind kind, SchemaDefinition schema, JsonNode value) {
        boolean core = schema.id().equals(type.core().id());
        if (kind == Kind.REMOVE && core) {
            throw ScimProblem.mutability("The attributes of " + schema.id() + " cannot be removed all at once.")
                    .exception();
        }
        if (!value.isObject() && !AttributeValues.isUnassigned(value)) {
            throw ScimProblem.invalidValue(schema.id() + " must be an object of the attributes of that schema.")
                    .exception();
        }
        if (kind == Kind.REMOVE || (kind == Kind.REPLACE && !value.isObject() && !core)) {
            documentSteps.add(new DocumentStep.RemoveExtension(schema.id()));
            return;
        }
        for (Map.Entry<String, JsonNode> field : ObjectFields.of(value, schema.id())) {
            Optional<PatchPath> path = path(field.getKey())
                    .filter(plain -> plain.attribute().urn().isEmpty())
                    .map(plain -> qualified(schema, plain));
            takeNamed(kind, path, schema.id() + ":" + field.getKey(), field.getValue());
        }
    }

    /** The path that a name spells, or empty where it spells none; one with a filter is meant as a path and must be well-formed. */
    private static Optional<PatchPath> path(String name) {
        return name.indexOf('[') >= 0
                ? Optional.of(PatchPathParser.parse(name))
                : AttributePath.parse(name).map(attribute -> new PatchPath(attribute, Optional.empty()));
    }

    private static PatchPath qualified(SchemaDefinition schema, PatchPath path) {
        AttributePath plain = path.attribute();
        return new PatchPath(new AttributePath(schema.id(), plain.name(), plain.sub()), path.condition());
    }

    private static boolean isPassword(AttributePath path) {
        return path.name().equalsIgnoreCase(PASSWORD) && path.sub().isEmpty();
    }

    private static boolean isReadOnly(ResolvedAttribute.Plain plain) {
        return plain.attribute().mutability() == Mutability.READ_ONLY
                || plain.leaf().mutability() == Mutability.READ_ONLY;
    }

    private ScimException unknown(AttributePath path) {
        return ScimProblem.invalidPath("A " + type.name() + " has no attribute ….")
                .echoing(path.toString())
                .exception();
    }

    private static ScimException readOnly(String name) {
        return ScimProblem.mutability(name + " is read-only.").exception();
    }
}
