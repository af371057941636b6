package io.sluice.history;

/** What the clients of a run talk to. Groups of even and of odd places are in two tenants and have the same ids there. */
interface Directory {
    /** Waits for the answer. Called by many threads at once. */
    Outcome call(Operation operation);
}
