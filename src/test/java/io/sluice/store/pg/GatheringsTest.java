package io.sluice.store.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Outside of an event loop, where the first question goes at once. */
class GatheringsTest {
    private static final int MOST = 3;

    private final List<List<String>> sent = new ArrayList<>();
    private final List<Promise<List<String>>> answers = new ArrayList<>();
    private final Gatherings<String, String, String> gatherings =
            new Gatherings<>(MOST, (question, others) -> !others.contains(question), this::send);

    private Future<List<String>> send(String kind, List<String> questions) {
        sent.add(questions);
        answers.add(Promise.promise());
        return answers.getLast().future();
    }

    private void answer(int number) {
        answers.get(number)
                .complete(sent.get(number).stream()
                        .map(question -> question + "!")
                        .toList());
    }

    @Test
    void whatComesAloneGoesAtOnceAndWhatComesMeanwhileGoesTogether() {
        Future<String> first = gatherings.ask("k", "a");
        Future<String> second = gatherings.ask("k", "b");
        Future<String> third = gatherings.ask("k", "c");
        assertThat(sent).containsExactly(List.of("a"));

        answer(0);
        assertThat(sent).containsExactly(List.of("a"), List.of("b", "c"));
        answer(1);

        assertThat(first.result()).isEqualTo("a!");
        assertThat(second.result()).isEqualTo("b!");
        assertThat(third.result()).isEqualTo("c!");
    }

    @Test
    void kindsDoNotWaitForOneAnother() {
        gatherings.ask("k", "a");
        gatherings.ask("other", "b");

        assertThat(sent).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void noMoreGoTogetherThanMay() {
        IntStream.range(0, 2 * MOST).forEach(number -> gatherings.ask("k", "q" + number));

        answer(0);
        answer(1);

        assertThat(sent).containsExactly(List.of("q0"), List.of("q1", "q2", "q3"), List.of("q4", "q5"));
    }

    @Test
    void aQuestionThatMayNotGoWithOthersWaitsForThemAndKeepsItsPlace() {
        gatherings.ask("k", "a");
        List.of("b", "b", "c").forEach(question -> gatherings.ask("k", question));

        answer(0);
        answer(1);

        assertThat(sent).containsExactly(List.of("a"), List.of("b"), List.of("b", "c"));
    }

    @Test
    void aFailureIsThatOfAllWhoWentTogetherAndTheLineGoesOn() {
        gatherings.ask("k", "a");
        Future<String> second = gatherings.ask("k", "b");
        Future<String> third = gatherings.ask("k", "c");
        answer(0);
        Future<String> fourth = gatherings.ask("k", "d");

        answers.get(1).fail("down");
        answer(2);

        assertThat(second.cause()).hasMessage("down");
        assertThat(third.cause()).hasMessage("down");
        assertThat(fourth.result()).isEqualTo("d!");
    }

    @Test
    void whatCannotEvenBeSentIsRefusedAndTheNextIsTriedAgain() {
        Gatherings<String, String, String> broken = new Gatherings<>(MOST, (question, others) -> true, (kind, all) -> {
            throw new IllegalArgumentException("no such statement");
        });

        assertThat(broken.ask("k", "a").cause()).hasMessage("no such statement");
        assertThat(broken.ask("k", "b").cause()).hasMessage("no such statement");
    }

    @Test
    void aQuestionAfterALineHasEndedBeginsAnother() {
        gatherings.ask("k", "a");
        answer(0);

        gatherings.ask("k", "b");

        assertThat(sent).containsExactly(List.of("a"), List.of("b"));
    }
}
