package io.sluice.loadtest.entra;

/**
 * What one tenant of the target must hold: every change that the target has confirmed, and no other. All jobs of the tenant share it; who
 * reads or changes it, or anything in it, holds its lock.
 */
public final class Directory {
    /** Above the numbers of those whom initial cycles bring. */
    private static final int FIRST_NEWCOMER = 1_000_000_000;

    private final String domain;
    private final Bag<Account> accounts = new Bag<>();
    private final Bag<Team> teams = new Bag<>();
    private int newcomer = FIRST_NEWCOMER;

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

    /** A number that nobody has: neither who came in this run nor who was found. */
    int newcomer() {
        return newcomer++;
    }

    void found(String externalId) {
        newcomer = Math.max(newcomer, Staff.number(externalId) + 1);
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
