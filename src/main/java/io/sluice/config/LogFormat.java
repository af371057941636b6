package io.sluice.config;

/** How log lines are written. */
public enum LogFormat {
    /** {@link #TEXT} on a terminal, {@link #JSON} elsewhere. */
    AUTO,
    JSON,
    TEXT
}
