package io.sluice.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkPlanTest {
    private static final String POST =
            "{\"method\":\"POST\",\"path\":\"/Groups\",\"bulkId\":\"%s\",\"data\":{\"members\":[%s]}}";
    private static final String PATCH = "{\"method\":\"PATCH\",\"path\":\"%s\",\"data\":{\"x\":\"bulkId:%s\"}}";

    @Test
    void keepsTheOrderOfWhatDoesNotWait() {
        assertThat(plan(post("a"), post("b", "a"), post("c"), patch("/Users/1", "c")))
                .containsExactly("0", "1", "2", "3");
    }

    @Test
    void whatRefersForwardWaitsAndWhatStandsBetweenDoesNot() {
        assertThat(plan(post("a", "c"), post("b"), post("c"), post("d"))).containsExactly("1", "2", "0", "3");
    }

    @Test
    void whatIsOnTheSameResourceWaitsBehindIt() {
        assertThat(plan(patch("/Users/1", "c"), patch("/Users/1", "b"), post("b"), patch("/users/1", "b"), post("c")))
                .containsExactly("2", "4", "0", "1", "3");
    }

    @Test
    void aCircleIsOneUnitWhereItsLastMemberStands() {
        assertThat(plan(post("a", "c"), post("x"), post("c", "a"), post("y", "a"), post("z")))
                .containsExactly("1", "circle 0 2", "3", "4");
    }

    @Test
    void twoCirclesThatShareAResourceAreOne() {
        assertThat(plan(post("a", "b", "c"), post("b", "a"), post("c", "a"))).containsExactly("circle 0 1 2");
    }

    @Test
    void whatRefersToItselfIsACircleOfOne() {
        assertThat(plan(post("a", "a"), post("b"))).containsExactly("circle 0", "1");
    }

    @Test
    void aChainAsLongAsARequestIsOrderedWithoutRecursion() {
        int length = 100_000;
        String[] chain = IntStream.range(0, length)
                .mapToObj(place -> post("b" + place, "b" + (place + 1)))
                .toArray(String[]::new);

        List<String> order = plan(chain);

        assertThat(order)
                .hasSize(length)
                .startsWith(Integer.toString(length - 1))
                .endsWith("0");
    }

    private static String post(String bulkId, String... references) {
        return POST.formatted(
                bulkId,
                List.of(references).stream()
                        .map(reference -> "\"bulkId:" + reference + "\"")
                        .collect(Collectors.joining(",")));
    }

    private static String patch(String path, String reference) {
        return PATCH.formatted(path, reference);
    }

    private static List<String> plan(String... operations) {
        byte[] body = ("{\"Operations\":[" + String.join(",", operations) + "]}").getBytes(StandardCharsets.UTF_8);
        return BulkPlan.of(BulkReader.read(body, operations.length).operations()).stream()
                .map(unit -> (unit.circle() ? "circle " : "")
                        + unit.operations().stream()
                                .map(operation -> Integer.toString(operation.place()))
                                .collect(Collectors.joining(" ")))
                .toList();
    }
}
