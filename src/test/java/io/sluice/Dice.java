package io.sluice;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chance with a seed. */
public final class Dice {
    /** Keeps the streams of neighbouring inputs apart. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final SplittableRandom random;

    private Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public static Dice of(long seed, long number) {
        return new Dice(seed * 31 + number * STEP);
    }

    /** 0 to {@code bound - 1}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    public boolean oneIn(int times) {
        return below(times) == 0;
    }

    public <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }

    @SafeVarargs
    public final <T> T pick(T... choices) {
        return choices[below(choices.length)];
    }

    /** {@code least} to {@code most} of what the supplier gives, joined. */
    public String some(int least, int most, String delimiter, Supplier<String> each) {
        return Stream.generate(each).limit(least + below(most - least + 1)).collect(Collectors.joining(delimiter));
    }

    /** The text with the case of some letters turned. */
    public String recased(String text) {
        StringBuilder recased = new StringBuilder(text);
        for (int edits = 1 + below(3); edits > 0 && !text.isEmpty(); edits--) {
            int place = below(text.length());
            char c = text.charAt(place);
            recased.setCharAt(place, Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
        }
        return recased.toString();
    }
}
