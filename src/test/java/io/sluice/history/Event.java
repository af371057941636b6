package io.sluice.history;

/** One operation of one client, who has no other under way. Times are nanoseconds of one clock. */
record Event(int client, Operation operation, long start, long end, Outcome outcome) {}
