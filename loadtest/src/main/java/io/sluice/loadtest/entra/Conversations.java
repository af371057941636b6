package io.sluice.loadtest.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a job says about one object, step by step, and how the directory follows what the target confirms. */
final class Conversations {
    private static final String USERS = "/Users";
    private static final String GROUPS = "/Groups";

    private final Directory directory;
    private final Mapping mapping;
    private final Paths paths;

    Conversations(Directory directory, Mapping mapping) {
        this.directory = directory;
        this.mapping = mapping;
        this.paths = new Paths(mapping.dialect());
    }

    Paths paths() {
        return paths;
    }

    /** Asks for a user and a group that nobody has. */
    Step testConnection() {
        Call user = Call.get("test connection", paths.usersWith(UserAttribute.USER_NAME.path(), chance()));
        Call group = Call.get("test connection", paths.groupsNamed(chance()));
        return new Step(user, first -> {
            Expect.require(Expect.match(first).isEmpty(), "a user that nobody made");
            return Optional.of(Step.last(
                    group, second -> Expect.require(Expect.match(second).isEmpty(), "a group that nobody made")));
        });
    }

    /** Looks for the user; links and updates what it finds, else creates it. */
    Step provision(Account account) {
        return lookUp(account, 0);
    }

    private Step lookUp(Account account, int place) {
        UserAttribute attribute = mapping.matching().get(place);
        String path = paths.usersWith(attribute.path(), account.person().get(attribute));
        return new Step(Call.get("look up user", path), answer -> {
            Optional<JsonNode> found = Expect.match(answer);
            if (found.isPresent()) {
                return adopt(account, found.get());
            }
            return Optional.of(place + 1 < mapping.matching().size() ? lookUp(account, place + 1) : create(account));
        });
    }

    private Optional<Step> adopt(Account account, JsonNode found) {
        Person wanted = account.person();
        account.link(found.path("id").asText());
        account.become(Person.read(found));
        directory.accounts().add(account);
        return difference(account, wanted, "change user");
    }

    private Step create(Account account) {
        Call call = new Call(
                "create user", "POST", paths.users(), account.person().body().toString());
        return Step.last(call, answer -> {
            account.link(Expect.created(answer));
            Expect.user(answer.json(), account.anchor(), account.person(), Optional.empty());
            directory.accounts().add(account);
        });
    }

    /** Reads the user, which must be as it was left, and sends what is other now. */
    Step change(Account account, Person after) {
        String name = account.person().isActive() == after.isActive()
                ? "change user"
                : after.isActive() ? "restore user" : "disable user";
        return new Step(Call.get("read user", paths.user(account.anchor())), answer -> {
            Expect.status(answer, 200);
            Expect.user(answer.json(), account.anchor(), account.person(), account.manager());
            return difference(account, after, name);
        });
    }

    /** Provision on demand: finds the user, which must be as it was left, and sends what is other now. */
    Step onDemand(Account account, Person after) {
        UserAttribute attribute = mapping.matching().getFirst();
        String path = paths.usersWith(attribute.path(), account.person().get(attribute));
        return new Step(Call.get("look up user", path), answer -> {
            Optional<JsonNode> found = Expect.match(answer);
            Expect.require(found.isPresent(), "a user that is not found");
            Expect.user(found.get(), account.anchor(), account.person(), account.manager());
            return difference(account, after, "change user");
        });
    }

    /** Nothing is sent where what happened left everything as it was. */
    private Optional<Step> difference(Account account, Person after, String name) {
        return account.person().equals(after) ? Optional.empty() : Optional.of(patch(account, after, name));
    }

    private Step patch(Account account, Person after, String name) {
        Map<UserAttribute, String> changes = account.person().changesTo(after);
        JsonNode body = Dialect.patch(operations -> mapping.dialect().changes(operations, account.person(), changes));
        return Step.last(patch(name, paths.user(account.anchor()), body), answer -> {
            Expect.status(answer, 200, 204);
            if (answer.status() == 200) {
                Expect.user(answer.json(), account.anchor(), after, account.manager());
            }
            account.become(after);
        });
    }

