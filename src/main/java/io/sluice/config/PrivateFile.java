package io.sluice.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/** A secret kept between starts in a file of mode 0600. */
public final class PrivateFile {
    private PrivateFile() {}

    /** The secret in the file; where there is no file yet, a new one that is on the disk when this returns. */
    public static Secret readOrCreate(Path file, Supplier<String> generator) throws IOException {
        try {
            String kept = Files.readString(file).strip();
            if (!kept.isEmpty()) {
                return new Secret(kept);
            }
        } catch (NoSuchFileException firstStart) {
            // Made below.
        }
        String generated = generator.get();
        write(file, generated + "\n");
        return new Secret(generated);
    }

    private static void write(Path file, String content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        // The mode is set as the file is made: there is no moment at which another user could open it.
        try (FileChannel channel = FileChannel.open(
                draft,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
