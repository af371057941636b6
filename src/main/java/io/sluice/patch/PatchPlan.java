package io.sluice.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.ResourceReader;
import io.sluice.schema.ResourceType;
import java.util.List;

/**
 * A PATCH request held against a resource type: what it does to the document and what it does to the members, each in order. The two do not
 * look at each other. A plan knows no resource and may be applied again when a document turns out stale.
 */
public final class PatchPlan {
    private final ResourceType type;
    private final List<DocumentStep> documentSteps;
    private final List<MemberStep> memberSteps;
    private final List<String> ignored;

    private PatchPlan(ResourceType type, PatchPlanner planner) {
        this.type = type;
        this.documentSteps = List.copyOf(planner.documentSteps());
        this.memberSteps = List.copyOf(planner.memberSteps());
        this.ignored = planner.ignored();
    }

    /**
     * Refuses with 400 what can be told without the resource: invalidPath for a path that is malformed or leads to no attribute, invalidFilter
     * for a condition that does not fit it, mutability for a read-only target, invalidValue for a value of a wrong type.
     */
    public static PatchPlan of(ResourceType type, PatchRequest request) {
        PatchPlanner planner = new PatchPlanner(type);
        request.operations().forEach(planner::take);
        return new PatchPlan(type, planner);
    }

    /** Whether the document must be read and {@link #apply} called. */
    public boolean touchesDocument() {
        return !documentSteps.isEmpty();
    }

    /**
     * The changed document, canonical as {@link ResourceReader} makes it; {@code document} itself where nothing changes. Refuses with 400
     * noTarget for a filter without match that describes no value, mutability where a required attribute is lost or an immutable one
     * changed, invalidValue where a list grows too long; with 413 where the operations search long lists too often.
     */
    public ObjectNode apply(ObjectNode document) {
        Draft draft = new Draft(document);
        documentSteps.forEach(step -> step.apply(draft));
        ObjectNode checked = ResourceReader.check(type, document, draft.document());
        return checked.equals(document) ? document : checked;
    }

    /** Whether {@link #members} must be given the members: a filter asks for more than their ids. */
    public boolean needsMembers() {
        return memberSteps.stream().anyMatch(MemberStep.LeaveWhere.class::isInstance);
    }

    /** The change of members, folded. {@code current} is looked at only where {@link #needsMembers}. */
    public MembershipDelta members(List<Member> current) {
        return MembershipFold.of(memberSteps, current);
    }

    /** Names in values that no schema of the type knows, as the client spelled them. */
    public List<String> ignored() {
        return ignored;
    }
}
