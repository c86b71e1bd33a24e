package io.imbed.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, each read with its type and limits. A missing field, a wrong type and a value out of
 * range each get a sentence that names the field. A field that is {@code null} counts as absent.
 */
final class Fields {
    private final String path;
    private final JsonObject object;

    /** @param path what stands before a field's name in a sentence: empty, or "content." */
    Fields(String path, JsonObject object) {
        this.path = path;
        this.object = object;
    }

    JsonObject json() {
        return object;
    }

    boolean has(String name) {
        return find(name) != null;
    }

    String string(String name) {
        return required(name, stringOrNull(name));
    }

    @Nullable String stringOrNull(String name) {
        JsonElement value = find(name);
        if (value == null) return null;
        if (value instanceof JsonPrimitive primitive && primitive.isString()) return primitive.getAsString();
        throw wrongType(name, value, "a string");
    }

    /** A string of at most {@code maxLength} UTF-16 units. */
    @Nullable String stringOrNull(String name, int maxLength) {
        String value = stringOrNull(name);
        if (value != null && value.length() > maxLength) {
            throw tooLarge(name, "has " + value.length() + " characters, limit " + maxLength);
        }
        return value;
    }

    String id(String name) {
        return Ids.requireId(path + name, string(name));
    }

    @Nullable String idOrNull(String name) {
        String value = stringOrNull(name);
        return value == null ? null : Ids.requireId(path + name, value);
    }

    /** Ids, each once, in the order given; empty if absent. */
    List<String> ids(String name, int max) {
        JsonElement value = find(name);
        if (value == null) return List.of();
        JsonArray array = array(name, value);
        if (array.size() > max) throw tooLarge(name, "has " + array.size() + " items, limit " + max);
        Set<String> ids = new LinkedHashSet<>();
        for (JsonElement item : array) {
            if (!(item instanceof JsonPrimitive primitive) || !primitive.isString()) {
                throw bad(name, "holds " + Sentences.describe(item) + ", must hold strings only");
            }
            ids.add(Ids.requireId("an item of " + path + name, primitive.getAsString()));
        }
        return List.copyOf(ids);
    }

    long integer(String name, long min, long max) {
        return required(name, integerOrNull(name, min, max));
    }

    @Nullable Long integerOrNull(String name, long min, long max) {
        JsonElement value = find(name);
        if (value == null) return null;
        if (!(value instanceof JsonPrimitive primitive) || !primitive.isNumber()) {
            throw wrongType(name, value, "an integer");
        }
        String literal = primitive.getAsString();
        if (!NumberLiteral.isInteger(literal)) throw wrongType(name, value, "an integer");
        long number = Long.parseLong(literal);
        if (number < min || number > max) throw bad(name, "is " + number + ", must be " + range(min, max));
        return number;
    }

    /** A count, a rev or the like: an integer from 0. */
    long natural(String name) {
        return integer(name, 0, JsonTreeReader.MAX_INTEGER);
    }

    Instant time(String name) {
        return Instant.ofEpochMilli(natural(name));
    }

    @Nullable Instant timeOrNull(String name) {
        Long millis = integerOrNull(name, 0, JsonTreeReader.MAX_INTEGER);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    boolean bool(String name) {
        JsonElement value = required(name, find(name));
        if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) return primitive.getAsBoolean();
        throw wrongType(name, value, "true or false");
    }

    boolean boolOrFalse(String name) {
        return has(name) && bool(name);
    }

    /** An enum in upper case on the wire. */
    <E extends Enum<E>> E upper(String name, Class<E> type) {
        return constant(name, type, false);
    }

    /** An enum in lower case on the wire. */
    <E extends Enum<E>> E lower(String name, Class<E> type) {
        return constant(name, type, true);
    }

    private <E extends Enum<E>> E constant(String name, Class<E> type, boolean lower) {
        String value = string(name);
        E[] constants = type.getEnumConstants();
        String[] names = new String[constants.length];
        for (int i = 0; i < constants.length; i++) {
            names[i] = lower ? constants[i].name().toLowerCase(Locale.ROOT) : constants[i].name();
            if (names[i].equals(value)) return constants[i];
        }
        throw bad(name, "is " + Sentences.harmless(value) + ", must be " + Sentences.anyOf(names));
    }

    /** The value as it is. */
    JsonElement any(String name) {
        return required(name, find(name));
    }

    Fields object(String name) {
        return required(name, objectOrNull(name));
    }

    @Nullable Fields objectOrNull(String name) {
        JsonElement value = find(name);
        if (value == null) return null;
        if (value instanceof JsonObject child) return new Fields(path + name + ".", child);
        throw wrongType(name, value, "an object");
    }

    /** The objects of an array that must be there. */
    List<Fields> objects(String name) {
        JsonArray array = array(name, required(name, find(name)));
        List<Fields> objects = new ArrayList<>(array.size());
        for (JsonElement item : array) {
            if (!(item instanceof JsonObject child)) {
                throw bad(name, "holds " + Sentences.describe(item) + ", must hold objects only");
            }
            objects.add(new Fields(path + name + ".", child));
        }
        return objects;
    }

    /** An array of exactly two naturals. */
    long[] pair(String name) {
        JsonArray array = array(name, required(name, find(name)));
        if (array.size() != 2) throw bad(name, "has " + array.size() + " items, must have 2");
        JsonObject two = new JsonObject();
        two.add("0", array.get(0));
        two.add("1", array.get(1));
        Fields items = new Fields(path + name + ".", two);
        return new long[] {items.natural("0"), items.natural("1")};
    }

    MalformedFrameException bad(String name, String fault) {
        return new MalformedFrameException(path + name + " " + fault);
    }

    MalformedFrameException tooLarge(String name, String fault) {
        return new MalformedFrameException(0, ErrorCode.TOO_LARGE, path + name + " " + fault);
    }

    private @Nullable JsonElement find(String name) {
        JsonElement value = object.get(name);
        return value == null || value.isJsonNull() ? null : value;
    }

    private JsonArray array(String name, JsonElement value) {
        if (value instanceof JsonArray array) return array;
        throw wrongType(name, value, "an array");
    }

    private <T> T required(String name, @Nullable T value) {
        if (value == null) throw bad(name, "is missing");
        return value;
    }

    private MalformedFrameException wrongType(String name, JsonElement value, String wanted) {
        return bad(name, "is " + Sentences.describe(value) + ", must be " + wanted);
    }

    private static String range(long min, long max) {
        return max == JsonTreeReader.MAX_INTEGER ? min + " to 2^53 - 1" : min + " to " + max;
    }
}
