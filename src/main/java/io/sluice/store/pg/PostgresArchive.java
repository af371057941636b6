package io.sluice.store.pg;

import io.sluice.config.ConfigException;
import io.sluice.config.Release;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The PostgreSQL inside the jar, still packed.
 *
 * @param resource where it is on the class path
 * @param version for example 18.6.0
 */
record PostgresArchive(String resource, String version) {

    /** {@link ConfigException} on a platform, or from a jar, that has none. */
    static PostgresArchive ofThisPlatform() {
        PostgresArchive archive = new PostgresArchive(
                resource(property("os.name"), property("os.arch")),
                Release.read().postgresql());
        if (PostgresArchive.class.getResource(archive.resource()) == null) {
            throw unavailable("This build carries no embedded PostgreSQL for this platform");
        }
        return archive;
    }

    static String resource(String system, String processor) {
        String architecture = architecture(processor);
        if (system.startsWith("mac")) {
            // Universal programs, for both architectures in one archive.
            return "/postgres-darwin-arm_64.txz";
        }
        // Alpine's C library cannot run programs linked against glibc.
        if (system.startsWith("linux") && !Files.exists(Path.of("/etc/alpine-release"))) {
            return "/postgres-linux-" + architecture + ".txz";
        }
        throw unavailable("The embedded PostgreSQL runs on Linux (glibc) and macOS only");
    }

    InputStream open() {
        InputStream stream = PostgresArchive.class.getResourceAsStream(resource);
        if (stream == null) {
            throw unavailable("This build carries no embedded PostgreSQL for this platform");
        }
        return stream;
    }

    private static String architecture(String processor) {
        return switch (processor) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> throw unavailable("The embedded PostgreSQL runs on x86-64 and 64-bit ARM processors only");
        };
    }

    private static String property(String name) {
        return System.getProperty(name, "").toLowerCase(Locale.ROOT);
    }

    private static ConfigException unavailable(String why) {
        return new ConfigException(why + "; set SLUICE_DATABASE_URL to a PostgreSQL server of your own");
    }
}
