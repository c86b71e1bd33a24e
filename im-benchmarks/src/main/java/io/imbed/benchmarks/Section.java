package io.imbed.benchmarks;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One part of the results, in Markdown.
 *
 * @param name by which a later run finds it
 * @param about what its heading says behind that; may be empty
 */
public record Section(String name, String about, String text) {
    static final String HEADING = "## ";

    /** @param paragraphs those that are empty are left out */
    public static Section of(String name, String about, String... paragraphs) {
        String text = Stream.of(paragraphs)
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining("\n\n"));
        return new Section(name, about, text);
    }

    @Override
    public String toString() {
        return HEADING + name + (about.isEmpty() ? "" : ": " + about) + "\n\n" + text + "\n";
    }
}
