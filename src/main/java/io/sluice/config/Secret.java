package io.sluice.config;

/** A password or token. It prints as stars, so that no log line or exception can carry it. */
public record Secret(String value) {
    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public String toString() {
        return "***";
    }
}
