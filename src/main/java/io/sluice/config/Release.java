package io.sluice.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build wrote down about itself: its own version and that of the PostgreSQL it carries, for example 18.6.0. */
public record Release(String version, String postgresql) {

    public static Release read() {
        Properties properties = new Properties();
        try (InputStream resource = Release.class.getResourceAsStream("/io/sluice/version.properties")) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Release(
                properties.getProperty("version", "unknown"), properties.getProperty("postgresql", "unknown"));
    }
}
