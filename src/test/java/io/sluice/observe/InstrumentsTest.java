package io.sluice.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.telemetry.Meter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstrumentsTest {
    private final Instruments instruments = new Instruments();

    @AfterEach
    void close() {
        instruments.close();
    }

    @Test
    void tenantsBeyondTheFirstHundredShareOneSeries() {
        for (int tenant = 1; tenant <= 150; tenant++) {
            instruments.count(Meter.TENANT_REQUESTS, Integer.toString(tenant), "2xx");
        }
        instruments.count(Meter.TENANT_REQUESTS, "100", "2xx");

        assertThat(instruments.scrape())
                .contains("sluice_tenant_requests_total{status=\"2xx\",tenant=\"100\"} 2.0")
                .contains("sluice_tenant_requests_total{status=\"2xx\",tenant=\"other\"} 50.0")
                .doesNotContain("tenant=\"101\"");
    }

    @Test
    void whatSeveralEventLoopsWatchIsAddedUp() {
        instruments.watch(Meter.HTTP_IN_FLIGHT, () -> 2);
        instruments.watch(Meter.HTTP_IN_FLIGHT, () -> 3);

        assertThat(instruments.scrape()).contains("sluice_http_requests_in_flight 5.0");
    }

    @Test
    void timesFallIntoBuckets() {
        instruments.time(Meter.HTTP_REQUEST, 3_000_000, "/scim/v2/Users", "list", "2xx");

        assertThat(instruments.scrape())
                .contains("sluice_http_request_seconds_bucket{operation=\"list\",route=\"/scim/v2/Users\","
                        + "status=\"2xx\",le=\"0.005\"} 1")
                .contains("status=\"2xx\",le=\"0.002\"} 0");
    }
}
