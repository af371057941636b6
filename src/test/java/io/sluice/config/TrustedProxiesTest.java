package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.2.128/25, 10.1.2.127, false",
        "10.1.2.128/25, 10.1.2.129, true",
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "fd00::/8, fd12:0:0:0:0:0:0:1, true",
        "fd00::/8, fe80::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "10.0.0.0/8, unknown, false"
    })
    void areAddressesAndNetworks(String listed, String address, boolean trusted) {
        assertThat(read(listed).trusts(address)).isEqualTo(trusted);
    }

    @Test
    void areNoneUnlessTheyAreListed() {
        assertThat(TrustedProxies.read(new Environment(Map.of())).trusts("127.0.0.1"))
                .isFalse();
        assertThat(read("192.0.2.1, 10.0.0.0/8").trusts("10.0.0.1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0.1,",
                "*",
                "10.0.0/8",
                "fd00::/129",
                "/8"
            })
    void anythingElseStopsTheStart(String listed) {
        assertThatThrownBy(() -> read(listed))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("SLUICE_TRUSTED_PROXIES must be addresses or networks");
    }

    private static TrustedProxies read(String listed) {
        return TrustedProxies.read(new Environment(Map.of("SLUICE_TRUSTED_PROXIES", listed)));
    }
}
