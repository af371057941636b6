package io.sluice.store.pg;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of the PostgreSQL that travels inside the jar, unpacked. Nothing is downloaded. */
record PostgresBinaries(Path home) {
    private static final int OWNER_EXECUTES = 0100;

    /** The programs in a directory of their version under {@code parent}; the first call for a version unpacks them there and says so. */
    static PostgresBinaries unpack(PostgresArchive archive, Path parent, Consumer<String> progress) throws IOException {
        Path home = parent.resolve("postgresql-" + archive.version());
        if (!Files.isDirectory(home)) {
            progress.accept(
                    "Unpacking PostgreSQL " + archive.version().replaceFirst("\\.0$", "") + " (first start only) ...");
            // Renamed when complete, so that an interrupted start leaves nothing that looks complete.
            Path draft = Files.createTempDirectory(parent, "unpacking-");
            try (InputStream packed = archive.open()) {
                unpack(packed, draft);
            }
            publish(draft, home);
        }
        return new PostgresBinaries(home);
    }

    private static void publish(Path draft, Path home) throws IOException {
        try {
            Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException failure) {
            // Another process may have unpacked the same in the meantime; its copy serves as well.
            if (!Files.isDirectory(home)) {
                throw failure;
            }
        }
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
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
