package io.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.scim.ScimException;
import org.junit.jupiter.api.Test;

class StrangersTest {
    private static final String HERE = "192.0.2.1";

    private long now;
    private final Strangers strangers = new Strangers(() -> now);

    @Test
    void anAddressHasSoManyTriesAndThenSoManyASecond() {
        for (int i = 0; i < 100; i++) {
            attempt(HERE, "made up " + i);
        }

        assertThatThrownBy(() -> attempt(HERE, "one more")).isInstanceOfSatisfying(ScimException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(429);
            assertThat(refused.problem().retryAfterSeconds()).isPositive();
        });
        attempt("192.0.2.2", "one more");
        now += 100_000_000;
        attempt(HERE, "one more");
    }

    @Test
    void aTokenThatHasWorkedIsNeverHeldUp() {
        attempt(HERE, "good");
        settle(HERE, "good", Strangers.Outcome.GOOD);
        exhaust(HERE);

        for (int i = 0; i < 1_000; i++) {
            attempt(HERE, "good");
            settle(HERE, "good", Strangers.Outcome.GOOD);
        }
    }

    @Test
    void manyRequestsAtOnceWithOneTokenAreOneTry() {
        for (int i = 0; i < 1_000; i++) {
            attempt(HERE, "new");
        }
        settle(HERE, "new", Strangers.Outcome.GOOD);
        attempt(HERE, "new");
    }

    @Test
    void whatNeededNoLookUpCostsNothing() {
        for (int i = 0; i < 1_000; i++) {
            attempt(HERE, "not a token");
            settle(HERE, "not a token", Strangers.Outcome.FREE);
        }
    }

    @Test
    void anAddressOfVersion6StandsForItsNetwork() {
        for (int i = 0; i < 100; i++) {
            attempt("2001:db8:0:1:0:0:0:" + Integer.toHexString(i), "made up " + i);
        }

        assertThatThrownBy(() -> attempt("2001:db8:0:1:a:b:c:d", "one more")).isInstanceOf(ScimException.class);
        attempt("2001:db8:0:2:0:0:0:1", "one more");
    }

    /** Giving back to an address that has been forgotten meanwhile must not bar it. */
    @Test
    void manyAddressesPushTheOldestOut() {
        attempt(HERE, "first");
        for (int i = 0; i < 10_001; i++) {
            attempt("10.0." + i / 256 + "." + i % 256, "other");
        }

        settle(HERE, "first", Strangers.Outcome.FREE);

        attempt(HERE, "again");
    }

    private void attempt(String address, String authorization) {
        strangers.attempt(() -> address, authorization);
    }

    private void settle(String address, String authorization, Strangers.Outcome outcome) {
        strangers.settle(() -> address, authorization, outcome);
    }

    private void exhaust(String address) {
        for (int i = 0; i < 100; i++) {
            attempt(address, "made up " + i);
        }
        assertThatThrownBy(() -> attempt(address, "one more")).isInstanceOf(ScimException.class);
    }
}
