package io.sluice.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.scim.ResourceId;
import io.sluice.scim.Version;
import io.sluice.store.Chunk;
import io.sluice.store.Place;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FoundTest {
    private static final Place ONE = new Place(Optional.empty(), 1);
    private static final Place TWO = new Place(Optional.empty(), 2);

    private static final Found.Ends ENDS = new Found.Ends() {
        @Override
        public Optional<String> previous(Chunk first) {
            return first.first().map(place -> "before " + place.seq());
        }

        @Override
        public Optional<String> next(Chunk last) {
            return last.last().map(place -> "after " + place.seq());
        }
    };

    @Test
    void keepsNoResourceThatItHasHandedOverAndStillKnowsWhereThePageBeganAndEnded() {
        Found found = new Found(
                2,
                Optional.empty(),
                2,
                new Chunk(List.of(user()), true, Optional.of(ONE), Optional.of(ONE)),
                (chunk, atMost) ->
                        Future.succeededFuture(new Chunk(List.of(user()), true, Optional.of(TWO), Optional.of(TWO))),
                ENDS);
        assertThat(found.first()).hasSize(1);

        assertThat(found.first()).isEmpty();

        assertThat(found.next(1_000).result()).hasSize(1);

        assertThat(found.items()).isEqualTo(2);
        assertThat(found.hasNext()).isFalse();
        assertThat(found.previousCursor()).contains("before 1");
        assertThat(found.nextCursor()).contains("after 2");
    }

    @Test
    void aNextPartHasAboutSoManyBytesAndOneResourceAtLeast() {
        List<Integer> asked = new ArrayList<>();
        Chunk chunk = new Chunk(List.of(user(), user()), true, Optional.of(ONE), Optional.of(TWO));
        Found found = new Found(
                100,
                Optional.empty(),
                100,
                chunk,
                (before, atMost) -> {
                    asked.add(atMost);
                    return Future.succeededFuture(chunk);
                },
                ENDS);
        int each = (int) user().length();

        found.next(10 * each);
        found.next(each / 2);
        found.next(1_000 * each);

        assertThat(asked).containsExactly(10, 1, 94);
    }

    private static StoredResource user() {
        Version version = new Version(1);
        return new StoredResource(
                "User",
                new ResourceId(new UUID(1, 1)),
                version,
                version,
                Instant.EPOCH,
                Instant.EPOCH,
                "{\"userName\":\"u\"}");
    }
}
