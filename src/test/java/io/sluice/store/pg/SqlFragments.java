package io.sluice.store.pg;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The pieces of SQL about the directory's tables and functions that are in the compiled classes of this room. */
final class SqlFragments {
    private static final int UTF8 = 1;

    /** A table, function or setting of the schema; not a Java package, which has {@code io.} before it. */
    private static final Pattern NAMES_THE_SCHEMA = Pattern.compile("(?<!io\\.)\\bsluice\\.[a-z_]+");

    /** Where a text takes values in: concatenations and formats. */
    private static final Pattern HOLE = Pattern.compile("[\\x01\\x02]|%(\\d+\\$)?[sd]");

    private SqlFragments() {}

    /** Of classes with a simple name that the predicate takes, with single spaces. */
    static List<String> ofClasses(Predicate<String> name) {
        try (Stream<Path> files = Files.walk(Path.of(Doors.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("io/sluice/store/pg"))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> name.test(file.getFileName().toString().replaceAll("[$.].*", "")))
                    .flatMap(SqlFragments::constants)
                    .filter(text -> text.indexOf(' ') >= 0)
                    .flatMap(text -> Arrays.stream(HOLE.split(text)))
                    .filter(text -> NAMES_THE_SCHEMA.matcher(text).find())
                    .map(SqlFragments::singleSpaced)
                    .distinct()
                    .toList();
        } catch (IOException | URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static String singleSpaced(String sql) {
        return sql.strip().replaceAll("\\s+", " ");
    }

    /** Every text in a class file's constant pool (Java Virtual Machine Specification section 4.4). */
    private static Stream<String> constants(Path file) {
        try (InputStream bytes = Files.newInputStream(file);
                DataInputStream in = new DataInputStream(bytes)) {
            in.skipNBytes(8);
            int count = in.readUnsignedShort();
            String[] texts = new String[count];
            for (int index = 1; index < count; index++) {
                int tag = in.readUnsignedByte();
                if (tag == UTF8) {
                    texts[index] = in.readUTF();
                } else {
                    in.skipNBytes(size(tag));
                    // A long or double takes two places.
                    index += tag == 5 || tag == 6 ? 1 : 0;
                }
            }
            return IntStream.range(0, count)
                    .mapToObj(index -> texts[index])
                    .filter(text -> text != null)
                    .toList()
                    .stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(file.toString(), failure);
        }
    }

    private static int size(int tag) {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
            case 5, 6 -> 8;
            default -> throw new IllegalStateException("unknown constant " + tag);
        };
    }
}
