package io.imbed.transport.ws;

import java.nio.ByteBuffer;

/** Frames as a server writes them: whole and unmasked (RFC 6455, section 5.2). */
final class Frames {
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8a;
    private static final int TEXT = 0x81;

    private Frames() {}

    /** Length of the header before {@code payload} bytes. */
    static int headerLength(int payload) {
        return payload < 126 ? 2 : payload < 65_536 ? 4 : 10;
    }

    /** Writes the header of a text message of {@code payload} bytes. */
    static void putTextHeader(ByteBuffer target, int payload) {
        target.put((byte) TEXT);
        if (payload < 126) {
            target.put((byte) payload);
        } else if (payload < 65_536) {
            target.put((byte) 126).putShort((short) payload);
        } else {
            target.put((byte) 127).putLong(payload);
        }
    }

    /** A control frame; its payload has at most 125 bytes. */
    static byte[] control(int firstByte, byte[] payload) {
        byte[] frame = new byte[2 + payload.length];
        frame[0] = (byte) firstByte;
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        return frame;
    }
}
