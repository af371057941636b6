package io.sluice.loadtest.entra;

/** What happens in a company, and how often of a hundred times. */
enum Event {
    HIRE(12),
    CHANGE(20),
    MOVE(8),
    LEAVE(6),
    RETURN(5),
    PURGE(3),
    JOIN(23),
    PART(15),
    FOUND(2),
    RENAME(2),
    DISSOLVE(1),
    ON_DEMAND(2),
    TEST_CONNECTION(1);

    private final int weight;

    Event(int weight) {
        this.weight = weight;
    }

    /** @param die from 0 to 99 */
    static Event of(int die) {
        int left = die;
        for (Event event : values()) {
            left -= event.weight;
            if (left < 0) {
                return event;
            }
        }
        throw new IllegalArgumentException("the weights are less than " + die);
    }
}
