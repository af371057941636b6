package io.sluice.history;

import io.sluice.auth.BearerAuthentication;
import io.sluice.config.BearerToken;
import io.sluice.config.ServerUrl;
import io.sluice.store.pg.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The users and groups of a run, in two tenants under the same ids: what forgets whose rows it touches touches both. */
record Population(List<String> tokens, List<UUID> users, List<UUID> groups) {

    static Population create(ServerUrl database) throws SQLException {
        List<String> tokens = Stream.generate(BearerToken::tenant).limit(2).toList();
        Population population = new Population(tokens, ids(HistoryRun.USERS), ids(HistoryRun.GROUPS / 2));
        try (Connection connection = TestDatabase.jdbc(database)) {
            for (String token : tokens) {
                population.fill(connection, token);
            }
        }
        return population;
    }

    String token(int group) {
        return tokens.get(group % 2);
    }

    UUID group(int group) {
        return groups.get(group / 2);
    }

    private void fill(Connection connection, String token) throws SQLException {
        String name = "history-" + UUID.randomUUID();
        try (PreparedStatement ensure = connection.prepareStatement("SELECT sluice.tenant_ensure(?, ?)")) {
            ensure.setString(1, name);
            ensure.setBytes(2, BearerAuthentication.sha256(token));
            ensure.execute();
        }
        long tenant;
        try (PreparedStatement find =
                        connection.prepareStatement("SELECT tenant_id FROM sluice.tenant WHERE name = '" + name + "'");
                ResultSet row = find.executeQuery()) {
            row.next();
            tenant = row.getLong(1);
        }
        for (UUID user : users) {
            create(connection, tenant, "User", user, "userName");
        }
        for (UUID group : groups) {
            create(connection, tenant, "Group", group, "displayName");
        }
    }

    private static void create(Connection connection, long tenant, String type, UUID id, String nameAttribute)
            throws SQLException {
        try (PreparedStatement create = connection.prepareStatement(
                "SELECT outcome FROM sluice.resource_create(?, ?, ?, ?," + " NULL, NULL, ?, '{}', '{}', '{}', '{}')")) {
            create.setLong(1, tenant);
            create.setString(2, type);
            create.setObject(3, id);
            create.setString(4, id.toString());
            create.setString(5, "{\"" + nameAttribute + "\":\"" + id + "\"}");
            create.execute();
        }
    }

    private static List<UUID> ids(int count) {
        return IntStream.range(0, count).mapToObj(n -> UUID.randomUUID()).toList();
    }
}
