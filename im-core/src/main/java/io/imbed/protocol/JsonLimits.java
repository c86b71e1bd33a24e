package io.imbed.protocol;

/**
 * How much JSON one line may hold.
 *
 * @param maxDepth nested arrays and objects
 * @param maxTokens names and values together; bounds the objects one line can make
 */
public record JsonLimits(int maxDepth, int maxTokens) {
    public static final JsonLimits DEFAULT = new JsonLimits(32, 2_000);
}
