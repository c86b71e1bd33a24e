package io.imbed.protocol;

import com.google.gson.JsonElement;

/** Open JSON ({@code content}, {@code meta}): checked once where it enters, then carried as compact text. */
final class StrictJson {
    private StrictJson() {}

    /**
     * Reads exactly one JSON value.
     *
     * @throws MalformedFrameException as {@link JsonTreeReader} says
     */
    static JsonElement parse(String json, JsonLimits limits) {
        return JsonTreeReader.read(json, limits);
    }

    /** The tree as text without blanks, keys in the order they came. */
    static JsonText compact(JsonElement element) {
        return new JsonText(new JsonOut(256).tree(element).toString());
    }

    /** Reads a content object; see {@link Content}. */
    static Content content(JsonElement element) {
        if (!element.isJsonObject()) {
            throw new MalformedFrameException("content is " + Sentences.describe(element) + ", must be an object");
        }
        Fields content = new Fields("content.", element.getAsJsonObject());
        String type = content.id("type");
        String fallback = content.string(type.equals(Content.TEXT) ? "text" : "fallback");
        // Most are text, and many are kept: one string for all of those.
        return new Content(type.equals(Content.TEXT) ? Content.TEXT : type, fallback, compact(element));
    }

    static Content textContent(String text) {
        String clean = wellFormed(text);
        String json = new JsonOut(clean.length() + 32)
                .beginObject()
                .field("type", Content.TEXT)
                .field("text", clean)
                .endObject()
                .toString();
        return new Content(Content.TEXT, clean, new JsonText(json));
    }

    /** Puts U+FFFD where a lone surrogate or a NUL stands. */
    private static String wellFormed(String text) {
        StringBuilder clean = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                if (clean == null) clean = new StringBuilder(text);
                clean.setCharAt(i, '\uFFFD');
            }
        }
        return clean == null ? text : clean.toString();
    }
}
