package io.imbed.protocol;

/**
 * A JSON number as it was written. Keeping the text means that a number in {@code content} or {@code meta} leaves the
 * server exactly as it came, and that nothing is computed from {@code 1e-999999999}.
 */
final class NumberLiteral extends Number {
    private static final long serialVersionUID = 1L;

    private final String text;

    /** @param text checked by {@link JsonTreeReader}: finite as a double, an integer only within 2^53 */
    NumberLiteral(String text) {
        this.text = text;
    }

    /** Whether the literal has neither a fraction nor an exponent. */
    static boolean isInteger(String text) {
        for (int i = text.charAt(0) == '-' ? 1 : 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
        }
        return true;
    }

    @Override
    public int intValue() {
        return (int) longValue();
    }

    @Override
    public long longValue() {
        return isInteger(text) ? Long.parseLong(text) : (long) doubleValue();
    }

    @Override
    public float floatValue() {
        return (float) doubleValue();
    }

    @Override
    public double doubleValue() {
        return Double.parseDouble(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
