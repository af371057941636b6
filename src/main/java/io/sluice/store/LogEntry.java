package io.sluice.store;

import io.sluice.scim.ResourceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of the provisioning log: a change that was made, or a refusal.
 *
 * @param status a change has that of its operation: 201, 200 or 204
 * @param scimType empty where there is none
 * @param reason the code of a {@link io.sluice.scim.Reason}
 * @param detail what the client was told, without its own words
 * @param attributes names of those that were given a new value
 * @param times so many refusals that differ in nothing but their requests; time and request are those of the first
 */
public record LogEntry(
        Place place,
        Optional<UUID> credential,
        String request,
        String operation,
        String type,
        Optional<ResourceId> resource,
        int status,
        String scimType,
        String reason,
        String detail,
        List<String> attributes,
        int times) {
    public LogEntry {
        attributes = List.copyOf(attributes);
    }

    /** Two entries of one moment are told apart by their number. */
    public record Place(Instant at, long number) {}
}
