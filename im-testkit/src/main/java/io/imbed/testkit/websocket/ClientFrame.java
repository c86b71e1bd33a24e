package io.imbed.testkit.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A frame as a client sends it, or as no client may (RFC 6455, section 5.2).
 *
 * @param reserved the three reserved bits, 0 to 7
 * @param mask four bytes as a number; null for none
 */
record ClientFrame(
        boolean fin,
        int reserved,
        int opcode,
        byte[] payload,
        @Nullable Integer mask,
        Length length) {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int SOME_MASK = 0x9a03f155;
    private static final int MAX_SHORT = 125;
    private static final int MAX_TWO_BYTES = 0xffff;

    /** In how many bytes the length stands. */
    enum Length {
        MINIMAL,
        TWO_BYTES,
        EIGHT_BYTES
    }

    static ClientFrame of(int opcode, byte[] payload) {
        return new ClientFrame(true, 0, opcode, payload, SOME_MASK, Length.MINIMAL);
    }

    static ClientFrame text(byte[] payload) {
        return of(TEXT, payload);
    }

    static ClientFrame text(String payload) {
        return text(Bytes.utf8(payload));
    }

    static ClientFrame continuation(byte[] payload) {
        return of(CONTINUATION, payload);
    }

    static ClientFrame ping(String payload) {
        return of(PING, payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    static ClientFrame pong(String payload) {
        return of(PONG, payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    static ClientFrame close(int code, String reason) {
        return close(code, Bytes.utf8(reason));
    }

    static ClientFrame close(int code, byte[] reason) {
        return of(CLOSE, Bytes.join(new byte[] {(byte) (code >> 8), (byte) code}, reason));
    }

    /** The header of a frame that is said to be so long, and nothing of its payload. */
    static byte[] header(int opcode, long declared) {
        return ByteBuffer.allocate(14)
                .put((byte) (0x80 | opcode))
                .put((byte) 0xff)
                .putLong(declared)
                .putInt(SOME_MASK)
                .array();
    }

    ClientFrame notFinal() {
        return new ClientFrame(false, reserved, opcode, payload, mask, length);
    }

    ClientFrame reserved(int bits) {
        return new ClientFrame(fin, bits, opcode, payload, mask, length);
    }

    ClientFrame mask(int bytes) {
        return new ClientFrame(fin, reserved, opcode, payload, bytes, length);
    }

    ClientFrame unmasked() {
        return new ClientFrame(fin, reserved, opcode, payload, null, length);
    }

    ClientFrame length(Length form) {
        return new ClientFrame(fin, reserved, opcode, payload, mask, form);
    }

    byte[] bytes() {
        int maskBit = mask == null ? 0 : 0x80;
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) ((fin ? 0x80 : 0) | reserved << 4 | opcode));
        switch (form()) {
            case MINIMAL -> frame.put((byte) (maskBit | payload.length));
            case TWO_BYTES -> frame.put((byte) (maskBit | 126)).putShort((short) payload.length);
            case EIGHT_BYTES -> frame.put((byte) (maskBit | 127)).putLong(payload.length);
        }
        if (mask == null) {
            frame.put(payload);
        } else {
            frame.putInt(mask);
            for (int i = 0; i < payload.length; i++) frame.put((byte) (payload[i] ^ mask >> 24 - 8 * (i % 4)));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private Length form() {
        if (length != Length.MINIMAL || payload.length <= MAX_SHORT) return length;
        return payload.length <= MAX_TWO_BYTES ? Length.TWO_BYTES : Length.EIGHT_BYTES;
    }
}
