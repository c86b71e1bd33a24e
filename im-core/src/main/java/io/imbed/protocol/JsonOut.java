package io.imbed.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line of compact JSON. What it writes holds no line break of any kind, always has a UTF-8 form and passes
 * {@link JsonTreeReader}: lone surrogates and NUL become U+FFFD.
 *
 * <p>Whether a comma is due is read off the last character written, so there is no stack to keep. Field names are
 * constants of ours and are not escaped.
 *
 * <p>Threads: made for one call.
 */
final class JsonOut {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out;

    /** @param capacity characters expected; a good guess saves copying */
    JsonOut(int capacity) {
        this.out = new StringBuilder(capacity);
    }

    JsonOut beginObject() {
        comma();
        out.append('{');
        return this;
    }

    JsonOut beginObject(String name) {
        name(name);
        out.append('{');
        return this;
    }

    JsonOut endObject() {
        out.append('}');
        return this;
    }

    JsonOut beginArray(String name) {
        name(name);
        out.append('[');
        return this;
    }

    JsonOut endArray() {
        out.append(']');
        return this;
    }

    JsonOut field(String name, String value) {
        name(name);
        quoted(value);
        return this;
    }

    JsonOut field(String name, long value) {
        name(name);
        out.append(value);
        return this;
    }

    JsonOut field(String name, boolean value) {
        name(name);
        out.append(value);
        return this;
    }

    JsonOut field(String name, Instant value) {
        return field(name, value.toEpochMilli());
    }

    /** Copies the JSON as it is. */
    JsonOut field(String name, JsonText value) {
        name(name);
        out.append(value.text());
        return this;
    }

    JsonOut optional(String name, @Nullable String value) {
        return value == null ? this : field(name, value);
    }

    JsonOut optional(String name, @Nullable Long value) {
        return value == null ? this : field(name, (long) value);
    }

    JsonOut optional(String name, @Nullable JsonText value) {
        return value == null ? this : field(name, value);
    }

    JsonOut optional(String name, @Nullable Instant value) {
        return value == null ? this : field(name, value);
    }

    /** Writes the field only if it is true. */
    JsonOut flag(String name, boolean value) {
        return value ? field(name, true) : this;
    }

    /** Writes the array only if it holds something. */
    JsonOut optional(String name, Iterable<String> values) {
        if (!values.iterator().hasNext()) return this;
        beginArray(name);
        for (String value : values) value(value);
        return endArray();
    }

    JsonOut value(String value) {
        comma();
        quoted(value);
        return this;
    }

    JsonOut value(long value) {
        comma();
        out.append(value);
        return this;
    }

    /** Opens an object under a name that is not ours. */
    JsonOut beginObjectAt(String anyName) {
        value(anyName);
        out.append(":{");
        return this;
    }

    /** Writes a tree; the recursion is as deep as {@link JsonTreeReader} let the tree be. */
    JsonOut tree(JsonElement element) {
        if (element instanceof JsonObject object) {
            beginObject();
            for (Map.Entry<String, JsonElement> field : object.entrySet()) {
                value(field.getKey());
                out.append(':');
                tree(field.getValue());
            }
            return endObject();
        }
        comma();
        if (element instanceof JsonArray array) {
            out.append('[');
            for (JsonElement value : array) tree(value);
            out.append(']');
        } else if (element instanceof JsonPrimitive primitive && primitive.isString()) {
            quoted(primitive.getAsString());
        } else {
            out.append(element.isJsonNull() ? "null" : element.getAsString());
        }
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void name(String name) {
        comma();
        out.append('"').append(name).append("\":");
    }

    private void comma() {
        if (out.isEmpty()) return;
        char last = out.charAt(out.length() - 1);
        if (last != '{' && last != '[' && last != ':') out.append(',');
    }

    private void quoted(String value) {
        out.append('"');
        int copied = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (isPlain(c)) continue;
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
                continue;
            }
            out.append(value, copied, i);
            copied = i + 1;
            escape(c);
        }
        // The whole string at once is an array copy, a part of it a loop over its characters (JDK 17).
        if (copied == 0) out.append(value);
        else out.append(value, copied, value.length());
        out.append('"');
    }

    private static boolean isPlain(char c) {
        if (c < 0x80) return c >= ' ' && c != '"' && c != '\\';
        return !Character.isSurrogate(c) && !isLineBreak(c);
    }

    /** NEL, LS and PS: some languages' "split into lines" breaks a line there too. */
    private static boolean isLineBreak(char c) {
        return c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c == 0 || Character.isSurrogate(c)) {
                    out.append('\uFFFD');
                } else {
                    out.append("\\u").append(HEX[c >> 12]).append(HEX[c >> 8 & 15]);
                    out.append(HEX[c >> 4 & 15]).append(HEX[c & 15]);
                }
            }
        }
    }
}
