package io.sluice.filter;

import java.math.BigDecimal;

/** A comparison value: a JSON scalar. A bare word, as old clients send, is {@code Text}. */
public sealed interface Literal {
    record Text(String value) implements Literal {}

    record Bool(boolean value) implements Literal {}

    record Num(BigDecimal value) implements Literal {}

    record Null() implements Literal {}
}
