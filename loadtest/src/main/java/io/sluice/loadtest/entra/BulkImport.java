package io.sluice.loadtest.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A group and its members in one Bulk request (RFC 7644 section 3.7), the group first, so that its references point forwards. Entra does not
 * send Bulk today; Microsoft recommends to support it.
 */
final class BulkImport {
    private static final String GROUP = "group";
    private static final String MEMBER = "member-";

    private final Directory directory;
    private final Team team;
    private final List<Account> accounts;

    BulkImport(Directory directory, Team team, List<Account> accounts) {
        this.directory = directory;
        this.team = team;
        this.accounts = accounts;
    }

    Step begin() {
        return Step.last(new Call("bulk", "POST", "/Bulk", body().toString()), this::take);
    }

    private ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("schemas").add(Schemas.BULK_REQUEST);
        ArrayNode operations = body.putArray("Operations");
        ObjectNode group = post(operations, "/Groups", GROUP);
        group.putArray("schemas").add(Schemas.GROUP);
        group.put("externalId", team.externalId()).put("displayName", team.displayName());
        ArrayNode members = group.putArray("members");
        for (int i = 0; i < accounts.size(); i++) {
            members.addObject().put("value", "bulkId:" + MEMBER + i);
            post(operations, "/Users", MEMBER + i)
                    .setAll(accounts.get(i).person().body());
        }
        return body;
    }

    private static ObjectNode post(ArrayNode operations, String path, String bulkId) {
        return operations
                .addObject()
                .put("method", "POST")
                .put("path", path)
                .put("bulkId", bulkId)
                .putObject("data");
    }

    private void take(Answer answer) {
        Expect.status(answer, 200);
        JsonNode results = answer.json().path("Operations");
        Expect.require(results.size() == 1 + accounts.size(), "a result for each operation");
        for (JsonNode result : results) {
            Expect.require(
                    result.path("status").asText().equals("201"), "an operation of status " + result.path("status"));
            String location = result.path("location").asText();
            link(result.path("bulkId").asText(), location.substring(location.lastIndexOf('/') + 1));
        }
        directory.teams().add(team);
        accounts.forEach(account -> {
            directory.accounts().add(account);
            team.members().add(account);
        });
    }

    private void link(String bulkId, String id) {
        if (bulkId.equals(GROUP)) {
            team.link(id);
        } else {
            accounts.get(Integer.parseInt(bulkId.substring(MEMBER.length()))).link(id);
        }
    }
}
