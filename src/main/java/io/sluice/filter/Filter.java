package io.sluice.filter;

import io.sluice.schema.AttributePath;
import java.util.List;
import java.util.stream.Stream;

/**
 * A parsed filter (RFC 7644 section 3.4.2.2), not yet held against any schema. {@code And} and {@code Or} have two or more terms and flatten
 * those of their own kind. {@code ValuePath} holds its condition for one element of a multi-valued complex attribute; the paths inside it are
 * sub-attribute names. Entra's {@code emails[type eq "work"].value eq "x"} is {@code ValuePath(emails, And(type eq "work", value eq "x"))}.
 */
public sealed interface Filter {
    record And(List<Filter> terms) implements Filter {
        public And {
            terms = terms.stream()
                    .flatMap(term -> term instanceof And inner ? inner.terms().stream() : Stream.of(term))
                    .toList();
        }
    }

    record Or(List<Filter> terms) implements Filter {
        public Or {
            terms = terms.stream()
                    .flatMap(term -> term instanceof Or inner ? inner.terms().stream() : Stream.of(term))
                    .toList();
        }
    }

    record Not(Filter term) implements Filter {}

    record Compare(AttributePath path, Operator operator, Literal value) implements Filter {}

    record Present(AttributePath path) implements Filter {}

    record ValuePath(AttributePath path, Filter condition) implements Filter {}
}
