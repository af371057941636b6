package io.sluice.bench;

import io.sluice.GatewayProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Ten thousand members in one PATCH against as many single ones, and against the bare statement. */
final class ManyMembersBench {
    private static final int MANY = 10_000;
    private static final int ROUNDS = 5;
    private static final int ROUND_SECONDS = 5;

    private final GatewayProcess gateway;
    private final GroupsDirectory directory;

    ManyMembersBench(GatewayProcess gateway, GroupsDirectory directory) {
        this.gateway = gateway;
        this.directory = directory;
    }

    void run() throws Exception {
        Scim scim = new Scim(gateway.base(), directory.token());
        List<String> lone = directory.groups("lone");
        List<String> users = directory.users(2 * MANY * ROUNDS);
        Wrk wrk = new Wrk(Path.of("target", "groups-bench"), directory.token(), lone, users);
        List<String> small = directory.groups("small");
        wrk.run(gateway.base(), lone.size(), ROUND_SECONDS);
        scim.patch("Add", small.getLast(), users.subList(0, MANY));
        List<Long> single = new ArrayList<>();
        List<Long> many = new ArrayList<>();
        List<Long> bare = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double perSecond = wrk.run(gateway.base(), lone.size(), ROUND_SECONDS);
            single.add((long) (MANY / perSecond * 1e9));
            List<String> joining = users.subList(round * MANY, (round + 1) * MANY);
            many.add(scim.patch("Add", small.get(round), joining));
            bare.add(bare(small.get(round), joining));
        }
        double one = GroupSizeBench.median(single);
        double whole = GroupSizeBench.median(many);
        double statement = GroupSizeBench.median(bare);
        GroupsBench.print(
                "many: %d members, medians of %d: single PATCHes over 16 connections to 16 groups %.0f ms (%.0f members/s),"
                        + " one PATCH %.0f ms (%.0f members/s), ratio %.1f; bare INSERT ... SELECT unnest %.0f ms, one PATCH takes %.1f x",
                MANY,
                ROUNDS,
                one,
                MANY / one * 1_000,
                whole,
                MANY / whole * 1_000,
                one / whole,
                statement,
                whole / statement);
    }

    private long bare(String group, List<String> users) throws Exception {
        return directory.time(
                "INSERT INTO least_program.member (tenant_id, group_id, member_id) SELECT ?, ?::uuid, unnest(?::uuid[])",
                group,
                users);
    }
}
