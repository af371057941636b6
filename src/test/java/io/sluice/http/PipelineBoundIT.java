package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.GatewayUnderTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Many requests in one write, as no client sends them. */
@Timeout(60)
class PipelineBoundIT {
    private static final int FAR_TOO_MANY = 5_000;

    private final GatewayUnderTest.Tenant tenant = GatewayUnderTest.newTenant();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        root.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        root.detachAppender(lines);
    }

    @Test
    void asManyAsAreAllowedAreAllAnsweredInTheirOrder() throws IOException {
        try (RawClient client = new RawClient(tenant.base())) {
            StringBuilder requests = new StringBuilder();
            for (int number = 0; number < PipelineBound.MOST; number++) {
                requests.append(request("Bearer " + tenant.token(), "/Users?count=0&startIndex=" + (number + 1)));
            }

            client.send(requests.toString());

            for (int number = 0; number < PipelineBound.MOST; number++) {
                RawClient.Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).contains("\"startIndex\":" + (number + 1) + ",");
            }
        }
        assertThat(lines.list).isEmpty();
    }

    @Test
    void requestsWithBodiesAndExpectationsAreCountedOnce() throws IOException {
        try (RawClient client = new RawClient(tenant.base())) {
            for (int number = 0; number < 3 * PipelineBound.MOST; number++) {
                String body = "{\"filter\":\"userName eq \\\"x\\\"\"}";
                client.send(
                        "POST /scim/v2/Users/.search HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nAuthorization: Bearer "
                                + tenant.token() + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                RawClient.Answer answer = client.answer();
                assertThat(answer.status() == 100 ? client.answer().status() : answer.status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void aStrangerWhoSendsFarTooManyLosesTheConnectionAndTheLogHasNoLineOfIt() throws IOException {
        List<Integer> statuses = answersTo("Bearer whatever", FAR_TOO_MANY);

        assertThat(statuses).hasSizeLessThan(FAR_TOO_MANY).allMatch(status -> status == 401 || status == 429);
        assertThat(lines.list).isEmpty();
        assertThat(answersTo("Bearer " + tenant.token(), 1)).containsExactly(200);
    }

    @Test
    void aKnownClientWhoSendsFarTooManyLosesTheConnectionAndTheLogHasNoLineOfIt() throws IOException {
        List<Integer> statuses = answersTo("Bearer " + tenant.token(), FAR_TOO_MANY);

        assertThat(statuses).hasSizeLessThan(FAR_TOO_MANY).allMatch(status -> status == 200);
        assertThat(lines.list).isEmpty();
    }

    /** Those that come before the connection ends. */
    private List<Integer> answersTo(String authorization, int requests) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        try (RawClient client = new RawClient(tenant.base())) {
            try {
                client.send(request(authorization, "/Users?count=0").repeat(requests));
            } catch (IOException ended) {
                // In the middle of what was sent.
            }
            Optional<RawClient.Answer> answer = Optional.empty();
            do {
                answer = statuses.size() < requests ? client.answerOrEnd() : Optional.empty();
                answer.map(RawClient.Answer::status).ifPresent(statuses::add);
            } while (answer.isPresent());
        }
        return statuses;
    }

    private static String request(String authorization, String path) {
        return "GET /scim/v2" + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization + "\r\n\r\n";
    }
}
