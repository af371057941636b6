package io.sluice.schema;

import java.util.List;
import java.util.Locale;
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

    public boolean isComplex() {
        return type == AttributeType.COMPLEX;
    }

    /** The sub-attribute of that name, whatever its case. */
    public Optional<AttributeDefinition> subAttribute(String subName) {
        return subAttributes.stream().filter(sub -> sub.isNamed(subName)).findFirst();
    }

    public boolean isNamed(String other) {
        return name.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
