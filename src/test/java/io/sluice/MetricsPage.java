package io.sluice;

import java.util.stream.Stream;

/** The answer of {@code /metrics}. */
public record MetricsPage(String text) {
    /**
     * The sum of a meter over all its labels, or the value of one series.
     *
     * @param series a meter's name, or that with labels as the page has them
     */
    public double sum(String series) {
        return text.lines()
                .filter(line -> Stream.of(" ", "{").anyMatch(end -> line.startsWith(series + end)))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
