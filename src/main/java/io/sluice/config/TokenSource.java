package io.sluice.config;

import java.nio.file.Path;

/** Where a token comes from. */
public sealed interface TokenSource {

    /** Given in the environment: whoever gave it knows it, so it is never printed. */
    record Given(Secret token) implements TokenSource {}

    /** Made at the first start and kept in {@code file}, to be printed at each. */
    record Generated(Path file) implements TokenSource {}

    record None() implements TokenSource {}
}
