package io.sluice.store.pg;

/** How many members each of some groups has: few large ones and many small, as directories are. */
final class GroupSizes {
    private GroupSizes() {}

    /** Sizes that add up to {@code memberships}, none above {@code most}; {@code memberships} is at most groups times most. */
    static int[] of(int groups, int most, long memberships) {
        int[] sizes = new int[groups];
        double shares = 0;
        for (int i = 0; i < groups; i++) {
            shares += 1.0 / (i + 1);
        }
        long left = memberships;
        for (int i = 0; i < groups; i++) {
            sizes[i] = (int) Math.min(Math.min(most, left), (long) (memberships / shares / (i + 1)));
            left -= sizes[i];
        }
        for (int i = 0; left > 0; i++) {
            int more = (int) Math.min(left, Math.min(most - sizes[i], left / (groups - i) + 1));
            sizes[i] += more;
            left -= more;
        }
        return sizes;
    }
}