    /** Makes sure that the reference is not held, then sets it. */
    Step report(Account account, Account manager) {
        String held = paths.holding(USERS, resolved(account), "manager", resolved(manager));
        return new Step(Call.get("check reference", held), answer -> {
            Expect.require(Expect.match(answer).isEmpty(), "a manager before it was set");
            JsonNode body = Dialect.patch(operations -> mapping.dialect().manager(operations, manager.anchor()));
            return Optional.of(Step.last(patch("set manager", paths.user(account.anchor()), body), set -> {
                Expect.status(set, 200, 204);
                if (set.status() == 200) {
                    Expect.user(set.json(), account.anchor(), account.person(), Optional.of(manager));
                }
                account.reportTo(manager);
            }));
        });
    }

    Step delete(Account account) {
        Call call = new Call("delete user", "DELETE", paths.user(account.anchor()), "");
        return Step.last(call, answer -> {
            Expect.status(answer, 204);
            directory.remove(account);
        });
    }

    Step provision(Team team) {
        return new Step(Call.get("look up group", paths.groupsNamed(team.displayName())), answer -> {
            Expect.require(Expect.match(answer).isEmpty(), "a group that nobody made");
            return Optional.of(create(team));
        });
    }

    private Step create(Team team) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("schemas").add(Schemas.GROUP).add(Schemas.ENTRA_GROUP);
        body.put("externalId", team.externalId()).put("displayName", team.displayName());
        body.putObject("meta").put("resourceType", "Group");
        return Step.last(new Call("create group", "POST", paths.groups(), body.toString()), answer -> {
            team.link(Expect.created(answer));
            Expect.group(answer.json(), team);
            directory.teams().add(team);
        });
    }

    Step rename(Team team, String displayName) {
        return new Step(Call.get("read group", paths.groupWithoutMembers(team.anchor())), answer -> {
            Expect.status(answer, 200);
            JsonNode group = answer.json();
            Expect.group(group, team);
            Expect.require(!group.has("members"), "members that were excluded");
            JsonNode body = Dialect.patch(operations -> mapping.dialect().rename(operations, displayName));
            return Optional.of(Step.last(patch("rename group", paths.group(team.anchor()), body), renamed -> {
                Expect.status(renamed, 200, 204);
                team.rename(displayName);
            }));
        });
    }

    Step delete(Team team) {
        return Step.last(new Call("delete group", "DELETE", paths.group(team.anchor()), ""), answer -> {
            Expect.status(answer, 204);
            directory.teams().remove(team);
        });
    }

    Step join(Team team, List<Account> accounts) {
        List<String> members = accounts.stream().map(Conversations::resolved).toList();
        JsonNode body = Dialect.patch(operations -> mapping.dialect().add(operations, members));
        Step add = Step.last(patch("add members", paths.group(resolved(team)), body), answer -> {
            Expect.status(answer, 200, 204);
            accounts.forEach(team.members()::add);
        });
        return members.size() > 1 ? add : checked(team, members.getFirst(), false, add);
    }

    Step part(Team team, List<Account> accounts) {
        List<String> members = accounts.stream().map(Account::anchor).toList();
        JsonNode body = Dialect.patch(operations -> mapping.dialect().remove(operations, members));
        Step remove = Step.last(patch("remove members", paths.group(team.anchor()), body), answer -> {
            Expect.status(answer, 200, 204);
            accounts.forEach(team.members()::remove);
        });
        return members.size() > 1 ? remove : checked(team, members.getFirst(), true, remove);
    }

    /** A single membership is asked for before it is changed. */
    private Step checked(Team team, String member, boolean held, Step change) {
        String path = paths.holding(GROUPS, team.anchor(), "members", member);
        return new Step(Call.get("check reference", path), answer -> {
            Expect.require(Expect.match(answer).isPresent() == held, held ? "a member is lost" : "a member too many");
            return Optional.of(change);
        });
    }

    private static Call patch(String name, String path, JsonNode body) {
        return new Call(name, "PATCH", path, body.toString());
    }

    private static String resolved(Account account) {
        return resolved(account.anchor());
    }

    private static String resolved(Team team) {
        return resolved(team.anchor());
    }

    private static String resolved(String anchor) {
        if (anchor.isEmpty()) {
            throw new Refusal(LogCode.UNRESOLVED_REFERENCE, "an object that was not created");
        }
        return anchor;
    }

    private static String chance() {
        return UUID.randomUUID().toString();
    }
}
