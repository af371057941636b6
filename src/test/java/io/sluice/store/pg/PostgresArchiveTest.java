package io.sluice.store.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresArchiveTest {

    @ParameterizedTest
    @CsvSource({"linux,amd64", "linux,aarch64", "mac os x,x86_64", "mac os x,aarch64"})
    void everySupportedPlatformHasItsArchiveOnTheClassPath(String system, String processor) {
        assertThat(PostgresArchive.class.getResource(PostgresArchive.resource(system, processor)))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"windows 11,amd64", "freebsd,amd64", "linux,riscv64", "'',''"})
    void otherPlatformsAreAskedForAServerOfTheirOwn(String system, String processor) {
        assertThatThrownBy(() -> PostgresArchive.resource(system, processor))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SLUICE_DATABASE_URL")
                .hasMessageNotContaining("\n");
    }

    @Test
    void versionIsKnown() {
        assertThat(PostgresArchive.ofThisPlatform().version()).startsWith("18.");
    }
}
