package io.sluice.bench;

import io.sluice.auth.BearerAuthentication;
import io.sluice.config.BearerToken;
import io.sluice.config.Secret;
import io.sluice.config.ServerUrl;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.store.pg.MortalDatabase;
import io.sluice.store.pg.Seed;
import io.sluice.store.pg.Seeder;
import io.sluice.store.pg.TestDatabase;
import io.sluice.store.pg.UnwalledDoors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;

/** One directory of invented users twice: in a database as the product makes it, and in a copy without row level security. */
final class WallsDirectory {
    static final int USERS = 100_000;

    private static final String TENANT = "walls";
    private static final String COPY = "sluice_open";

    private final MortalDatabase database;
    private final String token = BearerToken.tenant();
    private final String tenant;
    private final Path ids;

    WallsDirectory(MortalDatabase database, Path home) throws Exception {
        this.database = database;
        ServerUrl superuser = database.superuser();
        if (TestDatabase.query(superuser, "SELECT FROM sluice.tenant WHERE name = '" + TENANT + "'")
                .isEmpty()) {
            Seeder.run(superuser, BuiltInSchemas.resourceTypes(), new Seed(TENANT, USERS, 0, 0), System.out::println);
        }
        try (Connection connection = TestDatabase.jdbc(superuser);
                PreparedStatement ensure = connection.prepareStatement("SELECT sluice.tenant_ensure(?, ?)")) {
            ensure.setString(1, TENANT);
            ensure.setBytes(2, BearerAuthentication.sha256(token));
            ensure.execute();
        }
        tenant = TestDatabase.query(superuser, "SELECT tenant_id FROM sluice.tenant WHERE name = '" + TENANT + "'")
                .getFirst()
                .getFirst();
        ids = Files.write(
                home.resolve("ids.txt"),
                TestDatabase.query(
                                superuser,
                                "SELECT id FROM sluice.resource WHERE tenant_id = " + tenant
                                        + " AND type = 'User' AND unique_key LIKE 'user.%' ORDER BY random() LIMIT 20000")
                        .stream()
                        .map(List::getFirst)
                        .toList());
        copy(superuser);
    }

    /** From the start on equal: the copy is made from the other one. */
    private static void copy(ServerUrl superuser) throws Exception {
        TestDatabase.execute(superuser, "VACUUM ANALYZE");
        ServerUrl beside = superuser.withDatabase("postgres");
        TestDatabase.execute(beside, "DROP DATABASE IF EXISTS " + COPY);
        TestDatabase.execute(beside, "CREATE DATABASE " + COPY + " TEMPLATE " + superuser.database());
        try (Connection connection = TestDatabase.jdbc(superuser.withDatabase(COPY))) {
            UnwalledDoors.open(connection);
        }
        TestDatabase.execute(superuser.withDatabase(COPY), "VACUUM ANALYZE");
    }

    ServerUrl walled() {
        return database.serving();
    }

    ServerUrl open() {
        return database.serving().withDatabase(COPY);
    }

    String token() {
        return token;
    }

    String tenant() {
        return tenant;
    }

    /** A file with some users' ids, one a line. */
    Path ids() {
        return ids;
    }

    /** What {@link #url} reads. */
    static String text(ServerUrl url) {
        return String.join(
                "\n",
                url.host(),
                Integer.toString(url.port()),
                url.database(),
                url.user(),
                url.password().value());
    }

    static ServerUrl url(String text) {
        String[] parts = text.split("\n", -1);
        return new ServerUrl(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3], new Secret(parts[4]), Map.of());
    }
}
