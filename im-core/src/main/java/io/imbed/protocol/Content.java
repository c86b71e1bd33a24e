package io.imbed.protocol;

import java.util.Optional;

/**
 * What a message says: an open JSON object with a {@code type}. Types known to everyone are {@code text},
 * {@code image}, {@code file}, {@code audio} and {@code location}; a host may use its own.
 *
 * @param type what the object is, by the grammar of ids
 * @param fallback plain text for search, push and clients that do not know the type; for {@code text} the text itself
 * @param json the whole object, {@code type} and fallback included
 */
public record Content(String type, String fallback, JsonText json) {
    public static final String TEXT = "text";

    /** Plain text. Any string will do; lone surrogates are replaced, as they have no UTF-8 form. */
    public static Content text(String text) {
        return StrictJson.textContent(text);
    }

    /**
     * Reads a content object of the host's own making.
     *
     * @throws MalformedFrameException if it is not a JSON object with {@code type} and, unless that is {@code text},
     *     {@code fallback}
     */
    public static Content parse(String json) {
        return StrictJson.content(StrictJson.parse(json, JsonLimits.DEFAULT));
    }

    /** The text, if this is of type {@code text}. */
    public Optional<String> asText() {
        return type.equals(TEXT) ? Optional.of(fallback) : Optional.empty();
    }

    /** Never the content: it reaches logs. */
    @Override
    public String toString() {
        return "Content[" + type + ", " + json.text().length() + " characters]";
    }
}
