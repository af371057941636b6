package io.sluice.telemetry;

import java.util.List;
import java.util.Locale;

/**
 * Every meter of the process, as it is called in {@code /metrics}; what is not here is not shown. The README has the same list for whoever
 * looks at the figures.
 */
public enum Meter {
    HTTP_REQUEST(
            "sluice_http_request_seconds",
            Kind.HISTOGRAM,
            "seconds",
            "from a request's head to the end of its answer",
            "route",
            "operation",
            "status"),
    HTTP_IN_FLIGHT("sluice_http_requests_in_flight", Kind.GAUGE, "requests", "begun and not yet answered"),
    HTTP_PROBLEMS("sluice_http_problems_total", Kind.COUNTER, "answers", "SCIM errors sent", "status", "scim_type"),
    TENANT_REQUESTS(
            "sluice_tenant_requests_total",
            Kind.COUNTER,
            "requests",
            "of each of the first 100 tenants since the start; those of the rest are `other`",
            Meter.TENANT,
            "status"),
    LIMIT_REFUSALS(
            "sluice_limit_refusals_total",
            Kind.COUNTER,
            "requests",
            "refused for the `rate` of a tenant, its requests in work (`tenant`), those of all (`all`), or the `memory` for bodies",
            "reason"),
    LIMIT_PLACES(
            "sluice_limit_places",
            Kind.GAUGE,
            "requests",
            "of all tenants that may be in work at once as things are: `reads` and `writes`",
            "work"),
    LIMIT_PLACES_TAKEN("sluice_limit_places_taken", Kind.GAUGE, "requests", "in work of these", "work"),
    BULK_REQUESTS(
            "sluice_bulk_requests",
            Kind.GAUGE,
            "requests",
            "of Bulk that clients wait for: `waiting` or `running`",
            "state"),
    BULK_OPERATIONS(
            "sluice_bulk_operations_total",
            Kind.COUNTER,
            "operations",
            "of Bulk requests, kept ones included",
            "status"),
    BULK_JOBS(
            "sluice_bulk_jobs",
            Kind.GAUGE,
            "requests",
            "of Bulk that are kept and not finished, of all replicas: `waiting` or `running`",
            "state"),
    BULK_JOB_WAIT(
            "sluice_bulk_job_wait_seconds",
            Kind.GAUGE,
            "seconds",
            "since the oldest kept request that waits for a replica came"),
    BULK_JOB_RUNS(
            "sluice_bulk_job_runs_total",
            Kind.COUNTER,
            "runs",
            "of kept requests here: `done`, `left` to the next run, or `failed`, so that another tries again",
            "outcome"),
    HTTP_CONNECTIONS("sluice_http_connections", Kind.GAUGE, "connections", "open to the SCIM port"),
    DATABASE_STATEMENT(
            "sluice_database_statement_seconds",
            Kind.HISTOGRAM,
            "seconds",
            "from a statement's sending, or waiting for a connection, to its end: `answered`, `refused` by the server, or `failed`",
            "door",
            "outcome"),
    DATABASE_STATEMENTS(
            "sluice_database_statements", Kind.GAUGE, "statements", "waiting or sent and not yet answered", "door"),
    DATABASE_RETRIES(
            "sluice_database_retries_total",
            Kind.COUNTER,
            "transactions",
            "run again because PostgreSQL undid them for the sake of another",
            "door"),
    DATABASE_RENEWALS(
            "sluice_database_renewals_total",
            Kind.COUNTER,
            "times",
            "that all connections of a door were given up because no answer came",
            "door"),
    DATABASE_DOWN(
            "sluice_database_down",
            Kind.GAUGE,
            "event loops",
            "to which the database is out of reach, so that they refuse at once"),
    REFUSALS_LOST(
            "sluice_refusals_lost_total",
            Kind.COUNTER,
            "refusals",
            "that are missing in the provisioning log, since too many came at once or the database did not take them"),
    CHANGE_LAG(
            "sluice_change_lag_seconds",
            Kind.GAUGE,
            "seconds",
            "for which one unfinished transaction has kept readers of the change rows waiting"),
    POOL_WAITING(
            "vertx_pool_queue_pending",
            Kind.OTHER,
            "tasks",
            "waiting for a database connection or a worker thread",
            "pool_name",
            "pool_type"),
    POOL_WAIT(
            "vertx_pool_queue_time_seconds", Kind.OTHER, "seconds", "time spent waiting so", "pool_name", "pool_type"),
    POOL_BUSY(
            "vertx_pool_in_use",
            Kind.OTHER,
            "connections",
            "lent by the pool, or threads at work",
            "pool_name",
            "pool_type"),
    MEMORY_USED("jvm_memory_used_bytes", Kind.OTHER, "bytes", "in use, heap and beyond", "area", "id"),
    MEMORY_MAX("jvm_memory_max_bytes", Kind.OTHER, "bytes", "most that may be used; -1: no limit", "area", "id"),
    BUFFER_MEMORY("jvm_buffer_memory_used_bytes", Kind.OTHER, "bytes", "of buffers outside of the heap", "id"),
    GC_PAUSE(
            "jvm_gc_pause_seconds",
            Kind.OTHER,
            "seconds",
            "in which a collection stopped everything",
            "action",
            "cause",
            "gc"),
    THREADS("jvm_threads_live_threads", Kind.OTHER, "threads", "alive"),
    PROCESS_CPU("process_cpu_usage", Kind.OTHER, "ratio", "of all cores, by this process");

    /** The label whose values the number of customers would multiply. */
    public static final String TENANT = "tenant";

    /** What the rooms may do with a meter. */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        /** Comes from a library. */
        OTHER
    }

    private final String exposed;
    private final Kind kind;
    private final String unit;
    private final String meaning;
    private final List<String> labels;

    Meter(String exposed, Kind kind, String unit, String meaning, String... labels) {
        this.exposed = exposed;
        this.kind = kind;
        this.unit = unit;
        this.meaning = meaning;
        this.labels = List.of(labels);
    }

    /** Its name in {@code /metrics}. */
    public String exposed() {
        return exposed;
    }

    public Kind kind() {
        return kind;
    }

    public String unit() {
        return unit;
    }

    /** Reads on from the unit. */
    public String meaning() {
        return meaning;
    }

    public List<String> labels() {
        return labels;
    }

    /** Its row of the README's table. */
    public String row() {
        String type = kind == Kind.OTHER ? "" : ", " + kind.name().toLowerCase(Locale.ROOT);
        return "| `" + exposed + "` | " + unit + type + " | " + String.join(", ", labels) + " | " + meaning + " |";
    }
}
