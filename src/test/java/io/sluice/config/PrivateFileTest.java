package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
    @TempDir
    private Path directory;

    @Test
    void keepsTheFirstSecretForItsOwnerAlone() throws IOException {
        Path file = directory.resolve("secret");

        assertThat(PrivateFile.readOrCreate(file, () -> "first")).isEqualTo(new Secret("first"));
        assertThat(PrivateFile.readOrCreate(file, () -> "second")).isEqualTo(new Secret("first"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void makesAnewWhatAnInterruptedStartLeftEmpty() throws IOException {
        Path file = Files.createFile(directory.resolve("secret"));
        Files.createFile(directory.resolve("secret.new"));

        assertThat(PrivateFile.readOrCreate(file, () -> "whole")).isEqualTo(new Secret("whole"));

        assertThat(directory).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining("glob:**.new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
