package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class BearerTokenTest {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    @Test
    void tokensHaveTheirPrefixRandomPartAndCheck() {
        assertThat(BearerToken.tenant()).matches("sluice_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}");
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
