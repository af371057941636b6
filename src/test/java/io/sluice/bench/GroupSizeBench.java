package io.sluice.bench;

import io.sluice.GatewayProcess;
import java.util.ArrayList;
import java.util.List;

/** One client adds one member and removes it again, in turn in the group of everybody and in a smaller one. */
final class GroupSizeBench {
    private static final int TIMES = 300;
    private static final int WARM = 300;

    private final Scim scim;
    private final GroupsDirectory directory;

    GroupSizeBench(GatewayProcess gateway, GroupsDirectory directory) {
        this.scim = new Scim(gateway.base(), directory.token());
        this.directory = directory;
    }

    void run() throws Exception {
        List<String> groups = List.of(directory.group("some 1"), directory.group("everybody 1"));
        List<String> joining = directory.spare();
        List<List<Long>> nanos = new ArrayList<>();
        for (int kind = 0; kind < 4; kind++) {
            nanos.add(new ArrayList<>());
        }
        for (int time = -WARM; time < TIMES; time++) {
            List<String> member = List.of(joining.get(Math.floorMod(time, joining.size())));
            for (int op = 0; op < 2; op++) {
                for (int group = 0; group < 2; group++) {
                    long taken = scim.patch(op == 0 ? "Add" : "Remove", groups.get(group), member);
                    if (time >= 0) {
                        nanos.get(2 * op + group).add(taken);
                    }
                }
            }
        }
        for (int op = 0; op < 2; op++) {
            double some = median(nanos.get(2 * op));
            double everybody = median(nanos.get(2 * op + 1));
            GroupsBench.print(
                    "size: one member %s, median of %d: group of %d %.2f ms, group of %d %.2f ms, ratio %.2f",
                    op == 0 ? "added" : "removed",
                    TIMES,
                    GroupsDirectory.SOME,
                    some,
                    GroupsDirectory.EVERYBODY,
                    everybody,
                    everybody / some);
        }
    }

    static double median(List<Long> nanos) {
        return nanos.stream().sorted().toList().get(nanos.size() / 2) / 1e6;
    }
}
