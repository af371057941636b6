package io.sluice.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.Dice;
import io.sluice.filter.Filter;
import io.sluice.filter.FilterParser;
import io.sluice.filter.PatchPathParser;
import io.sluice.patch.Member;
import io.sluice.patch.PatchPlan;
import io.sluice.patch.PatchRequest;
import io.sluice.schema.AttributePath;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceReader;
import io.sluice.schema.ResourceType;
import io.sluice.scim.Json;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimException;
import io.sluice.store.StoredDocuments;
import io.sluice.store.pg.SqlTexts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Where a client's input comes in, and how far it goes without a database. What comes out of it is held to what every input must keep. */
enum Door {
    FILTER {
        @Override
        Trial trial(Dice dice) {
            List<ResourceType> types = dice.pick(ASKED);
            String filter = new FilterInputs(dice, dice.pick(types)).filter();
            return new Trial(filter, filter.length(), () -> compile(FilterParser.parse(filter), types));
        }
    },
    PATH {
        @Override
        Trial trial(Dice dice) {
            List<ResourceType> types = dice.pick(ASKED);
            String path = new FilterInputs(dice, dice.pick(types)).path();
            return new Trial(path, path.length(), () -> {
                PatchPathParser.parse(path);
                AttributePath.parse(path).ifPresent(sortBy -> SqlTexts.order(sortBy, types));
            });
        }
    },
    PATCH {
        @Override
        Trial trial(Dice dice) {
            ResourceType type = dice.pick(TYPES);
            byte[] body = new BodyInputs(dice, type).patch();
            Patched user = dice.oneIn(50) ? LONG_LISTS : dice.pick(USERS);
            Patched patched = type.name().equals("User") ? user : GROUP;
            return ofBody(body, patched.size, () -> patch(type, Json.parse(body), patched));
        }
    },
    RESOURCE {
        @Override
        Trial trial(Dice dice) {
            ResourceType type = dice.pick(TYPES);
            byte[] body = new BodyInputs(dice, type).resource();
            return ofBody(body, 0, () -> read(type, Json.parse(body)));
        }
    },
    LARGE_BODY {
        @Override
        Trial trial(Dice dice) {
            ResourceType type = dice.pick(TYPES);
            byte[] body = dice.oneIn(2) ? new BodyInputs(dice, type).patch() : new BodyInputs(dice, type).resource();
            byte[] padded = Arrays.copyOf(body, body.length + LARGE);
            Arrays.fill(padded, body.length, padded.length, (byte) ' ');
            return ofBody(body, LARGE, () -> {
                require(parsed(body).equals(parsed(padded)), "a large body is another one than a small body");
                Json.parse(padded);
            });
        }
    };

    /** From this size on a body is read in another way. */
    private static final int LARGE = 65_537;

    private static final List<ResourceType> TYPES =
            BuiltInSchemas.resourceTypes().all();
    private static final List<List<ResourceType>> ASKED =
            List.of(List.of(TYPES.getFirst()), List.of(TYPES.getLast()), TYPES);
    private static final List<Patched> USERS =
            List.of(document(0, "{\"userName\":\"ann\"}"), document(0, user(3)), document(0, user(100)));
    private static final Patched LONG_LISTS = document(0, user(3_000));
    private static final Patched GROUP = document(1, "{\"displayName\":\"g\",\"externalId\":\"e\"}");
    private static final List<Member> MEMBERS = IntStream.range(0, 50)
            .mapToObj(n -> new Member(new ResourceId(new UUID(0, n)), n % 5 == 0 ? "Group" : "User", "m" + n))
            .toList();

    /** A document to patch, a copy to hold it against, and the characters of its text. */
    private record Patched(ObjectNode document, ObjectNode copy, int size) {}

    abstract Trial trial(Dice dice);

    private static Trial ofBody(byte[] body, int document, Runnable way) {
        return new Trial(new String(body, StandardCharsets.UTF_8), body.length + document, way);
    }

    /** The tree, or the refusal's keyword. */
    private static Object parsed(byte[] body) {
        try {
            return Json.parse(body);
        } catch (ScimException refused) {
            return refused.problem().scimType();
        }
    }

    private static void compile(Filter filter, List<ResourceType> types) {
        String sql = SqlTexts.condition(filter, types);
        require(!sql.contains(Junk.MARKER), "a value stands in the text of the statement");
    }

    private static void patch(ResourceType type, JsonNode body, Patched patched) {
        PatchPlan plan = PatchPlan.of(type, PatchRequest.parse(body));
        try {
            ObjectNode after = plan.apply(patched.document);
            store(type, after);
        } finally {
            require(patched.document.equals(patched.copy), "a plan has changed the document it was given");
        }
        plan.members(plan.needsMembers() ? MEMBERS : List.of());
    }

    private static void read(ResourceType type, JsonNode body) {
        ObjectNode document = ResourceReader.read(type, body).document();
        store(type, document);
        ObjectNode again = ResourceReader.read(type, document).document();
        require(again.equals(document), "a document that is read again is another one");
    }

    /** An edit is compared with what was stored: text and tree must say the same. */
    private static void store(ResourceType type, ObjectNode document) {
        String text = StoredDocuments.of(type, document).json();
        JsonNode again = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        require(again.equals(document), "a document that is stored and read is another one");
    }

    private static void require(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError(otherwise);
        }
    }

    private static Patched document(int type, String json) {
        JsonNode body = Json.parse(json.getBytes(StandardCharsets.UTF_8));
        ObjectNode document = ResourceReader.read(TYPES.get(type), body).document();
        return new Patched(document, document.deepCopy(), json.length());
    }

    private static String user(int elements) {
        List<String> lists = new ArrayList<>();
        for (String attribute : List.of("emails", "phoneNumbers", "roles", "addresses")) {
            String sub = attribute.equals("addresses") ? "locality" : "value";
            String values = String.join(
                    ",",
                    IntStream.range(0, elements)
                            .mapToObj(n -> "{\"" + sub + "\":\"v" + n + "\",\"type\":\""
                                    + List.of("work", "home", "other").get(n % 3) + "\",\"primary\":" + (n == 0) + "}")
                            .toList());
            lists.add("\"" + attribute + "\":[" + values + "]");
        }
        return "{\"userName\":\"u\",\"active\":true,\"title\":\"t\",\"name\":{\"givenName\":\"g\"},"
                + "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"manager\":{\"value\":\"m\"}},"
                + String.join(",", lists) + "}";
    }
}
