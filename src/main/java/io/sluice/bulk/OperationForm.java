package io.sluice.bulk;

import io.sluice.bulk.BulkOperation.Extent;
import io.sluice.scim.ScimProblem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the attributes of one operation while it is read, and the first thing that is wrong with it. */
final class OperationForm {
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final int place;
    private final Map<String, String> texts = new HashMap<>();
    private final Set<String> references = new HashSet<>();
    private Extent data = Extent.NONE;
    private boolean hasOtherData;
    private Optional<ScimProblem> fault = Optional.empty();

    OperationForm(int place) {
        this.place = place;
    }

    /** @param name in lower case */
    void text(String name, String value) {
        if (texts.put(name, value) != null) {
            fault("An operation has " + name + " twice.");
        }
    }

    void data(Extent extent, Set<String> referred) {
        if (data != Extent.NONE) {
            fault("An operation has data twice.");
        }
        data = extent;
        references.addAll(referred);
    }

    void dataIsNoObject(boolean given) {
        hasOtherData |= given;
    }

    void fault(String detail) {
        fault = fault.or(() -> Optional.of(ScimProblem.invalidSyntax(detail)));
    }

    BulkOperation operation() {
        String method = text("method").toUpperCase(Locale.ROOT);
        String path = text("path");
        check(method, path);
        References.collect(path, references);
        return new BulkOperation(
                place,
                METHODS.contains(method) ? method : "",
                path,
                text("bulkid"),
                text("version"),
                data,
                fault.isPresent() ? Set.of() : references,
                fault);
    }

    private void check(String method, String path) {
        if (!METHODS.contains(method)) {
            fault("The method of an operation must be POST, PUT, PATCH or DELETE.");
        }
        if (path.isEmpty()) {
            fault("An operation needs a path, for example /Users or /Users/{id}.");
        }
        if (method.equals("POST") && text("bulkid").isEmpty()) {
            fault("A POST in a Bulk request needs a bulkId that no other operation has.");
        }
        if (!method.equals("DELETE") && (hasOtherData || data == Extent.NONE)) {
            fault("The data of an operation must be a JSON object, what the body of the single request would be.");
        }
    }

    private String text(String name) {
        return texts.getOrDefault(name, "");
    }
}
