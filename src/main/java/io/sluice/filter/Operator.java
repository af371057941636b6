package io.sluice.filter;

/** The comparing operators of RFC 7644 section 3.4.2.2; {@code pr} is {@link Filter.Present}. */
public enum Operator {
    EQ,
    NE,
    CO,
    SW,
    EW,
    GT,
    GE,
    LT,
    LE
}
