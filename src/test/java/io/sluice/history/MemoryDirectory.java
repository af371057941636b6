package io.sluice.history;

import io.sluice.history.Operation.Kind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/** Groups in memory, sound or with a defect planted, to show what the check finds. */
final class MemoryDirectory implements Directory {
    enum Defect {
        NONE,
        /** The answer comes first, and some of what was answered is never kept. */
        ACKNOWLEDGED_BEFORE_COMMIT,
        /** The list of members is read, changed and written back. */
        READ_MODIFY_WRITE,
        /** Members leave the group of that id in either tenant. */
        TENANT_FORGOTTEN
    }

    private record Group(long version, long members) {}

    private final Map<Integer, Group> groups = new ConcurrentHashMap<>();
    private final Defect defect;
    private final Executor later;

    /** @param later runs what is done after the answer */
    MemoryDirectory(Defect defect, Executor later) {
        this.defect = defect;
        this.later = later;
    }

    @Override
    public Outcome call(Operation operation) {
        Thread.yield();
        if (!operation.isWrite()) {
            Group group = group(operation.group());
            return new Outcome.Done(group.version, group.members, false);
        }
        return switch (defect) {
            case NONE -> locked(operation);
            case ACKNOWLEDGED_BEFORE_COMMIT -> {
                Group now = group(operation.group());
                if (ThreadLocalRandom.current().nextInt(50) > 0) {
                    later.execute(() -> locked(operation));
                }
                yield new Outcome.Done(now.version, 0, false);
            }
            case READ_MODIFY_WRITE -> {
                Group before = group(operation.group());
                Thread.yield();
                Group after = new Group(before.version + 1, members(before.members, operation));
                groups.put(operation.group(), after);
                yield new Outcome.Done(after.version, 0, false);
            }
            case TENANT_FORGOTTEN -> {
                if (operation.kind() == Kind.REMOVE) {
                    int twin = operation.group() ^ 1;
                    groups.computeIfPresent(
                            twin, (id, group) -> new Group(group.version, members(group.members, operation)));
                }
                yield locked(operation);
            }
        };
    }

    private Outcome locked(Operation operation) {
        Outcome[] outcome = {new Outcome.Refused()};
        groups.compute(operation.group(), (id, stored) -> {
            Group group = stored == null ? new Group(1, 0) : stored;
            if (operation.version() > 0 && operation.version() != group.version) {
                return group;
            }
            long members = members(group.members, operation);
            Group after = members == group.members ? group : new Group(group.version + 1, members);
            outcome[0] = new Outcome.Done(after.version, 0, false);
            return after;
        });
        return outcome[0];
    }

    private Group group(int group) {
        return groups.getOrDefault(group, new Group(1, 0));
    }

    private static long members(long members, Operation operation) {
        return switch (operation.kind()) {
            case ADD -> members | operation.users();
            case REMOVE -> members & ~operation.users();
            case REPLACE -> operation.users();
            case READ -> members;
        };
    }
}
