package io.sluice.observe;

import io.vertx.core.spi.tracing.TagExtractor;

/** Every text of SQL begins with its name, in a comment. That is all that is told of it. */
final class StatementName {
    private static final String TEXT = "db.query.text";
    private static final String BEGIN = "/* ";
    private static final String END = " */";

    private StatementName() {}

    /** Empty where the tags are not those of a statement, or it has no name. */
    static <R> String among(R request, TagExtractor<R> tags) {
        for (int tag = 0; tag < tags.len(request); tag++) {
            if (tags.name(request, tag).equals(TEXT)) {
                return of(tags.value(request, tag));
            }
        }
        return "";
    }

    static String of(String sql) {
        int end = sql.startsWith(BEGIN) ? sql.indexOf(END) : -1;
        return end < 0 ? "" : sql.substring(BEGIN.length(), end);
    }
}
