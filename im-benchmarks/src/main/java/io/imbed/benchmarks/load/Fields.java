package io.imbed.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the fields of one JSON object lie among bytes: a walk over it that decodes nothing and makes no objects. It takes
 * fields in any order; that the JSON is well-formed it takes for granted. Threads: one; used again for one object after
 * the other.
 */
final class Fields {
    private byte[] bytes = {};
    private int count;
    private int[] bounds = new int[64]; // of each field: name from and to, value from and to

    /** A name to ask for. */
    record Name(byte[] bytes) {
        static Name of(String name) {
            return new Name(name.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Looks at the object between these places. */
    Fields of(byte[] of, int from, int to) {
        bytes = of;
        count = 0;
        int at = from;
        while (at < to && of[at] != '{') at++;
        at++;
        while (at < to) {
            while (at < to && of[at] != '"' && of[at] != '}') at++;
            if (at >= to || of[at] == '}') return this;
            int name = at + 1;
            int nameEnd = endOfString(at) - 1;
            int value = nameEnd + 1;
            while (of[value] == ':' || of[value] == ' ') value++;
            at = endOfValue(value);
            if (4 * count == bounds.length) bounds = Arrays.copyOf(bounds, 2 * bounds.length);
            bounds[4 * count] = name;
            bounds[4 * count + 1] = nameEnd;
            bounds[4 * count + 2] = value;
            bounds[4 * count + 3] = at;
            count++;
        }
        return this;
    }

    /** Which field it is; -1 if there is none. */
    int find(Name name) {
        for (int i = 0; i < count; i++) {
            if (Arrays.equals(bytes, bounds[4 * i], bounds[4 * i + 1], name.bytes(), 0, name.bytes().length)) return i;
        }
        return -1;
    }

    boolean has(Name name) {
        return find(name) >= 0;
    }

    int from(int field) {
        return bounds[4 * field + 2];
    }

    int to(int field) {
        return bounds[4 * field + 3];
    }

    /** A whole number; -1 if there is no such field. */
    long number(Name name) {
        int field = find(name);
        if (field < 0) return -1;
        long number = 0;
        for (int at = from(field); at < to(field); at++) number = 10 * number + bytes[at] - '0';
        return number;
    }

    /** A string in which nothing is escaped; empty if there is no such field. */
    String text(Name name) {
        int field = find(name);
        if (field < 0) return "";
        return new String(bytes, from(field) + 1, to(field) - from(field) - 2, StandardCharsets.UTF_8);
    }

    /** Whether it is this string. */
    boolean is(Name name, Name text) {
        int field = find(name);
        return field >= 0 && Arrays.equals(bytes, from(field) + 1, to(field) - 1, text.bytes(), 0, text.bytes().length);
    }

    /** The value's bytes, as one number (FNV-1a). */
    long hash(int field) {
        long hash = 0xcbf29ce484222325L;
        for (int at = from(field); at < to(field); at++) hash = (hash ^ bytes[at]) * 0x100000001b3L;
        return hash;
    }

    private int endOfString(int at) {
        int end = at + 1;
        while (bytes[end] != '"') end += bytes[end] == '\\' ? 2 : 1;
        return end + 1;
    }

    private int endOfValue(int at) {
        int depth = 0;
        int end = at;
        while (true) {
            switch (bytes[end]) {
                case '"' -> {
                    end = endOfString(end);
                    if (depth == 0) return end;
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0) return end;
                    if (--depth == 0) return end + 1;
                }
                case ',' -> {
                    if (depth == 0) return end;
                }
                default -> {}
            }
            end++;
        }
    }
}
