package io.sluice.store.pg;

import static io.sluice.store.pg.TestDatabase.execute;
import static io.sluice.store.pg.TestDatabase.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.BesideOthers;
import io.sluice.config.ConfigException;
import io.sluice.config.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@BesideOthers
class EmbeddedDatabaseIT {
    private static final Path PROGRAMS = TestDatabase.PROGRAMS;

    @TempDir
    private static Path shared;

    private static FirstStart firstStart;

    @TempDir
    private Path directory;

    private final List<String> progress = new ArrayList<>();

    @BeforeAll
    static void startOnce() {
        firstStart = FirstStart.in(shared.resolve("first"));
    }

    @Test
    void isDurableLocalAndAsksForPasswords() throws Exception {
        try (EmbeddedDatabase database = start()) {
            assertThat(query(
                            database.serving(),
                            "SELECT name || '=' || setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit',"
                                    + " 'full_page_writes', 'listen_addresses', 'unix_socket_directories', 'server_encoding',"
                                    + " 'password_encryption', 'data_checksums') ORDER BY name"))
                    .extracting(List::getFirst)
                    .containsExactly(
                            "data_checksums=on",
                            "fsync=on",
                            "full_page_writes=on",
                            "listen_addresses=127.0.0.1",
                            "password_encryption=scram-sha-256",
                            "server_encoding=UTF8",
                            "synchronous_commit=on");
            assertThat(query(
                            database.superuser(),
                            "SELECT DISTINCT auth_method FROM pg_hba_file_rules ORDER BY auth_method"))
                    .containsExactly(List.of("scram-sha-256"));
            for (String wrong : List.of("wrong", "")) {
                assertThatThrownBy(() -> query(database.serving().withPassword(new Secret(wrong)), "SELECT 1"))
                        .isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> query(database.superuser().withPassword(new Secret(wrong)), "SELECT 1"))
                        .isInstanceOf(SQLException.class);
            }
            assertThat(
                            query(
                                    database.superuser(),
                                    "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname LIKE 'sluice%' ORDER BY 1"))
                    .containsExactly(List.of("sluice_owner", "f", "f", "f"), List.of("sluice_serve", "f", "f", "f"));
            assertThatThrownBy(() -> execute(database.serving(), "CREATE TEMPORARY TABLE mine (id int)"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> execute(database.serving(), "CREATE TABLE public.mine (id int)"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void ordersAndFoldsCharactersWithoutTheOperatingSystem() throws Exception {
        try (EmbeddedDatabase database = startAgain()) {
            assertThat(
                            query(
                                    database.serving(),
                                    "SELECT datlocprovider, datlocale, upper('straße äé') FROM pg_database WHERE datname = current_database()"))
                    .containsExactly(List.of("b", "C.UTF-8", "STRASSE ÄÉ".replace("SS", "ß")));
        }
    }

    @Test
    void keepsDataAndPasswordsBetweenStarts() throws Exception {
        Secret password;
        try (EmbeddedDatabase database = start()) {
            password = database.serving().password();
            Migrations.migrate(database.owner(), database.serving().user());
            execute(database.serving(), "INSERT INTO sluice.tenant (name) VALUES ('acme')");
        }
        String home = directory.toRealPath().toString();
        assertThat(progress).anyMatch(line -> line.contains(home));
        progress.clear();

        try (EmbeddedDatabase database = start()) {
            Migrations.migrate(database.owner(), database.serving().user());
            assertThat(query(database.serving(), "SELECT name FROM sluice.tenant"))
                    .containsExactly(List.of("acme"));
            assertThat(database.serving().password()).isEqualTo(password);
            assertThat(progress).isEmpty();
        }
    }

    @Test
    void nobodyElseCanReadItsFiles() throws Exception {
        Path fresh = directory.resolve("a").resolve("b");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(fresh, PROGRAMS, List.of(), progress::add)) {
            assertThat(permissions(fresh)).isEqualTo("rwx------");
            assertThat(permissions(fresh.resolve("cluster"))).isEqualTo("rwx------");
            for (String file : List.of("superuser.password", "owner.password", "serving.password")) {
                assertThat(permissions(fresh.resolve(file))).isEqualTo("rw-------");
            }
            assertThat(database.toString())
                    .doesNotContain(database.owner().password().value());
        }
    }

    @Test
    void refusesASecondStartInTheSameProcessAndLetsGoOnClose() throws Exception {
        EmbeddedDatabase first = startAgain();
        assertThatThrownBy(this::start)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("SLUICE_EMBEDDED_DIR");

        first.close();
        first.close();

        assertThatCode(() -> start().close()).doesNotThrowAnyException();
    }

    @Test
    void refusesASecondProcessAndEndsThePostmasterOfAKilledOne() throws Exception {
        firstStart.copyTo(directory);
        Process process = startElsewhere();
        try {
            assertThatThrownBy(this::start)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("SLUICE_EMBEDDED_DIR")
                    .hasMessageNotContaining("\n");
        } finally {
            process.destroyForcibly().waitFor();
        }
        ProcessHandle orphan = postmaster();
        assertThat(runs(orphan)).isTrue();

        try (EmbeddedDatabase database = start()) {
            assertThat(runs(orphan)).isFalse();
            assertThat(query(database.owner(), "SELECT number FROM kept")).containsExactly(List.of("1"));
        }
    }

    @Test
    void recoversWhenPostmasterAndGatewayWereKilledAtOnce() throws Exception {
        firstStart.copyTo(directory);
        Process process = startElsewhere();
        ProcessHandle postmaster = postmaster();
        process.destroyForcibly().waitFor();
        postmaster.destroyForcibly();
        while (runs(postmaster)) {
            Thread.sleep(20);
        }

        try (EmbeddedDatabase database = start()) {
            assertThat(query(database.owner(), "SELECT number FROM kept")).containsExactly(List.of("1"));
        }
    }

    @Test
    void leavesAnUnrelatedProcessAloneThatGotTheIdOfADeadPostmaster() throws Exception {
        firstStart.copyTo(directory);
        Process bystander = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    directory.resolve("cluster").resolve("postmaster.pid"),
                    bystander.pid() + "\n" + directory.toRealPath().resolve("cluster") + "\n");

            start().close();

            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void refusesTheCopyOfADirectoryWhosePostmasterRuns() throws Exception {
        Path copy = Files.createDirectories(directory.resolve("copy").resolve("cluster"));
        firstStart.copyTo(directory.resolve("original"));
        try (EmbeddedDatabase original =
                EmbeddedDatabase.start(directory.resolve("original"), PROGRAMS, List.of(), progress::add)) {
            for (String file : List.of("postmaster.pid", "PG_VERSION")) {
                Files.copy(directory.resolve("original").resolve("cluster").resolve(file), copy.resolve(file));
            }

            assertThatThrownBy(
                            () -> EmbeddedDatabase.start(directory.resolve("copy"), PROGRAMS, List.of(), progress::add))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("SLUICE_EMBEDDED_DIR");

            assertThat(query(original.serving(), "SELECT 1")).hasSize(1);
        }
    }

    @Test
    void beginsAnewAfterAnInterruptedFirstStart() throws Exception {
        Files.writeString(
                Files.createDirectories(directory.resolve("cluster.new")).resolve("PG_VERSION"), "18\n");

        start().close();

        assertThat(directory.resolve("cluster.new")).doesNotExist();
    }

    @Test
    void namesTheVariableOfADirectoryThatCannotBeUsed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> EmbeddedDatabase.start(file, progress::add))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("SLUICE_EMBEDDED_DIR");
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(directory, PROGRAMS, List.of(), progress::add);
    }

    private EmbeddedDatabase startAgain() throws Exception {
        firstStart.copyTo(directory);
        return start();
    }

    private Process startElsewhere() throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-classpath",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        EmbeddedDatabaseProcess.class.getName(),
                        directory.toString(),
                        PROGRAMS.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        assertThat(output.readLine()).isEqualTo("started");
        return process;
    }

    private ProcessHandle postmaster() throws IOException {
        String id = Files.readAllLines(directory.resolve("cluster").resolve("postmaster.pid"))
                .getFirst();
        return ProcessHandle.of(Long.parseLong(id)).orElseThrow();
    }

    /** Without those that ended and wait for their parent to notice: they have no program any more. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
