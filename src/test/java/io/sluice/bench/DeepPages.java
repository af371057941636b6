package io.sluice.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Pages of a hundred at the beginning of a directory and deep in it, by cursor and by index. Prints medians in milliseconds.
 *
 * <p>Arguments: URL of the gateway, depth, rounds, more of the query ({@code &sortBy=userName}) or nothing. Environment: TOKEN.
 */
public final class DeepPages {
    private static final int COUNT = 100;

    private DeepPages() {}

    public static void main(String[] arguments) throws Exception {
        Reading reading = new Reading(arguments[0]);
        int depth = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        String query = "excludedAttributes=groups&count=" + COUNT + (arguments.length > 3 ? arguments[3] : "");
        String cursor = "";
        for (int passed = 0; passed < depth; passed += COUNT) {
            cursor = reading.page(query + "&cursor=" + cursor).next();
        }
        List<Long> first = new ArrayList<>();
        List<Long> byCursor = new ArrayList<>();
        List<Long> firstByIndex = new ArrayList<>();
        List<Long> byIndex = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            first.add(reading.page(query + "&cursor=").nanos());
            byCursor.add(reading.page(query + "&cursor=" + cursor).nanos());
            firstByIndex.add(reading.page(query).nanos());
            byIndex.add(reading.page(query + "&startIndex=" + (depth + 1)).nanos());
        }
        System.out.printf(
                "first page by cursor %.2f ms, behind %d %.2f ms, ratio %.2f; first page by index %.2f ms, startIndex=%d %.2f ms%n",
                median(first),
                depth,
                median(byCursor),
                median(byCursor) / median(first),
                median(firstByIndex),
                depth + 1,
                median(byIndex));
    }

    private static double median(List<Long> nanos) {
        return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow() / 1e6;
    }
}
