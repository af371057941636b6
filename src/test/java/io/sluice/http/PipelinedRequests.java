package io.sluice.http;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Many requests over few connections: several at once on each, the rest again where the server ended it in between. */
final class PipelinedRequests {
    private static final int AT_ONCE = 16;

    private final URI server;
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int unanswered;

    PipelinedRequests(URI server) {
        this.server = server;
    }

    /** @param expected which answers are right */
    void send(List<ForgedRequests.Request> requests, Predicate<RawClient.Answer> expected) throws IOException {
        int done = 0;
        int atOnce = AT_ONCE;
        while (done < requests.size()) {
            List<ForgedRequests.Request> next = requests.subList(done, Math.min(done + atOnce, requests.size()));
            int answered = answered(next, expected);
            if (answered == 0 && next.size() == 1) {
                unanswered++;
                done++;
            }
            // What goes unanswered may be the first of them, or fall to what the others look like.
            atOnce = answered == 0 && next.size() > 1 ? 1 : AT_ONCE;
            done += answered;
        }
    }

    /** How many answers there were of each status. */
    Map<Integer, Integer> statuses() {
        return statuses;
    }

    /** Requests with another answer than expected. */
    List<String> wrong() {
        return wrong;
    }

    /** How many got the end of their connection for an answer. */
    int unanswered() {
        return unanswered;
    }

    private int answered(List<ForgedRequests.Request> requests, Predicate<RawClient.Answer> expected)
            throws IOException {
        int answered = 0;
        try (RawClient client = new RawClient(server)) {
            StringBuilder all = new StringBuilder();
            requests.forEach(request -> all.append(request.text()));
            client.send(all.toString());
            for (ForgedRequests.Request request : requests) {
                RawClient.Answer answer = answer(client, request);
                answered++;
                statuses.merge(answer.status(), 1, Integer::sum);
                if (!expected.test(answer)) {
                    wrong.add(answer.head().getFirst() + " for " + request.text());
                }
                if (answer.header("Connection").orElse("").equalsIgnoreCase("close")) {
                    return answered;
                }
            }
        } catch (IOException ended) {
            // Those that follow are sent again.
        }
        return answered;
    }

    /** The one after "100 Continue", where there is one. */
    private static RawClient.Answer answer(RawClient client, ForgedRequests.Request request) throws IOException {
        RawClient.Answer answer;
        do {
            answer = request.method().equals("HEAD") ? client.headOnly() : client.answer();
        } while (answer.status() == 100);
        return answer;
    }
}
