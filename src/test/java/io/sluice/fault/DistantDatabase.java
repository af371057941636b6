package io.sluice.fault;

import io.sluice.config.ServerUrl;
import io.sluice.store.pg.TestDatabase;
import java.io.IOException;

/** A database that is sound itself, at the end of a line that may not be. */
record DistantDatabase(TestDatabase database, FaultyLine line) implements AilingDatabase {
    static DistantDatabase start() throws IOException {
        TestDatabase database = TestDatabase.create();
        return new DistantDatabase(database, FaultyLine.to(database.servingUrl().port()));
    }

    @Override
    public ServerUrl serving() {
        ServerUrl direct = database.servingUrl();
        return new ServerUrl(
                "127.0.0.1", line.port(), direct.database(), direct.user(), direct.password(), direct.parameters());
    }

    @Override
    public ServerUrl superuser() {
        return database.superuserUrl();
    }

    @Override
    public void become(Fault fault) {
        line.become(fault);
    }

    @Override
    public void close() throws IOException {
        line.close();
        database.close();
    }
}
