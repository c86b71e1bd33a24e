package io.imbed.benchmarks.compare;

/**
 * What each message holds, at its beginning and once, so that receivers can tell it in any envelope: who sent it, the
 * how-manieth of that sender it is, and when it was due to be sent. All digits, of fixed length.
 */
final class Marker {
    static final byte START = '|';

    private static final int SENDER = 5;
    private static final int NUMBER = 7;
    private static final int DUE = 11;
    /** Of a whole marker, with {@link #START}. */
    static final int BYTES = 1 + SENDER + NUMBER + DUE;

    private Marker() {}

    /** @param length of the whole text, with the marker */
    static String text(int sender, int number, long dueMicros, int length) {
        StringBuilder text = new StringBuilder(length).append((char) START);
        digits(text, sender, SENDER);
        digits(text, number, NUMBER);
        digits(text, dueMicros, DUE);
        return text.append("x".repeat(length - BYTES)).toString();
    }

    /** Whether what begins here is one: a frame's length may look like {@link #START}. */
    static boolean isAt(byte[] bytes, int start) {
        return bytes[start] == START && bytes[start + 1] >= '0' && bytes[start + 1] <= '9';
    }

    static int sender(byte[] bytes, int start) {
        return (int) number(bytes, start + 1, SENDER);
    }

    static int number(byte[] bytes, int start) {
        return (int) number(bytes, start + 1 + SENDER, NUMBER);
    }

    static long dueMicros(byte[] bytes, int start) {
        return number(bytes, start + 1 + SENDER + NUMBER, DUE);
    }

    private static void digits(StringBuilder text, long value, int count) {
        String digits = Long.toString(value);
        if (digits.length() > count) throw new IllegalArgumentException(value + " has more than " + count + " digits");
        text.append("0".repeat(count - digits.length())).append(digits);
    }

    private static long number(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) value = value * 10 + (bytes[i] - '0');
        return value;
    }
}
