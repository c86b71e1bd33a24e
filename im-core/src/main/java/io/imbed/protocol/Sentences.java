package io.imbed.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

/** Wording of refusals. They reach logs and other people's screens, so input is quoted only where it is harmless. */
final class Sentences {
    /** Longest piece of input that is quoted: every op, kind and field name fits. */
    static final int MAX_QUOTED = 32;

    private Sentences() {}

    /** The string itself if it is short and of the grammar of ids, else only its length. */
    static String harmless(String input) {
        return Ids.isId(input, MAX_QUOTED) ? input : "of " + input.length() + " characters";
    }

    /** What a value is, with the value where it is a number. */
    static String describe(JsonElement value) {
        if (value.isJsonObject()) return "an object";
        if (value.isJsonArray()) return "an array";
        if (value.isJsonNull()) return "null";
        JsonPrimitive primitive = value.getAsJsonPrimitive();
        if (primitive.isString()) return "a string";
        return primitive.getAsString();
    }

    /** The values as "A, B or C". */
    static String anyOf(String[] values) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            if (i > 0) all.append(i == values.length - 1 ? " or " : ", ");
            all.append(values[i]);
        }
        return all.toString();
    }
}
