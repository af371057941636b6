package io.sluice.config;

import java.util.Map;

/**
 * Where a PostgreSQL database is and as whom to log in.
 *
 * @param host name or address, an IPv6 address without its brackets
 * @param password empty where the server asks for none
 * @param parameters of {@link ServerUrlParser#PARAMETERS} only
 */
public record ServerUrl(
        String host, int port, String database, String user, Secret password, Map<String, String> parameters) {
    public ServerUrl {
        parameters = Map.copyOf(parameters);
    }

    public ServerUrl withUser(String name) {
        return new ServerUrl(host, port, database, name, password, parameters);
    }

    public ServerUrl withPassword(Secret secret) {
        return new ServerUrl(host, port, database, user, secret, parameters);
    }

    public ServerUrl withDatabase(String name) {
        return new ServerUrl(host, port, name, user, password, parameters);
    }

    /** For example {@code sluice@db.example:5432/sluice}; fit for people and logs. */
    public String display() {
        return user + "@" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port + "/" + database;
    }
}
