package io.sluice.cases;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A file of cases, in the order of the file. */
record CaseTable(String name, List<Case> cases) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final Set<String> MEMBERS =
            Set.of("name", "source", "examples", "given", "request", "expect", "then");

    CaseTable {
        cases = List.copyOf(cases);
    }

    /** Every table of this package. */
    static List<CaseTable> all() {
        try (Stream<Path> files =
                Files.list(Path.of(Objects.requireNonNull(CaseTable.class.getResource("/io/sluice/cases"))
                        .toURI()))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(CaseTable::read)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static CaseTable read(Path file) {
        String table = Objects.requireNonNull(file.getFileName()).toString().replace(".json", "");
        try {
            return new CaseTable(
                    table,
                    stream(JSON.readTree(file.toFile()))
                            .flatMap(row -> cases(table, (ObjectNode) row))
                            .toList());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read table " + table, failure);
        }
    }

    private static Stream<Case> cases(String table, ObjectNode row) {
        Set<String> unknown = new TreeSet<>();
        row.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(MEMBERS);
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("unknown members " + unknown + " of a case in table " + table);
        }
        if (!row.has("examples")) {
            return Stream.of(one(table, row, JSON.createObjectNode()));
        }
        return stream(row.path("examples")).map(example -> one(table, row, (ObjectNode) example));
    }

    private static Case one(String table, ObjectNode row, ObjectNode example) {
        String name = row.path("name").asText();
        return new Case(
                table,
                example.isEmpty() ? name : name + ": " + example.path("name").asText(),
                example.path("source").asText(row.path("source").asText()),
                example,
                stream(row.path("given"))
                        .flatMap(step -> Setup.expand((ObjectNode) step))
                        .toList(),
                row.path("request"),
                row.path("expect"),
                stream(row.path("then")).map(ObjectNode.class::cast).toList());
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
