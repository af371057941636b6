package io.sluice.loadtest.entra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Reads the target's directory and compares it with what it must hold. */
public final class Census implements Reading.Reader {
    private final Directory directory;
    private final Fingerprint read = new Fingerprint();
    private Optional<Fingerprint> wanted = Optional.empty();

    Census(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void user(JsonNode user) {
        read.user(user.path("id").asText(), Person.read(user), Expect.managerOf(user));
    }

    @Override
    public void group(JsonNode group) {
        read.group(
                group.path("id").asText(),
                group.path("externalId").asText(),
                group.path("displayName").asText());
    }

    @Override
    public void members(String group, List<String> ids) {
        read.members(group, ids);
    }

    @Override
    public void end() {
        wanted = Optional.of(directory.fingerprint());
    }

    /** False also where the reading did not come to its end. */
    public boolean isEqual() {
        synchronized (directory) {
            return wanted.isPresent() && wanted.get().equals(read);
        }
    }

    /** For a person: what was read, and what it should have been if that is another. */
    public String summary() {
        synchronized (directory) {
            return isEqual()
                    ? read.toString()
                    : "read " + read + "; wanted "
                            + wanted.map(Fingerprint::toString).orElse("(not read to its end)");
        }
    }
}
