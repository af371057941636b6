package io.sluice.limits;

import java.util.Locale;

/** For want of what a request was refused. */
enum Refusal {
    RATE,
    TENANT,
    ALL,
    MEMORY;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
