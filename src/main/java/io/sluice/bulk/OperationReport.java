package io.sluice.bulk;

import io.sluice.schema.ResourceType;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.store.Refusal;
import io.sluice.store.RefusalLog;
import io.sluice.telemetry.Meter;
import io.sluice.telemetry.Meters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tells the provisioning log what failed of a request, and the meters what became of each operation. */
record OperationReport(RefusalLog log, Meters meters, TenantId tenant, ResourceTypes types, String author) {
    private static final List<String> STATUSES = List.of("2xx", "4xx", "5xx");

    /** Shows the meters before anything was done. */
    static void begin(Meters meters) {
        STATUSES.forEach(status -> meters.add(Meter.BULK_OPERATIONS, 0, status));
    }

    void tell(List<OperationResult> results) {
        for (OperationResult result : results) {
            meters.count(Meter.BULK_OPERATIONS, result.status() / 100 + "xx");
            result.problem().ifPresent(problem -> {
                Optional<OperationTarget> target =
                        OperationTarget.find(result.operation().path(), types);
                log.note(new Refusal(
                        tenant,
                        Instant.now(),
                        author,
                        operation(result.operation().method()),
                        target.map(OperationTarget::type)
                                .map(ResourceType::name)
                                .orElse(""),
                        target.map(OperationTarget::id).flatMap(ResourceId::parse),
                        problem));
            });
        }
    }

    /** By the words that single requests have. */
    private static String operation(String method) {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "replace";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> "none";
        };
    }
}
