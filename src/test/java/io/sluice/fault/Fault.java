package io.sluice.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What can be wrong with the line between gateway and database, or with the database itself. */
enum Fault {
    NONE,
    /** Nothing goes on; what was sent meanwhile arrives afterwards. */
    FREEZE,
    /** What is sent is lost, and a connection that lost anything never works again; new ones can be made and lead nowhere. */
    BLACK_HOLE,
    /** Each answer comes half a second late. */
    LATENCY,
    /** Connections are reset, and new ones at once. */
    RESET,
    /** The database's side of connections is closed, and nothing is read of the other. */
    HALF_CLOSE,
    /** Everything arrives in pieces of one byte. */
    ONE_BYTE,
    /** Now and then a connection breaks when the database has done what it was asked and before it can say so. */
    DROPPED_REPLY,
    /** The database has no room for more rows, then none for its log, and crashes. */
    DISK_FULL;

    /** Those that this machine allows to try. */
    static List<Fault> possible() throws IOException, InterruptedException {
        List<Fault> faults = new ArrayList<>(List.of(values()));
        faults.remove(NONE);
        if (!FullDisk.isPossible()) {
            faults.remove(DISK_FULL);
        }
        return faults;
    }
}
