package io.imbed.benchmarks.swarm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames as clients send them (RFC 6455, section 5.2). The mask is zero, which is allowed and costs nothing. */
public final class ClientFrames {
    private static final int LONG = 126;
    private static final int LONGEST = 0xFFFF;

    private ClientFrames() {}

    /** @param text at most 65 535 bytes of UTF-8 */
    public static ByteBuffer text(String text) {
        return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A pong nobody asked for, as a sign of life (section 5.5.3): who never looks at frames sees no pings. */
    public static ByteBuffer pong() {
        return frame(0x8A, new byte[0]);
    }

    private static ByteBuffer frame(int first, byte[] payload) {
        if (payload.length > LONGEST)
            throw new IllegalArgumentException(payload.length + " bytes, " + LONGEST + " at most");
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length).put((byte) first);
        if (payload.length < LONG) frame.put((byte) (0x80 | payload.length));
        else frame.put((byte) (0x80 | LONG)).putShort((short) payload.length);
        return frame.putInt(0).put(payload).flip();
    }
}
