package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.filter.Filter;
import io.sluice.filter.Literal;
import io.sluice.filter.Operator;
import io.sluice.filter.PatchPath;
import io.sluice.patch.PatchOperation.Kind;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributeValues;
import io.sluice.schema.MemberIds;
import io.sluice.schema.ResolvedAttribute;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Operations on a group's {@code members}. A remove with values takes away those members only, since that is how Entra removes one
 * (RFC 7644 section 3.5.2.2 knows no value there). What a member is cannot be changed, only whether it is one.
 */
final class MemberOperations {
    private static final String VALUE = "value";

    private MemberOperations() {}

    /**
     * The step for an operation on {@code members}, to which {@code path} led. Refuses with 400 invalidValue an id that cannot be one, with
     * 400 mutability a change of what a member is.
     */
    static MemberStep step(Kind kind, ResolvedAttribute.Plain members, PatchPath path, JsonNode value) {
        boolean valueSub = members.sub().filter(sub -> sub.isNamed(VALUE)).isPresent();
        if (members.sub().isPresent() && !valueSub) {
            throw unchangeable();
        }
        if (path.condition().isPresent()) {
            return conditional(kind, members.attribute(), path.condition().get(), value);
        }
        return switch (kind) {
            case ADD -> new MemberStep.Join(MemberIds.required(value));
            case REPLACE -> {
                if (valueSub) {
                    throw unchangeable();
                }
                yield new MemberStep.Become(MemberIds.required(value));
            }
            case REMOVE -> removal(valueSub, value);
        };
    }

    private static MemberStep removal(boolean valueSub, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            return new MemberStep.Leave(MemberIds.possible(value));
        }
        if (valueSub) {
            throw unchangeable();
        }
        return new MemberStep.Become(Set.of());
    }

    private static MemberStep conditional(Kind kind, AttributeDefinition members, Filter condition, JsonNode value) {
        Optional<Set<String>> named = named(condition);
        if (kind == Kind.REMOVE) {
            return named.<MemberStep>map(texts -> new MemberStep.Leave(ids(texts)))
                    .orElseGet(() -> leaveWhere(condition, members));
        }
        Set<ResourceId> ids = ids(named.orElseThrow(MemberOperations::unchangeable));
        boolean same =
                AttributeValues.isUnassigned(value) || MemberIds.required(value).equals(ids);
        if (ids.size() != 1 || !same) {
            throw unchangeable();
        }
        return new MemberStep.Join(ids);
    }

    /** The values of {@code value eq "a" or value eq "b"}, or empty where the condition asks for anything else. */
    private static Optional<Set<String>> named(Filter condition) {
        List<Filter> terms = condition instanceof Filter.Or or ? or.terms() : List.of(condition);
        Set<String> texts = new HashSet<>();
        for (Filter term : terms) {
            if (term instanceof Filter.Compare compare
                    && compare.operator() == Operator.EQ
                    && compare.path().name().equalsIgnoreCase(VALUE)
                    && compare.value() instanceof Literal.Text text) {
                texts.add(text.value());
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(texts);
    }

    private static Set<ResourceId> ids(Set<String> texts) {
        Set<ResourceId> ids = new HashSet<>();
        texts.forEach(text -> ResourceId.parse(text).ifPresent(ids::add));
        return ids;
    }

    private static MemberStep leaveWhere(Filter condition, AttributeDefinition members) {
        Choice choice = Choice.Where.of(condition, members);
        return new MemberStep.LeaveWhere(member -> choice.includes(json(member)), choice.comparisons());
    }

    private static ObjectNode json(Member member) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(VALUE, member.id().toString());
        if (!member.type().isEmpty()) {
            json.put("type", member.type());
        }
        if (!member.display().isEmpty()) {
            json.put("display", member.display());
        }
        return json;
    }

    private static ScimException unchangeable() {
        return ScimProblem.mutability(
                        "A member can be added or removed; what it is cannot be changed. Name members by their value.")
                .exception();
    }
}
