package io.sluice.store.pg;

import static io.sluice.store.pg.StoreUnderTest.USER;
import static io.sluice.store.pg.StoreUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.BesideOthers;
import io.sluice.patch.MembershipDelta;
import io.sluice.store.StoredResource;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@BesideOthers
class SeederIT {

    @Test
    void writesTheRowsThatARequestWouldHaveWritten() throws SQLException {
        try (StoreUnderTest store = new StoreUnderTest()) {
            Seeder.run(store.database().ownerUrl(), StoreUnderTest.TYPES, new Seed("contoso", 30, 3, 40), line -> {});
            StoredResource created = await(store.resources()
                    .create(
                            store.newTenant(),
                            USER,
                            StoreUnderTest.document(
                                    USER,
                                    SeedPeople.user(1, "contoso.example", Optional.empty())
                                            .toString()),
                            MembershipDelta.NONE));

            assertThat(count(store, "resource", "contoso")).isEqualTo("33");
            assertThat(count(store, "member", "contoso")).isEqualTo("40");
            assertThat(count(store, "change", "contoso")).isEqualTo("33");
            assertThat(rows(store, "SELECT type, total FROM sluice.resource_count ORDER BY type"))
                    .contains(List.of("Group", "3"), List.of("User", "30"));
            // The two differ in nothing but what is made anew for each.
            String sameName = " FROM sluice.resource r WHERE r.unique_key = 'user.1@contoso.example'";
            assertThat(rows(
                            store,
                            "SELECT doc::jsonb, external_id, display_name, version, document_version" + sameName))
                    .hasSize(2)
                    .satisfies(both -> assertThat(both.getFirst()).isEqualTo(both.getLast()));
            String values = "SELECT attribute, value, element_type FROM sluice.search_value s WHERE s.resource_id = ";
            assertThat(rows(store, values + "(SELECT r.id" + sameName + " ORDER BY r.seq LIMIT 1) ORDER BY 1, 2"))
                    .isNotEmpty()
                    .isEqualTo(rows(store, values + "'" + created.id() + "' ORDER BY 1, 2"));
        }
    }

    @Test
    void aSecondRunAddsOtherUsers() throws SQLException {
        try (StoreUnderTest store = new StoreUnderTest()) {
            Seed seed = new Seed("contoso", 10, 1, 10);
            Seeder.run(store.database().ownerUrl(), StoreUnderTest.TYPES, seed, line -> {});
            Seeder.run(store.database().ownerUrl(), StoreUnderTest.TYPES, seed, line -> {});

            assertThat(count(store, "resource", "contoso")).isEqualTo("22");
        }
    }

    private static String count(StoreUnderTest store, String table, String tenant) throws SQLException {
        return rows(
                        store,
                        "SELECT count(*) FROM sluice." + table
                                + " JOIN sluice.tenant t USING (tenant_id) WHERE t.name = '" + tenant + "'")
                .getFirst()
                .getFirst();
    }

    private static List<List<String>> rows(StoreUnderTest store, String sql) throws SQLException {
        return TestDatabase.query(store.database().superuserUrl(), sql);
    }
}
