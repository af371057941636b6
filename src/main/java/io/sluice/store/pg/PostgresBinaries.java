package io.sluice.store.pg;

import io.sluice.config.ConfigException;
import io.sluice.config.Release;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of the PostgreSQL that travels inside the jar, unpacked. Nothing is downloaded. */
record PostgresBinaries(Path home) {
    private static final int OWNER_EXECUTES = 0100;

    /**
     * The programs in a directory of their version under {@code parent}. The first call for a version unpacks them, and says so since it takes
     * some seconds. {@link ConfigException} on a platform, or from a jar, that has none.
     */
    static PostgresBinaries in(Path parent, Consumer<String> progress) throws IOException {
        String version = Release.read().postgresql();
        Path home = parent.resolve("postgresql-" + version);
        if (!Files.isDirectory(home)) {
            try (InputStream archive = archive()) {
                progress.accept("Unpacking PostgreSQL " + version + " (first start only) ...");
                // Renamed when complete, so that an interrupted start leaves nothing that looks complete.
                Path draft = Files.createTempDirectory(parent, "unpacking-");
                unpack(archive, draft);
                Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return new PostgresBinaries(home);
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static InputStream archive() {
        String name = "/postgres-" + system() + "-" + architecture() + ".txz";
        InputStream archive = PostgresBinaries.class.getResourceAsStream(name);
        if (archive == null) {
            throw unavailable("This build carries no embedded PostgreSQL");
        }
        return archive;
    }

    private static String system() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        // Alpine's C library cannot run programs linked against glibc.
        if (name.startsWith("linux") && !Files.exists(Path.of("/etc/alpine-release"))) {
            return "linux";
        }
        if (name.startsWith("mac")) {
            return "darwin";
        }
        throw unavailable("The embedded PostgreSQL runs on Linux (glibc) and macOS only");
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> throw unavailable("The embedded PostgreSQL runs on x86-64 and 64-bit ARM processors only");
        };
    }

    private static ConfigException unavailable(String why) {
        return new ConfigException(why + "; set SLUICE_DATABASE_URL to a PostgreSQL server of your own");
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive reaches outside its directory");
                }
                place(entry, tar, path);
            }
        }
    }

    private static void place(TarArchiveEntry entry, InputStream content, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        if (path.getParent() != null) {
            Files.createDirectories(path.getParent());
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        if ((entry.getMode() & OWNER_EXECUTES) != 0) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
