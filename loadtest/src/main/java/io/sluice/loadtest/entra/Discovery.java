package io.sluice.loadtest.entra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Account Discovery: takes what the target has already into the directory. */
final class Discovery implements Reading.Reader {
    private final Directory directory;
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, Team> teams = new HashMap<>();
    private final Map<Account, String> managers = new HashMap<>();

    Discovery(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void user(JsonNode user) {
        Account account = new Account(Person.read(user));
        account.link(user.path("id").asText());
        directory.accounts().add(account);
        directory.found(account.person().get(UserAttribute.EXTERNAL_ID));
        accounts.put(account.anchor(), account);
        managers.put(account, Expect.managerOf(user));
    }

    @Override
    public void group(JsonNode group) {
        Team team = new Team(
                group.path("externalId").asText(), group.path("displayName").asText());
        team.link(group.path("id").asText());
        directory.teams().add(team);
        directory.found(team.externalId());
        teams.put(team.anchor(), team);
    }

    @Override
    public void members(String group, List<String> ids) {
        ids.forEach(id -> teams.get(group).members().add(accounts.get(id)));
    }

    @Override
    public void end() {
        managers.forEach((account, manager) -> {
            if (!manager.isEmpty()) {
                account.reportTo(accounts.get(manager));
            }
        });
    }
}
