package io.sluice.schema;

import java.util.List;
import java.util.Optional;

/**
 * One attribute of a schema with its characteristics (RFC 7643 section 7). The name is in the schema's own spelling; look-ups ignore
 * case. {@code subAttributes} is empty unless the type is complex.
 */
public record AttributeDefinition(
        String name,
        AttributeType type,
        boolean multiValued,
        String description,
        boolean required,
        List<String> canonicalValues,
        boolean caseExact,
        Mutability mutability,
        Returned returned,
        Uniqueness uniqueness,
        List<String> referenceTypes,
        List<AttributeDefinition> subAttributes) {

    public AttributeDefinition {
        canonicalValues = List.copyOf(canonicalValues);
        referenceTypes = List.copyOf(referenceTypes);
        subAttributes = List.copyOf(subAttributes);
    }

    /** The one of these attributes that has the name, whatever its case. */
    static Optional<AttributeDefinition> named(String name, List<AttributeDefinition> attributes) {
        for (AttributeDefinition attribute : attributes) {
            if (attribute.isNamed(name)) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }

    public boolean isComplex() {
        return type == AttributeType.COMPLEX;
    }

    /** The sub-attribute of that name, whatever its case. */
    public Optional<AttributeDefinition> subAttribute(String subName) {
        return named(subName, subAttributes);
    }

    /** Whether the name is this one, whatever the case of its letters. Only the letters of ASCII have a case here. */
    public boolean isNamed(String other) {
        // Unicode folds a few foreign letters onto ASCII ones (the Kelvin sign onto k): such a name is another name.
        return name.equals(other)
                || (name.equalsIgnoreCase(other) && other.chars().allMatch(letter -> letter < 0x80));
    }
}
