package io.imbed.protocol;

/**
 * "I have seen this room up to here." Carries no authority: whoever presents one is authorised like anyone else.
 *
 * @param epoch the life of the log in which {@code rev} counts; never empty, so that it can never mean "any"
 * @param rev the last event seen, 0 for none
 */
public record Cursor(String epoch, long rev) {
    public Cursor {
        Ids.requireId("epoch", epoch);
        if (rev < 0) throw new MalformedFrameException("rev is " + rev + ", must not be negative");
    }
}
