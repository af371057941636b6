package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @Test
    void theIdFromInFrontComesFirstAndTheOthersAreKept() {
        RequestId id = RequestId.of(headers()
                .add("x-ms-client-request-id", "client-1")
                .add("traceparent", PARENT)
                .add("X-Request-Id", "front.1_2-3"));

        assertThat(id).isEqualTo(new RequestId("front.1_2-3", "client-1", TRACE));
    }

    @Test
    void microsoftsIdComesBeforeATrace() {
        RequestId id = RequestId.of(headers().add("traceparent", PARENT).add("x-ms-client-request-id", "client-1"));

        assertThat(id.value()).isEqualTo("client-1");
    }

    @Test
    void aTraceGivesItsIdWhereNothingElseDoes() {
        assertThat(RequestId.of(headers().add("traceparent", PARENT)).value()).isEqualTo(TRACE);
    }

    @Test
    void oneOfOurOwnIsNeverTheSameTwice() {
        assertThat(RequestId.of(headers()).value())
                .hasSize(36)
                .isNotEqualTo(RequestId.of(headers()).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nbreak", "\"quoted\"", "{json}", "é", "../x"})
    void anIdThatALogCouldTakeForItsOwnIsReplaced(String bad) {
        RequestId id = RequestId.of(headers().add("x-request-id", bad).add("x-ms-client-request-id", bad));

        assertThat(id.value()).hasSize(36);
        assertThat(id.client()).isEmpty();
    }

    @Test
    void anIdThatIsLongIsReplaced() {
        assertThat(RequestId.of(headers().add("x-request-id", "a".repeat(129))).value())
                .hasSize(36);
        assertThat(RequestId.of(headers().add("x-request-id", "a".repeat(128))).value())
                .hasSize(128);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736",
                "x",
                "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01"
            })
    void aTraceThatIsNoneIsIgnored(String parent) {
        assertThat(RequestId.of(headers().add("traceparent", parent)).trace()).isEmpty();
    }

    private static MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap();
    }
}
