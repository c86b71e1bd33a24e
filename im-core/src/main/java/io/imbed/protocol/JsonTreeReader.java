package io.imbed.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;

/**
 * Builds the tree of one JSON text. Gson's strict reader refuses what is not JSON; what it lets through although it
 * means different things to different parsers, or costs too much, is refused here: duplicate keys, lone surrogates,
 * NUL, integers beyond 2^53, numbers that no double can hold, depth and token count.
 *
 * <p>The recursion is bounded by {@link JsonLimits#maxDepth()} and in any case by gson's own nesting limit of 255.
 *
 * <p>Threads: made for one call.
 */
final class JsonTreeReader {
    /** Largest integer that every client can hold: 2^53 - 1. */
    static final long MAX_INTEGER = (1L << 53) - 1;

    /** Enough for any double written out (at most 24 characters) and any integer in range. */
    private static final int MAX_NUMBER_LENGTH = 32;

    private final JsonReader in;
    private final JsonLimits limits;
    private int depth;
    private int tokens;
    /** The field of the outermost object that is being read, for the sentence; empty outside. */
    private String topField = "";

    private JsonTreeReader(String json, JsonLimits limits) {
        this.in = new JsonReader(new StringReader(json));
        this.in.setStrictness(Strictness.STRICT);
        this.limits = limits;
    }

    static JsonElement read(String json, JsonLimits limits) {
        if (json.isBlank()) throw new MalformedFrameException("the line is empty");
        // Gson would skip it silently, other parsers do not.
        if (json.charAt(0) == '\uFEFF') throw new MalformedFrameException("the line begins with a byte order mark");
        JsonTreeReader reader = new JsonTreeReader(json, limits);
        try {
            JsonElement root = reader.value();
            if (reader.in.peek() != JsonToken.END_DOCUMENT) throw notJson("");
            return root;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            // Gson's message quotes the path, hence the input; only its column is harmless.
            throw notJson(column(String.valueOf(e.getMessage())));
        }
    }

    private JsonElement value() throws IOException {
        JsonToken token = in.peek();
        countToken();
        switch (token) {
            case BEGIN_OBJECT:
                return object();
            case BEGIN_ARRAY:
                return array();
            case STRING:
                return new JsonPrimitive(checked(in.nextString()));
            case NUMBER:
                return new JsonPrimitive(number(in.nextString()));
            case BOOLEAN:
                return new JsonPrimitive(in.nextBoolean());
            case NULL:
                in.nextNull();
                return JsonNull.INSTANCE;
            default:
                throw notJson("");
        }
    }

    private JsonObject object() throws IOException {
        JsonObject object = new JsonObject();
        descend();
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            countToken();
            checked(name);
            if (object.has(name)) throw malformed("the key " + Sentences.harmless(name) + " is given twice");
            if (depth == 1) topField = name;
            object.add(name, value());
            if (depth == 1) topField = "";
        }
        in.endObject();
        depth--;
        return object;
    }

    private JsonArray array() throws IOException {
        JsonArray array = new JsonArray();
        descend();
        in.beginArray();
        while (in.hasNext()) array.add(value());
        in.endArray();
        depth--;
        return array;
    }

    private void descend() {
        if (++depth > limits.maxDepth()) throw tooLarge("nested deeper than " + limits.maxDepth() + " levels");
    }

    private void countToken() {
        if (++tokens > limits.maxTokens()) {
            throw tooLarge("more than " + limits.maxTokens() + " names and values in one line");
        }
    }

    private Number number(String text) {
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw malformed("a number has " + text.length() + " characters, limit " + MAX_NUMBER_LENGTH);
        }
        if (NumberLiteral.isInteger(text)) {
            // 17 digits cannot be in range, and 19 might not fit a long.
            if (text.length() > 17 || Math.abs(Long.parseLong(text)) > MAX_INTEGER) {
                throw malformed("the integer " + text + " is outside of ±" + MAX_INTEGER + " (2^53 - 1)");
            }
        } else if (Double.isInfinite(Double.parseDouble(text))) {
            throw malformed("the number " + text + " is too large for a double");
        }
        return new NumberLiteral(text);
    }

    private String checked(String string) {
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == 0) throw malformed("a string holds a NUL character");
            if (!Character.isSurrogate(c)) continue;
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < string.length()
                    && Character.isLowSurrogate(string.charAt(i + 1));
            if (!pair) throw malformed("a string holds a lone surrogate, which has no UTF-8 form");
            i++;
        }
        return string;
    }

    private MalformedFrameException malformed(String sentence) {
        return new MalformedFrameException(where() + sentence);
    }

    private MalformedFrameException tooLarge(String sentence) {
        return new MalformedFrameException(0, ErrorCode.TOO_LARGE, where() + sentence);
    }

    private String where() {
        return Ids.isId(topField, Sentences.MAX_QUOTED) ? topField + ": " : "";
    }

    private static MalformedFrameException notJson(String where) {
        return new MalformedFrameException("the line is not one valid JSON value" + where);
    }

    /** " (column 23)" out of gson's "… at line 1 column 23 path $.a", or nothing. */
    private static String column(String message) {
        int from = message.lastIndexOf(" column ");
        int to = from < 0 ? -1 : message.indexOf(' ', from + 8);
        if (to < 0) return "";
        String number = message.substring(from + 8, to);
        return NumberLiteral.isInteger(number) ? " (column " + number + ")" : "";
    }
}
