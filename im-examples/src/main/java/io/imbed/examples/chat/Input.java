package io.imbed.examples.chat;

import java.util.Locale;

/** A line as it was typed. */
sealed interface Input {
    /** To be sent. */
    record Text(String text) implements Input {}

    /** @param argument what follows the name, without spaces around it; may be empty */
    record Command(String name, String argument) implements Input {}

    /** Nothing. */
    record Blank() implements Input {}

    /** A line that begins with {@code /} is a command; one that begins with {@code //} is text that begins with {@code /}. */
    static Input parse(String line) {
        if (line.isBlank()) return new Blank();
        if (line.startsWith("//")) return new Text(line.substring(1));
        if (!line.startsWith("/")) return new Text(line);
        String[] words = line.substring(1).strip().split("\\s+", 2);
        return new Command(words[0].toLowerCase(Locale.ROOT), words.length > 1 ? words[1] : "");
    }
}
