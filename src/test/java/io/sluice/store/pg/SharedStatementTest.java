package io.sluice.store.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.pg.SharedStatement.Asked;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SharedStatementTest {
    private static final UUID ID = new UUID(1, 2);
    private static final UUID OTHER = new UUID(3, 4);

    @Test
    void onlyWhatIsAskedForBecomesAnArray() {
        String single =
                "/* find */ " + ResourceSql.OF_TENANT + "SELECT 1 WHERE r.type = $2 AND r.id = $3::uuid LIMIT $4) x";

        SharedStatement shared = SharedStatement.of(single, List.of("7", "User", ID, 2L), new Asked(2, 3));

        assertThat(shared.sql())
                .startsWith("/* find */ " + ResourceSql.TENANT)
                .contains("unnest($3::uuid[]) WITH ORDINALITY q (p3, number)")
                .endsWith("SELECT 1 WHERE r.type = $2 AND r.id = q.p3::uuid LIMIT $4) x");
        Tuple parameters = shared.parameters(List.of(List.of("7", "User", ID, 2L), List.of("7", "User", OTHER, 2L)));
        assertThat(parameters.size()).isEqualTo(4);
        assertThat(parameters.getString(0)).isEqualTo("7");
        assertThat(parameters.getString(1)).isEqualTo("User");
        assertThat(parameters.getArrayOfUUIDs(2)).containsExactly(ID, OTHER);
        assertThat(parameters.getLong(3)).isEqualTo(2);
    }

    /** RFC 7643 section 2.1 lets names of attributes hold a dollar sign and digits. */
    @Test
    void aNameThatLooksLikeAPlaceholderStaysAsItIs() {
        String body = "SELECT '$.\"a$2\"', 'it''s $2', \"c'$2\", $2 AS x) x";

        SharedStatement shared =
                SharedStatement.of(ResourceSql.OF_TENANT + body, List.of("7", "name"), new Asked(1, 2));

        assertThat(shared.sql()).endsWith("SELECT '$.\"a$2\"', 'it''s $2', \"c'$2\", q.p2 AS x) x");
    }

    @Test
    void aNumberOfTwoDigitsIsNotTakenForItsFirst() {
        List<Object> values = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");

        SharedStatement shared =
                SharedStatement.of(ResourceSql.OF_TENANT + "SELECT $1, $11, $12) x", values, new Asked(0, 1));

        assertThat(shared.sql()).endsWith("SELECT q.p1, $11, $12) x");
    }
}
