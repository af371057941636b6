package io.sluice.store;

import io.sluice.scim.ResourceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A change as it is told to others: no values.
 *
 * @param place in the order of the tenant's changes
 * @param operation {@code create}, {@code write}, {@code delete}, or {@code purge} of some members that a deleted group had
 * @param credential empty where no client made the change
 * @param request empty likewise
 * @param attributes names of those that were given a new value
 * @param added how many members
 * @param removed how many members
 */
public record LoggedChange(
        Place place,
        Instant at,
        String operation,
        String type,
        ResourceId resource,
        long version,
        Optional<UUID> credential,
        String request,
        List<String> attributes,
        int added,
        int removed) {
    public LoggedChange {
        attributes = List.copyOf(attributes);
    }

    /** @param transaction a number that never becomes smaller from one to the next that is told */
    public record Place(long transaction, long change) {
        public static final Place START = new Place(0, 0);
    }
}
