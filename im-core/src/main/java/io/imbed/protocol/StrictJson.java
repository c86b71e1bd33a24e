package io.imbed.protocol;

import com.google.gson.JsonElement;

/** STUB, the helper writes it. */
final class StrictJson {
    static JsonElement parse(String json, JsonLimits limits) { throw new MalformedFrameException("todo"); }
    static JsonText compact(JsonElement element) { throw new MalformedFrameException("todo"); }
    static Content content(JsonElement element) { throw new MalformedFrameException("todo"); }
    static Content textContent(String text) { throw new MalformedFrameException("todo"); }
}
