package io.sluice.config;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * The hosts that keys of token issuers are fetched from. An administrator may name the address of such keys, so without this list the gateway
 * could be sent to any address that its network reaches.
 *
 * @param hosts in lower case, each with its port where that is not 443
 */
public record IssuerHosts(Set<String> hosts) {
    /** Microsoft Entra ID, worldwide, for the government of the United States and operated by 21Vianet. */
    public static final IssuerHosts MICROSOFT = new IssuerHosts(
            Set.of("login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"));

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    public IssuerHosts {
        hosts = Set.copyOf(hosts);
    }

    /** By HTTPS alone; by HTTP only from this very machine, named by its address, where the list has it. */
    public boolean admits(URI address) {
        String host = address.getHost();
        if (host == null || address.getRawUserInfo() != null || address.getRawFragment() != null) {
            return false;
        }
        boolean https = "https".equalsIgnoreCase(address.getScheme());
        boolean local = "http".equalsIgnoreCase(address.getScheme()) && LOOPBACK.contains(host);
        String port = address.getPort() < 0 || (https && address.getPort() == 443) ? "" : ":" + address.getPort();
        return (https || local) && hosts.contains(host.toLowerCase(Locale.ROOT) + port);
    }
}
