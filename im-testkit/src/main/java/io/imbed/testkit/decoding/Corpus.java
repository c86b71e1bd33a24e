package io.imbed.testkit.decoding;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The files of this package: a JSON text a line. */
final class Corpus {
    private Corpus() {}

    static List<JsonElement> lines(String file) {
        try (InputStream in = Objects.requireNonNull(Corpus.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(JsonParser::parseString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Big List of Naughty Strings. */
    static List<String> naughtyStrings() {
        return lines("naughty-strings.jsonl").stream()
                .map(JsonElement::getAsString)
                .toList();
    }
}
