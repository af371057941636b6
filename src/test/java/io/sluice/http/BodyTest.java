package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class BodyTest {
    private static final String JSON = "{\"nickName\":\"" + "zoë".repeat(50_000) + "\"}";

    @Test
    void aBodyThatComesByteByByteIsKeptInFewParts() {
        Body body = new Body();
        Buffer whole = Buffer.buffer(JSON);
        for (int place = 0; place < whole.length(); place++) {
            body.add(whole.getBuffer(place, place + 1));
        }

        assertThat(body.length()).isEqualTo(whole.length());
        assertThat(body.parts()).isEqualTo(4);
        assertThat(body.take().path("nickName").textValue()).isEqualTo("zoë".repeat(50_000));
    }

    @Test
    void whatIsTakenOfALongBodyIsLetGoOf() {
        Body body = new Body();
        body.add(Buffer.buffer(JSON));

        assertThat(body.take().has("nickName")).isTrue();
        assertThat(body.parts()).isZero();
    }
}
