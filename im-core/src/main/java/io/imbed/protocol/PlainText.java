package io.imbed.protocol;

import org.jspecify.annotations.Nullable;

/** What a title or a label may hold: it is shown on one line, beside text of others, and written to logs. */
final class PlainText {
    private PlainText() {}

    /** Returns the text if it holds no control character, line break or bidi override. */
    static String require(Fields in, String name, String text) {
        String fault = forbidden(text);
        if (fault != null) throw in.bad(name, fault);
        return text;
    }

    private static @Nullable String forbidden(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isForbidden(c)) return String.format("holds the character U+%04X, which may not stand there", (int) c);
        }
        return null;
    }

    /** What is wrong with a text that must not be blank, or null. */
    static @Nullable String fault(String text) {
        return isBlank(text) ? "is blank" : forbidden(text);
    }

    private static boolean isBlank(String text) {
        return text.codePoints().allMatch(PlainText::isInvisible);
    }

    /** The same, and something must be visible. */
    static String requireNotBlank(Fields in, String name, String text) {
        if (isBlank(text)) throw in.bad(name, "is blank");
        return require(in, name, text);
    }

    private static boolean isForbidden(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            // Embeddings, overrides and isolates turn the text around them; the marks U+200E and U+200F do not.
            default -> (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
        };
    }

    private static boolean isInvisible(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT;
    }
}
