package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class BearerTokenTest {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    @Test
    void tokensHaveTheirPrefixRandomPartAndCheck() {
        assertThat(BearerToken.tenant()).matches("sluice_[0-9a-f]{32}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}");
        assertThat(BearerToken.admin()).matches("sluice_admin_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}");
    }

    @Test
    void checkIsTheCrcOfEverythingBeforeIt() {
        String token = BearerToken.tenant();
        int end = token.lastIndexOf('_');
        CRC32 crc = new CRC32();
        crc.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));

        long check =
                token.substring(end + 1).chars().mapToLong(DIGITS::indexOf).reduce(0, (sum, digit) -> sum * 62 + digit);

        assertThat(check).isEqualTo(crc.getValue());
    }

    @Test
    void aTokenTellsItsId() {
        UUID id = UUID.randomUUID();

        assertThat(BearerToken.id(BearerToken.tenant(id))).hasValue(id);
        assertThat(BearerToken.id(BearerToken.admin())).isEmpty();
        assertThat(BearerToken.id("chosen-by-an-operator-0123456789abcdef")).isEmpty();
    }

    @Test
    void aTokenWithAnyOneCharacterChangedOrLostIsDamaged() {
        String token = BearerToken.tenant();

        assertThat(BearerToken.isDamaged(token)).isFalse();
        assertThat(BearerToken.isDamaged(BearerToken.admin())).isFalse();
        for (int i = "sluice_".length(); i < token.length(); i++) {
            char other = token.charAt(i) == 'x' ? 'y' : 'x';
            assertThat(BearerToken.isDamaged(token.substring(0, i) + other + token.substring(i + 1)))
                    .isTrue();
            assertThat(BearerToken.isDamaged(token.substring(0, i) + token.substring(i + 1)))
                    .isTrue();
            assertThat(BearerToken.isDamaged(token.substring(0, i))).isTrue();
        }
    }

    @Test
    void whatAnOperatorChoseIsNeverDamaged() {
        assertThat(BearerToken.isDamaged("chosen-by-an-operator-0123456789abcdef"))
                .isFalse();
        assertThat(BearerToken.isDamaged("")).isFalse();
    }

    @Test
    void everyCharacterOccursAboutAsOftenAsAnyOther() {
        int[] counts = new int[128];
        int tokens = 5_000;
        for (int i = 0; i < tokens; i++) {
            BearerToken.password().chars().forEach(c -> counts[c]++);
        }

        double expected = tokens * 43 / 62.0;
        DIGITS.chars().forEach(c -> assertThat((double) counts[c]).isBetween(expected * 0.85, expected * 1.15));
    }

    @Test
    void noTwoTokensAreTheSame() {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            tokens.add(BearerToken.tenant());
        }

        assertThat(tokens).hasSize(1_000);
    }
}
