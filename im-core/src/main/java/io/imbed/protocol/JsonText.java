package io.imbed.protocol;

/**
 * One JSON value kept as compact text: what an open field ({@code content}, {@code meta}) holds. It is checked once,
 * where it enters, and then copied into frames and rows as it is.
 *
 * <p>Create it with {@link #parse} or the codec; the constructor trusts its caller.
 *
 * @param text compact, strict JSON: no duplicate keys, no lone surrogates, no NUL
 */
public record JsonText(String text) {
    /**
     * Checks and compacts JSON of the host's own making, by the same rules that hold for a client's.
     *
     * @throws MalformedFrameException if it is not strict JSON or deeper or longer than {@link JsonLimits#DEFAULT}
     */
    public static JsonText parse(String json) {
        return StrictJson.compact(StrictJson.parse(json, JsonLimits.DEFAULT));
    }

    @Override
    public String toString() {
        return text;
    }
}
