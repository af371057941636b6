package io.sluice.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\":1e21474836483648}",
                "{\"a\":-1E99999999999}",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "\u0000"
            })
    void refusesWhatIsNoJsonWithinTheLimits(String body) {
        ScimException refusal =
                catchThrowableOfType(ScimException.class, () -> Json.parse(body.getBytes(StandardCharsets.UTF_8)));

        assertThat(refusal.problem().status()).isEqualTo(400);
        assertThat(refusal.problem().scimType()).isEqualTo(ScimType.INVALID_SYNTAX);
    }
}
