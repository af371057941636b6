package io.sluice.store.pg;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Rows in the text format of COPY, sent in pieces: however many rows there are, memory holds one piece. */
final class CopyText {
    private static final int PIECE = 1 << 16;

    private final StringBuilder piece = new StringBuilder(PIECE + 8_192);
    private final CopyIn copy;

    private CopyText(CopyIn copy) {
        this.copy = copy;
    }

    /** Fills a table with one row for each element of {@code rows}; an element's values stand in the columns' order. */
    static void fill(CopyManager copies, String table, Iterator<List<Object>> rows) throws SQLException {
        CopyText text = new CopyText(copies.copyIn("COPY " + table + " FROM STDIN"));
        try {
            while (rows.hasNext()) {
                text.row(rows.next());
            }
            text.flush();
            text.copy.endCopy();
        } finally {
            if (text.copy.isActive()) {
                text.copy.cancelCopy();
            }
        }
    }

    private void row(List<Object> values) throws SQLException {
        for (int column = 0; column < values.size(); column++) {
            if (column > 0) {
                piece.append('\t');
            }
            switch (values.get(column)) {
                case UUID id -> piece.append(id);
                case Number number -> piece.append(number);
                case List<?> ids -> array(ids);
                case Optional<?> text ->
                    text.ifPresentOrElse(there -> text(there.toString()), () -> piece.append("\\N"));
                case Object text -> text(text.toString());
            }
        }
        piece.append('\n');
        if (piece.length() >= PIECE) {
            flush();
        }
    }

    /** An array of ids, which need no quotes; an empty one is NULL. */
    private void array(List<?> ids) {
        if (ids.isEmpty()) {
            piece.append("\\N");
            return;
        }
        char before = '{';
        for (Object id : ids) {
            piece.append(before).append(id);
            before = ',';
        }
        piece.append('}');
    }

    private void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            @Nullable String escape = escape(character);
            if (escape == null) {
                piece.append(character);
            } else {
                piece.append(escape);
            }
        }
    }

    private static @Nullable String escape(char character) {
        return switch (character) {
            case '\\' -> "\\\\";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> null;
        };
    }

    private void flush() throws SQLException {
        byte[] bytes = piece.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        piece.setLength(0);
    }
}
