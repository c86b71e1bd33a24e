package io.imbed.protocol;

/** What a title or a label may hold: it is shown on one line, beside text of others, and written to logs. */
final class PlainText {
    private PlainText() {}

    /** Returns the text if it holds no control character, line break or bidi override. */
    static String require(Fields in, String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isForbidden(c)) {
                throw in.bad(name, String.format("holds the character U+%04X, which may not stand there", (int) c));
            }
        }
        return text;
    }

    /** The same, and something must be visible. */
    static String requireNotBlank(Fields in, String name, String text) {
        if (text.codePoints().allMatch(PlainText::isInvisible)) throw in.bad(name, "is blank");
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
