package io.sluice.bench;

/**
 * Reads all users by cursors, then one page several times. Prints megabytes a second of each.
 *
 * <p>Arguments: URL of the gateway, count of a page, more of the query ({@code excludedAttributes=groups}) or nothing. Environment: TOKEN.
 */
public final class WholeDirectory {
    private static final int REPEATED = 5;

    private WholeDirectory() {}

    public static void main(String[] arguments) throws Exception {
        Reading reading = new Reading(arguments[0]);
        String query = "count=" + arguments[1] + "&" + (arguments.length > 2 ? arguments[2] : "") + "&cursor=";
        long bytes = 0;
        long nanos = 0;
        int pages = 0;
        String cursor = "";
        do {
            Reading.Page page = reading.page(query + cursor);
            bytes += page.bytes();
            nanos += page.nanos();
            cursor = page.next();
            pages++;
        } while (!cursor.isEmpty());
        report("whole directory, " + pages + " pages", bytes, nanos);
        bytes = 0;
        nanos = 0;
        for (int i = 0; i < REPEATED; i++) {
            Reading.Page page = reading.page(query);
            bytes += page.bytes();
            nanos += page.nanos();
        }
        report("the first page, " + REPEATED + " times", bytes, nanos);
    }

    private static void report(String what, long bytes, long nanos) {
        System.out.printf("%s: %.1f MB in %.1f s, %.1f MB/s%n", what, bytes / 1e6, nanos / 1e9, bytes * 1e3 / nanos);
    }
}
