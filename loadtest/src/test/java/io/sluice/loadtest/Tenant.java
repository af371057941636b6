package io.sluice.loadtest;

import io.sluice.loadtest.Play.Seat;
import io.sluice.loadtest.entra.Census;
import io.sluice.loadtest.entra.Dialect;
import io.sluice.loadtest.entra.Directory;
import io.sluice.loadtest.entra.Jobs;
import io.sluice.loadtest.entra.Mapping;
import io.sluice.loadtest.entra.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One customer: a token, what its directory must hold, the jobs that fill it and one that reads it at the end. */
final class Tenant {
    /** What a tenant is filled with that was not seeded. */
    private static final Size SMALL = new Size(200, 20, 100, 200);

    private final String name;
    private final String token;
    private final Directory directory;
    private final List<Jobs> jobs = new ArrayList<>();
    private final Jobs preparer;
    private final Jobs reader;
    private final Census census;

    Tenant(String name, String token) {
        this.name = name;
        this.token = token;
        this.directory = new Directory(name + ".example");
        this.preparer = new Jobs(directory, Mapping.usual(Dialect.DEFAULT), 99, false)
                .discovery()
                .initialCycleIfEmpty(SMALL);
        this.reader = new Jobs(directory, Mapping.usual(Dialect.COMPLIANT), 100, false);
        this.census = reader.census();
    }

    /** One more job, in the other dialect than the one before. */
    Jobs job(boolean throttledIsFine) {
        boolean even = (name.hashCode() + jobs.size()) % 2 == 0;
        Mapping mapping = even ? Mapping.usual(Dialect.DEFAULT) : Mapping.thorough(Dialect.COMPLIANT);
        Jobs made = new Jobs(directory, mapping, jobs.size(), throttledIsFine);
        jobs.add(made);
        return made;
    }

    String name() {
        return name;
    }

    String token() {
        return token;
    }

    /** Where the jobs' requests come from. */
    List<Seat> seats() {
        return jobs.stream().map(made -> new Seat(this, made.job())).toList();
    }

    Optional<Seat> unfinished() {
        return seats().stream().filter(seat -> !seat.job().isFinished()).findFirst();
    }

    void endOfDay() {
        jobs.forEach(Jobs::endOfDay);
    }

    Seat preparer() {
        return new Seat(this, preparer.job());
    }

    Seat reader() {
        return new Seat(this, reader.job());
    }

    boolean directoryIsEqual() {
        return census.isEqual();
    }

    boolean isHealthy() {
        return jobs.stream().allMatch(job -> job.job().quarantine().points() == 0);
    }

    /** For a person, at the end. */
    String summary() {
        long points =
                jobs.stream().mapToLong(job -> job.job().quarantine().points()).sum();
        long attempts = jobs.stream()
                .mapToLong(job -> job.job().quarantine().attempts())
                .sum();
        Optional<String> reason = jobs.stream()
                .flatMap(job -> job.job().quarantine().reason().stream())
                .findFirst();
        return name + ": " + census.summary() + "; quarantine " + reason.orElse("never") + ", " + points + " points of "
                + attempts + " objects";
    }
}
