package io.sluice.loadtest.entra;

/**
 * What one tenant of the target must hold: every change that the target has confirmed, and no other. All jobs of the tenant share it; who
 * reads or changes it, or anything in it, holds its lock.
 */
public final class Directory {
    private final String domain;
    private final Bag<Account> accounts = new Bag<>();
    private final Bag<Team> teams = new Bag<>();

    /** @param domain of the user names, for example {@code contoso.example} */
    public Directory(String domain) {
        this.domain = domain;
    }

    String domain() {
        return domain;
    }

    /** Those that the target has. */
    Bag<Account> accounts() {
        return accounts;
    }

    Bag<Team> teams() {
        return teams;
    }

    void remove(Account account) {
        accounts.remove(account);
        account.leave();
        teams.all().forEach(team -> team.members().remove(account));
    }

    Fingerprint fingerprint() {
        Fingerprint print = new Fingerprint();
        for (Account account : accounts.all()) {
            print.user(
                    account.anchor(),
                    account.person(),
                    account.manager().map(Account::anchor).orElse(""));
        }
        for (Team team : teams.all()) {
            print.group(team.anchor(), team.externalId(), team.displayName());
            print.members(
                    team.anchor(),
                    team.members().all().stream().map(Account::anchor).toList());
        }
        return print;
    }
}
