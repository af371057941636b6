package io.sluice.store.pg;

import io.sluice.scim.Reason;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.store.Refusal;
import io.sluice.store.RefusalLog;
import io.sluice.telemetry.Meter;
import io.sluice.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Refusals of one event loop, or of the worker of Bulk, on their way into the database: many in one statement, one statement at a time, and
 * those that only ask to come again later are one row for all that are alike. So a flood of refusals costs the database little; what the
 * queue does not hold is lost, and so is what the database does not take.
 */
public final class RefusalQueue implements RefusalLog {
    private static final String ADD =
            "/* refusal_add */ SELECT sluice.refusal_add($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    private static final long EVERY_MILLIS = 500;
    private static final int AT_ONCE = 500;
    private static final int MOST = 5_000;

    private final Doors doors;
    private final Meters meters;
    private final ArrayDeque<Noted> waiting = new ArrayDeque<>();
    private final Map<Kind, Noted> repeated = new HashMap<>();
    private Future<Void> underWay = Future.succeededFuture();

    /** What refusals have in common that one row stands for. */
    private record Kind(
            TenantId tenant,
            String credential,
            String operation,
            String type,
            Optional<ResourceId> resource,
            int status,
            Reason reason,
            String detail) {
        Kind(Refusal refusal) {
            this(
                    refusal.tenant(),
                    refusal.author().substring(0, Math.max(0, refusal.author().indexOf(' '))),
                    refusal.operation(),
                    refusal.type(),
                    refusal.resource(),
                    refusal.problem().status(),
                    refusal.problem().reason(),
                    refusal.problem().logged());
        }

        /** What others did wrong is told for each of them. */
        boolean repeats() {
            return reason == Reason.RATE || reason == Reason.UNAVAILABLE;
        }
    }

    /** The first of its kind, and how many there were. */
    private static final class Noted {
        private final Refusal refusal;
        private final Kind kind;
        private int times = 1;

        Noted(Refusal refusal, Kind kind) {
            this.refusal = refusal;
            this.kind = kind;
        }
    }

    private RefusalQueue(Doors doors, Meters meters) {
        this.doors = doors;
        this.meters = meters;
        meters.add(Meter.REFUSALS_LOST, 0);
    }

    /** On the event loop or worker that calls. */
    public static RefusalQueue start(Vertx vertx, Doors doors, Meters meters) {
        RefusalQueue queue = new RefusalQueue(doors, meters);
        vertx.setPeriodic(EVERY_MILLIS, due -> queue.write());
        return queue;
    }

    @Override
    public void note(Refusal refusal) {
        Kind kind = new Kind(refusal);
        Noted same = repeated.get(kind);
        if (same != null) {
            same.times++;
        } else if (waiting.size() < MOST) {
            Noted noted = new Noted(refusal, kind);
            waiting.add(noted);
            if (kind.repeats()) {
                repeated.put(kind, noted);
            }
        } else {
            meters.count(Meter.REFUSALS_LOST);
        }
    }

    @Override
    public Future<Void> flush() {
        return underWay.transform(
                before -> waiting.isEmpty() ? Future.succeededFuture() : write().compose(written -> flush()));
    }

    private Future<Void> write() {
        if (!underWay.isComplete() || waiting.isEmpty()) {
            return underWay;
        }
        List<Noted> some = new ArrayList<>();
        while (some.size() < AT_ONCE && !waiting.isEmpty()) {
            Noted noted = waiting.remove();
            repeated.remove(noted.kind);
            some.add(noted);
        }
        // The function writes those of one tenant together.
        some.sort(Comparator.comparingLong(noted -> noted.refusal.tenant().value()));
        int refusals = some.stream().mapToInt(noted -> noted.times).sum();
        underWay = doors.write(ADD, parameters(some))
                .onFailure(failure -> meters.add(Meter.REFUSALS_LOST, refusals))
                .otherwiseEmpty()
                .mapEmpty();
        return underWay;
    }

    private static Tuple parameters(List<Noted> some) {
        List<Refusal> refusals = some.stream().map(noted -> noted.refusal).toList();
        return Tuple.tuple()
                .addArrayOfLong(refusals.stream()
                        .map(refusal -> refusal.tenant().value())
                        .toArray(Long[]::new))
                .addArrayOfOffsetDateTime(refusals.stream()
                        .map(refusal -> refusal.at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfString(texts(refusals, Refusal::author))
                .addArrayOfString(texts(refusals, Refusal::operation))
                .addArrayOfString(texts(refusals, Refusal::type))
                .addArrayOfUUID(refusals.stream()
                        .map(refusal ->
                                refusal.resource().map(ResourceId::value).orElse(null))
                        .toArray(UUID[]::new))
                .addArrayOfInteger(refusals.stream()
                        .map(refusal -> refusal.problem().status())
                        .toArray(Integer[]::new))
                .addArrayOfString(
                        texts(refusals, refusal -> refusal.problem().scimType().keyword()))
                .addArrayOfString(
                        texts(refusals, refusal -> refusal.problem().reason().code()))
                .addArrayOfString(texts(refusals, refusal -> refusal.problem().logged()))
                .addArrayOfInteger(some.stream().map(noted -> noted.times).toArray(Integer[]::new));
    }

    private static String[] texts(List<Refusal> refusals, Function<Refusal, String> text) {
        return refusals.stream().map(text).toArray(String[]::new);
    }
}
