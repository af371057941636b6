package io.sluice.model;

import io.sluice.Dice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Operations on groups. */
final class GroupShapes {
    private final Dice dice;
    private final Words words;
    private final Directory directory;
    private final List<String> gone;

    /** @param gone ids of deleted resources */
    GroupShapes(Dice dice, Directory directory, List<String> gone) {
        this.dice = dice;
        this.words = new Words(dice);
        this.directory = directory;
        this.gone = gone;
    }

    /** @param id of the group */
    Operation operation(String id) {
        return switch (dice.below(12)) {
            case 0, 1, 2 -> added();
            case 3, 4 -> removed();
            case 5 -> removedByFilter();
            case 6 -> replaced();
            case 7 -> removedByType();
            case 8, 9 -> renamed(id);
            case 10 -> externalId();
            default ->
                Operation.remove(words.op("remove"), dice.pick("members", "Members"), draft -> draft.become(List.of()));
        };
    }

    private Operation added() {
        List<String> ids = some(1);
        if (dice.oneIn(20)) {
            ids.add(words.stranger());
        }
        Object sent = ids.size() == 1 && dice.oneIn(3) ? member(ids.getFirst()) : members(ids);
        return dice.oneIn(3)
                ? Operation.pathless(words.op("add"), Map.of("members", sent), draft -> draft.join(ids))
                : Operation.of(words.op("add"), words.path("Group", "members"), sent, draft -> draft.join(ids));
    }

    private Operation removed() {
        List<String> ids = some(1);
        if (!gone.isEmpty() && dice.oneIn(4)) {
            ids.add(dice.pick(gone));
        }
        return Operation.of(
                words.op("remove"), words.path("Group", "members"), members(ids), draft -> draft.leave(ids));
    }

    private Operation removedByFilter() {
        List<String> ids = some(1);
        String filter = ids.stream()
                .limit(3)
                .map(id -> "value eq \"" + (dice.oneIn(5) ? id.toUpperCase(java.util.Locale.ROOT) : id) + "\"")
                .collect(Collectors.joining(" or "));
        return Operation.remove(
                words.op("remove"),
                "members[" + filter + "]",
                draft -> draft.leave(ids.stream().limit(3).toList()));
    }

    private Operation removedByType() {
        String type = dice.pick("User", "Group", "user");
        return Operation.remove(
                words.op("remove"), "members[type eq \"" + type + "\"]", draft -> leaveByType(draft, type));
    }

    /** What those are that the same request adds is not known yet: the gateway says so instead of passing over them. */
    private void leaveByType(Draft draft, String type) {
        if (draft.hasNewMembers()) {
            throw Refusal.of("400 invalidFilter");
        }
        draft.leave(directory.all().stream()
                .filter(member -> Draft.same(member.type(), type))
                .map(Resource::id)
                .toList());
    }

    private Operation replaced() {
        List<String> ids = some(0);
        return dice.oneIn(3)
                ? Operation.pathless(words.op("replace"), Map.of("members", members(ids)), draft -> draft.become(ids))
                : Operation.of(words.op("replace"), "members", members(ids), draft -> draft.become(ids));
    }

    private Operation renamed(String id) {
        String name = words.groupName();
        return dice.oneIn(2)
                ? Operation.of(
                        words.op(dice.pick("add", "replace")),
                        words.path("Group", "displayName"),
                        name,
                        draft -> draft.assign("displayName", name))
                : Operation.pathless(
                        words.op("replace"),
                        Map.of("id", id, "displayName", name),
                        draft -> draft.assign("displayName", name));
    }

    private Operation externalId() {
        String value = dice.oneIn(4) ? null : words.text("externalId");
        return value == null
                ? Operation.remove(words.op("remove"), "externalId", draft -> draft.assign("externalId", null))
                : Operation.pathless(
                        words.op("replace"), Map.of("externalId", value), draft -> draft.assign("externalId", value));
    }

    private List<String> some(int least) {
        List<String> ids = new ArrayList<>();
        List<Resource> all = directory.all();
        for (int more = least + dice.below(3); more > 0; more--) {
            String id = all.isEmpty() ? words.stranger() : dice.pick(all).id();
            if (!ids.contains(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private List<Object> members(List<String> ids) {
        return ids.stream().map(this::member).collect(Collectors.toList());
    }

    private Object member(String id) {
        Map<String, Object> member = new LinkedHashMap<>();
        if (dice.oneIn(3)) {
            member.put("$ref", null);
        }
        member.put("value", id);
        if (dice.oneIn(5)) {
            member.put("display", "whoever");
        }
        return member;
    }
}
