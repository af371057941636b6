package io.sluice.store.pg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.store.pg.SentStatements.Sent;
import io.vertx.core.buffer.Buffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How PostgreSQL really ran a statement of the product, with the parameters that the product sent. */
record ExplainedPlan(JsonNode root, List<JsonNode> nodes) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** How the planner treats a prepared statement: with the parameters in view, or the same for all. */
    enum Mode {
        FORCE_CUSTOM_PLAN,
        FORCE_GENERIC_PLAN
    }

    static ExplainedPlan of(Connection connection, Mode mode, Sent sent) throws SQLException {
        String parameters = IntStream.range(0, sent.parameters().size())
                .mapToObj(index -> literal(sent.parameters().getValue(index)))
                .collect(Collectors.joining(", ", "(", ")"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = " + mode);
            statement.execute("PREPARE explained AS " + sent.sql());
            try (ResultSet row =
                    statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE explained " + parameters)) {
                row.next();
                JsonNode root = MAPPER.readTree(row.getString(1)).path(0).path("Plan");
                List<JsonNode> nodes = new ArrayList<>();
                collect(root, nodes);
                return new ExplainedPlan(root, nodes);
            } finally {
                statement.execute("DEALLOCATE explained");
            }
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    /** Pages of tables and indexes that were looked at. */
    long buffers() {
        return root.path("Shared Hit Blocks").asLong()
                + root.path("Shared Read Blocks").asLong();
    }

    /** For example {@code Index Only Scan resource_seq}; the table's name where there is no index. */
    List<String> scans() {
        return nodes.stream()
                .filter(node -> node.has("Relation Name") || node.has("Index Name"))
                .filter(node -> executed(node))
                .map(node -> node.path("Node Type").asText() + " "
                        + node.path("Index Name")
                                .asText(node.path("Relation Name").asText()))
                .toList();
    }

    /** The most rows that one sort was given. */
    long sorted() {
        return nodes.stream()
                .filter(node -> node.path("Node Type").asText().contains("Sort"))
                .mapToLong(node -> node.path("Plans")
                                .path(0)
                                .path("Actual Rows")
                                .asLong()
                        * node.path("Plans").path(0).path("Actual Loops").asLong())
                .max()
                .orElse(0);
    }

    /** Rows that an index-only scan had to look up in the table all the same. */
    long heapFetches(String index) {
        return nodes.stream()
                .filter(node -> node.path("Index Name").asText().equals(index))
                .mapToLong(node -> node.path("Heap Fetches").asLong())
                .sum();
    }

    @Override
    public String toString() {
        return root.toPrettyString();
    }

    private static boolean executed(JsonNode node) {
        return node.path("Actual Loops").asLong() > 0;
    }

    private static void collect(JsonNode node, List<JsonNode> nodes) {
        nodes.add(node);
        node.path("Plans").forEach(child -> collect(child, nodes));
    }

    /** Without a type, so that each parameter has the type that PostgreSQL finds for it, as when the product sends it. */
    private static String literal(Object value) {
        return switch (value) {
            case null -> "NULL";
            case Object[] array ->
                Arrays.stream(array)
                        .map(element -> element == null
                                ? "NULL"
                                : '"' + element.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(",", "'{", "}'"));
            case Buffer bytes -> "'\\x" + HexFormat.of().formatHex(bytes.getBytes()) + "'";
            default -> "'" + value.toString().replace("'", "''") + "'";
        };
    }
}
