package io.sluice.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributePath;
import io.sluice.schema.CommonAttributes;
import io.sluice.schema.Mutability;
import io.sluice.schema.ResolvedAttribute;
import io.sluice.schema.ResourceType;
import io.sluice.schema.Uniqueness;
import io.sluice.scim.Normaliser;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/** Which attributes a tenant can declare to match by, and what stands in the index for their values. */
public final class MatchingAttributes {
    /** Of a User or a Group: rows of other resources, or a column. */
    private static final Set<String> ELSEWHERE = Set.of("members", "groups", "active");

    private static final Set<String> BUILT_IN = Set.of("User", "Group");

    /** An exponent has at most ten digits; so far from zero every sum of it is positive. */
    private static final long MIDDLE = 5_000_000_000L;

    private MatchingAttributes() {}

    /**
     * What the path names, a complex attribute by its {@code value}. Fails with an {@link IllegalArgumentException} that says why it cannot
     * be declared.
     */
    public static ResolvedAttribute.Plain resolve(ResourceType type, AttributePath path) {
        ResolvedAttribute.Plain plain = type.resolve(path)
                .filter(ResolvedAttribute.Plain.class::isInstance)
                .map(ResolvedAttribute.Plain.class::cast)
                .map(MatchingAttributes::withValue)
                .orElseThrow(() -> new IllegalArgumentException("A " + type.name() + " has no attribute " + path));
        switch (plain.leaf().type()) {
            case STRING, REFERENCE, BOOLEAN, INTEGER, DECIMAL -> {}
            case COMPLEX, DATE_TIME, BINARY ->
                throw new IllegalArgumentException(
                        path + " is of type " + plain.leaf().type().keyword()
                                + "; one to match by is a string, a reference, a number or a boolean");
        }
        if (isIndexed(type, plain)) {
            throw new IllegalArgumentException(path + " is found by an index or by rows of its own already");
        }
        if (plain.attribute().mutability() == Mutability.WRITE_ONLY
                || plain.leaf().mutability() == Mutability.WRITE_ONLY
                || plain.leaf().mutability() == Mutability.READ_ONLY) {
            throw new IllegalArgumentException(path + " is not kept as it is written");
        }
        return plain;
    }

    /** What stands for a value, in the order of the values; empty for what is none of the attribute's type. */
    static Optional<String> key(AttributeDefinition attribute, JsonNode value) {
        return switch (attribute.type()) {
            case STRING, REFERENCE ->
                Optional.of(value)
                        .filter(JsonNode::isTextual)
                        .map(text -> attribute.caseExact() ? text.textValue() : Normaliser.key(text.textValue()));
            case BOOLEAN -> Optional.of(value).filter(JsonNode::isBoolean).map(JsonNode::asText);
            case INTEGER, DECIMAL ->
                Optional.of(value).filter(JsonNode::isNumber).map(number -> key(number.decimalValue()));
            case COMPLEX, DATE_TIME, BINARY -> Optional.empty();
        };
    }

    /** A text that stands before another as the number stands before the other: sign, exponent, digits; below zero all turned round. */
    public static String key(BigDecimal number) {
        if (number.signum() == 0) {
            return "5";
        }
        BigDecimal plain = number.stripTrailingZeros();
        String size = "%010d%s"
                .formatted(
                        MIDDLE + plain.precision() - plain.scale(),
                        plain.unscaledValue().abs());
        return number.signum() > 0 ? "6" + size : "4" + turned(size) + "~";
    }

    private static String turned(String digits) {
        StringBuilder turned = new StringBuilder(digits.length());
        digits.chars().forEach(digit -> turned.append((char) ('0' + '9' - digit)));
        return turned.toString();
    }

    private static ResolvedAttribute.Plain withValue(ResolvedAttribute.Plain plain) {
        return plain.leaf().isComplex()
                ? new ResolvedAttribute.Plain(
                        plain.extension(), plain.attribute(), plain.attribute().subAttribute("value"))
                : plain;
    }

    private static boolean isIndexed(ResourceType type, ResolvedAttribute.Plain plain) {
        return CommonAttributes.DEFINITIONS.contains(plain.attribute())
                || (plain.extension().isEmpty()
                        && (plain.attribute().uniqueness() == Uniqueness.SERVER
                                || (BUILT_IN.contains(type.name())
                                        && ELSEWHERE.contains(plain.attribute().name()))))
                || (type.name().equals("User")
                        && IndexedAttribute.at(plain.path()).isPresent());
    }
}
