package io.sluice.fault;

import io.sluice.config.ServerUrl;
import io.sluice.store.pg.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is wrong with the answers of a run, and with what the database holds afterwards. */
final class Ledger {
    private static final long LONGEST_SECONDS = 10;

    private static final String USERS = "SELECT r.id, (SELECT count(*) FROM sluice.change c"
            + " WHERE c.tenant_id = r.tenant_id AND c.resource_id = r.id) FROM sluice.resource r WHERE r.type = 'User'";

    private Ledger() {}

    /** Each answer is a success or an honest refusal, and in time. */
    static List<String> dishonest(Collection<Answer> answers) {
        List<String> wrong = new ArrayList<>();
        for (Answer answer : answers) {
            if (!answer.succeeded() && !answer.isHonestRefusal()) {
                wrong.add("neither done nor refused honestly: " + answer);
            } else if (answer.took().toSeconds() >= LONGEST_SECONDS) {
                wrong.add("late: " + answer);
            }
        }
        return wrong;
    }

    /** Whatever was acknowledged is there once, and whatever is there has exactly one change row. */
    static List<String> lost(Collection<String> acknowledged, ServerUrl superuser) throws SQLException {
        Map<String, Integer> changes = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (List<String> row : TestDatabase.query(superuser, USERS)) {
            if (changes.put(row.get(0), Integer.valueOf(row.get(1))) != null) {
                wrong.add("doubled: " + row.get(0));
            }
        }
        Set<String> told = new HashSet<>();
        for (String id : acknowledged) {
            if (!told.add(id)) {
                wrong.add("acknowledged twice: " + id);
            }
            if (!changes.containsKey(id)) {
                wrong.add("lost: " + id);
            }
        }
        changes.forEach((id, rows) -> {
            if (rows != 1) {
                wrong.add(rows + " change rows: " + id);
            }
        });
        return wrong;
    }

    static List<String> acknowledged(Collection<Answer> answers) {
        return answers.stream().filter(Answer::isAcknowledged).map(Answer::id).collect(Collectors.toList());
    }
}
