package io.imbed.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line of compact JSON, as the UTF-8 that it is sent in. What it writes holds no line break of any kind, always has a UTF-8 form and passes
 * {@link JsonTreeReader}: lone surrogates and NUL become U+FFFD.
 *
 * <p>Whether a comma is due is read off the last character written, so there is no stack to keep. Field names are
 * constants of ours and are not escaped.
 *
 * <p>Threads: made for one call.
 */
final class JsonOut {
    private static final String HEX = "0123456789abcdef";
    private static final String REPLACEMENT = "\uFFFD";
    private static final int MOST_DIGITS = 19;

    private byte[] out;
    private int size;

    /** @param capacity bytes expected; a good guess saves copying */
    JsonOut(int capacity) {
        this.out = new byte[capacity];
    }

    JsonOut beginObject() {
        comma();
        put('{');
        return this;
    }

    JsonOut beginObject(String name) {
        name(name);
        put('{');
        return this;
    }

    JsonOut endObject() {
        put('}');
        return this;
    }

    JsonOut beginArray(String name) {
        name(name);
        put('[');
        return this;
    }

    JsonOut endArray() {
        put(']');
        return this;
    }

    JsonOut field(String name, String value) {
        name(name);
        quoted(value);
        return this;
    }

    JsonOut field(String name, long value) {
        name(name);
        number(value);
        return this;
    }

    JsonOut field(String name, boolean value) {
        name(name);
        ascii(value ? "true" : "false");
        return this;
    }

    JsonOut field(String name, Instant value) {
        return field(name, value.toEpochMilli());
    }

    /** Copies the JSON as it is. */
    JsonOut field(String name, JsonText value) {
        name(name);
        raw(value.text());
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
        number(value);
        return this;
    }

    /** Opens an object under a name that is not ours. */
    JsonOut beginObjectAt(String anyName) {
        value(anyName);
        ascii(":{");
        return this;
    }

    /** Writes a tree; the recursion is as deep as {@link JsonTreeReader} let the tree be. */
    JsonOut tree(JsonElement element) {
        if (element instanceof JsonObject object) {
            beginObject();
            for (Map.Entry<String, JsonElement> field : object.entrySet()) {
                value(field.getKey());
                put(':');
                tree(field.getValue());
            }
            return endObject();
        }
        comma();
        if (element instanceof JsonArray array) {
            put('[');
            for (JsonElement value : array) tree(value);
            put(']');
        } else if (element instanceof JsonPrimitive primitive && primitive.isString()) {
            quoted(primitive.getAsString());
        } else {
            ascii(element.isJsonNull() ? "null" : element.getAsString());
        }
        return this;
    }

    /** What was written, in UTF-8. */
    byte[] toBytes() {
        return Arrays.copyOf(out, size);
    }

    @Override
    public String toString() {
        return new String(out, 0, size, StandardCharsets.UTF_8);
    }

    private void name(String name) {
        comma();
        put('"');
        ascii(name);
        ascii("\":");
    }

    private void comma() {
        if (size == 0) return;
        byte last = out[size - 1];
        if (last != '{' && last != '[' && last != ':') put(',');
    }

    private void quoted(String value) {
        put('"');
        int copied = 0;
        int bits = 0; // of the characters that are not copied yet
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            bits |= c;
            if (isPlain(c)) continue;
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
                continue;
            }
            copy(value, copied, i, bits);
            copied = i + 1;
            bits = 0;
            escape(c);
        }
        copy(value, copied, value.length(), bits);
        put('"');
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
            case '"' -> ascii("\\\"");
            case '\\' -> ascii("\\\\");
            case '\n' -> ascii("\\n");
            case '\r' -> ascii("\\r");
            case '\t' -> ascii("\\t");
            default -> {
                if (c == 0 || Character.isSurrogate(c)) {
                    raw(REPLACEMENT);
                } else {
                    ascii("\\u");
                    for (int shift = 12; shift >= 0; shift -= 4) put(HEX.charAt(c >> shift & 15));
                }
            }
        }
    }

    private void number(long value) {
        if (value < 0) {
            ascii(Long.toString(value));
            return;
        }
        reserve(MOST_DIGITS);
        int end = size + MOST_DIGITS;
        int at = end;
        long rest = value;
        for (; rest >= 10; rest /= 100) {
            int two = (int) (rest % 100);
            out[--at] = (byte) ('0' + two % 10);
            out[--at] = (byte) ('0' + two / 10);
        }
        if (rest > 0 || at == end) out[--at] = (byte) ('0' + rest);
        System.arraycopy(out, at, out, size, end - at);
        size += end - at;
    }

    private void put(char ascii) {
        reserve(1);
        out[size++] = (byte) ascii;
    }

    private void ascii(String text) {
        copy(text, 0, text.length(), 0);
    }

    private void raw(String text) {
        int bits = 0;
        for (int i = 0; i < text.length(); i++) bits |= text.charAt(i);
        copy(text, 0, text.length(), bits);
    }

    /** @param bits all that are set in any of these characters; what has none above ASCII's is a plain copy */
    @SuppressWarnings("deprecation") // the one way to have a string's low bytes copied into an array that is there
    private void copy(String text, int from, int to, int bits) {
        if (bits < 0x80) {
            reserve(to - from);
            text.getBytes(from, to, out, size);
            size += to - from;
        } else {
            byte[] encoded = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
            reserve(encoded.length);
            System.arraycopy(encoded, 0, out, size, encoded.length);
            size += encoded.length;
        }
    }

    private void reserve(int bytes) {
        if (out.length - size < bytes) out = Arrays.copyOf(out, Math.max(size + bytes, 2 * out.length));
    }
}
