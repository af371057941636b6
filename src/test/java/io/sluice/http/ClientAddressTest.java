package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    private final ClientAddress addresses = new ClientAddress(address -> address.startsWith("10."));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1   | 192.0.2.1                       | 192.0.2.1",
                "10.0.0.1   | 198.51.100.1, 192.0.2.1         | 192.0.2.1",
                "10.0.0.1   | 198.51.100.1, 192.0.2.1, 10.9.9.9 | 192.0.2.1",
                "10.0.0.1   | 10.0.0.3, 10.0.0.2              | 10.0.0.3",
                "10.0.0.1   | 192.0.2.1:4711                  | 192.0.2.1",
                "10.0.0.1   | 2001:db8::1                     | 2001:db8:0:0:0:0:0:1",
                "10.0.0.1   | [2001:db8::1]:4711              | 2001:db8:0:0:0:0:0:1",
                "10.0.0.1   | ::ffff:192.0.2.1                | 192.0.2.1",
                "10.0.0.1   | unknown                         | 10.0.0.1",
                "10.0.0.1   | 192.0.2.1, x                    | 10.0.0.1",
                "10.0.0.1   | 192.0.2.1, x, 10.0.0.2          | 10.0.0.2",
                "10.0.0.1   | 192.0.2.1,                      | 10.0.0.1",
                "10.0.0.1   | localhost                       | 10.0.0.1",
                "192.0.2.9  | 192.0.2.1                       | 192.0.2.9",
                "192.0.2.9  | 10.0.0.1                        | 192.0.2.9"
            })
    void isTheLastThatATrustedProxySaw(String peer, String forwarded, String client) {
        assertThat(addresses.of(peer, List.of(forwarded))).isEqualTo(client);
    }

    @Test
    void linesOfTheHeaderAreOneList() {
        assertThat(addresses.of("10.0.0.1", List.of("192.0.2.1", "192.0.2.2, 10.0.0.2")))
                .isEqualTo("192.0.2.2");
        assertThat(addresses.of("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
    }
}
