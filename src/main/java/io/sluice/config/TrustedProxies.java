package io.sluice.config;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The proxies whose word on a client's address is taken. From anybody else it would be a way to be somebody new with each request. */
public record TrustedProxies(List<Network> networks) {
    private static final String NAME = "SLUICE_TRUSTED_PROXIES";

    public TrustedProxies {
        networks = List.copyOf(networks);
    }

    /**
     * The addresses that begin with the same bits.
     *
     * @param bits how many of them
     */
    public record Network(List<Byte> address, int bits) {
        public Network {
            address = List.copyOf(address);
        }

        boolean holds(byte[] other) {
            if (other.length != address.size()) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if (((address.get(bit / Byte.SIZE) ^ other[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    static TrustedProxies read(Environment environment) {
        Optional<String> text = environment.text(NAME);
        return new TrustedProxies(
                text.isEmpty()
                        ? List.of()
                        : Arrays.stream(text.get().split(",", -1))
                                .map(one -> network(one.strip()))
                                .toList());
    }

    /** @param address in digits; anything else is not trusted */
    public boolean trusts(String address) {
        if (networks.isEmpty()) {
            return false;
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes != null && networks.stream().anyMatch(network -> network.holds(bytes));
    }

    private static Network network(String text) {
        String[] parts = text.split("/", -1);
        byte[] address = NetUtil.createByteArrayFromIpAddressString(parts[0]);
        int bits = address == null ? -1 : parts.length == 1 ? address.length * Byte.SIZE : bits(parts[1]);
        if (address == null || parts.length > 2 || bits < 0 || bits > address.length * Byte.SIZE) {
            throw new ConfigException(
                    NAME + " must be addresses or networks with commas between, for example 10.0.0.0/8, fd00::/8");
        }
        List<Byte> bytes = new ArrayList<>();
        for (byte one : address) {
            bytes.add(one);
        }
        return new Network(bytes, bits);
    }

    private static int bits(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }
}
