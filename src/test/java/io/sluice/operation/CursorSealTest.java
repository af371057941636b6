package io.sluice.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.scim.ScimException;
import io.sluice.scim.ScimType;
import io.sluice.scim.TenantId;
import io.sluice.store.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorSealTest {
    private static final TenantId TENANT = new TenantId(7);
    private static final byte[] QUERY = {1, 2, 3};
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Cursor CURSOR =
            new Cursor(new Place(Optional.of("jürgen@contoso.example"), 4711), false, 100, 12);

    private final CursorSeal seal = seal(1, NOW);

    @Test
    void opensWhatItSealed() {
        assertThat(seal.open(TENANT, QUERY, seal.seal(TENANT, QUERY, CURSOR))).isEqualTo(CURSOR);
        Cursor backward = new Cursor(new Place(Optional.empty(), 1), true, 10_000, -1);
        assertThat(seal.open(TENANT, QUERY, seal.seal(TENANT, QUERY, backward))).isEqualTo(backward);
    }

    @Test
    void anotherReplicaWithTheSameKeyOpensIt() {
        assertThat(seal(1, NOW).open(TENANT, QUERY, seal.seal(TENANT, QUERY, CURSOR)))
                .isEqualTo(CURSOR);
    }

    @Test
    void hasUnreservedCharactersOnlyAndDoesNotShowTheValue() {
        String text = seal.seal(TENANT, QUERY, CURSOR);

        assertThat(text).matches("[A-Za-z0-9._~-]+");
        assertThat(new String(java.util.Base64.getUrlDecoder().decode(text), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("contoso");
    }

    @Test
    void refusesItForAnotherTenantQueryOrKey() {
        String text = seal.seal(TENANT, QUERY, CURSOR);

        refuses(ScimType.INVALID_CURSOR, () -> seal.open(new TenantId(8), QUERY, text));
        refuses(ScimType.INVALID_CURSOR, () -> seal.open(TENANT, new byte[] {1, 2, 4}, text));
        refuses(ScimType.INVALID_CURSOR, () -> seal(2, NOW).open(TENANT, QUERY, text));
    }

    @Test
    void refusesItWithAnyCharacterChanged() {
        String text = seal.seal(TENANT, QUERY, CURSOR);

        // The last character may have bits that stand for nothing.
        assertThat(IntStream.range(0, text.length() - 1)).allSatisfy(place -> {
            char other = text.charAt(place) == 'A' ? 'B' : 'A';
            refuses(
                    ScimType.INVALID_CURSOR,
                    () -> seal.open(TENANT, QUERY, text.substring(0, place) + other + text.substring(place + 1)));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "AAAA", "ü", "a b", "====", "AAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void refusesWhatNeverWasACursor(String text) {
        refuses(ScimType.INVALID_CURSOR, () -> seal.open(TENANT, QUERY, text));
    }

    @Test
    void expiresADayAfterItWasSealed() {
        String text = seal.seal(TENANT, QUERY, CURSOR);

        assertThat(seal(1, NOW.plus(Duration.ofHours(24))).open(TENANT, QUERY, text))
                .isEqualTo(CURSOR);
        refuses(
                ScimType.EXPIRED_CURSOR,
                () -> seal(1, NOW.plus(Duration.ofHours(24)).plusMillis(1)).open(TENANT, QUERY, text));
    }

    private static void refuses(ScimType type, Runnable opening) {
        assertThatExceptionOfType(ScimException.class).isThrownBy(opening::run).satisfies(refusal -> {
            assertThat(refusal.problem().status()).isEqualTo(400);
            assertThat(refusal.problem().scimType()).isEqualTo(type);
        });
    }

    private static CursorSeal seal(int key, Instant now) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        return new CursorSeal(bytes, Clock.fixed(now, ZoneOffset.UTC));
    }
}
