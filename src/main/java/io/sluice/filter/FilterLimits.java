package io.sluice.filter;

/**
 * What a filter or path may cost, checked before and while it is read, so that refusing one is cheap.
 *
 * @param length characters of the whole text
 * @param depth nesting of parentheses, those of {@code not} too, and brackets together
 * @param terms comparisons in all
 */
public record FilterLimits(int length, int depth, int terms) {
    /** 16 KiB and depth 32 are what other servers settled on after nested filters had stopped them; 512 terms is above any seen client. */
    public static final FilterLimits DEFAULT = new FilterLimits(16_384, 32, 512);
}
