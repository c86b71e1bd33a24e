package io.imbed.transport.ws;

import io.imbed.protocol.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames that end a connection. */
final class CloseFrames {
    private static final int MAX_TEXT_BYTES = 120;

    private CloseFrames() {}

    /** The reason as a close frame; one without a code, as in an answer to a peer that gave none, is empty. */
    static byte[] encode(CloseReason reason) {
        if (reason.code() == 1005) return Frames.control(Frames.CLOSE, new byte[0]);
        byte[] text = shorten(reason.text()).getBytes(StandardCharsets.UTF_8);
        byte[] payload = ByteBuffer.allocate(2 + text.length)
                .putShort((short) reason.code())
                .put(text)
                .array();
        return Frames.control(Frames.CLOSE, payload);
    }

    /** Whether this code may stand in a frame; the others only name what happened on this side. */
    static boolean sendable(CloseReason reason) {
        return reason.code() != 1006 && reason.code() != 1015;
    }

    /** One line of at most 120 bytes: a peer's text reaches logs. */
    static String shorten(String text) {
        StringBuilder line = new StringBuilder();
        int bytes = 0;
        for (int point : text.codePoints().toArray()) {
            int shown = Character.isISOControl(point) ? ' ' : point;
            bytes += shown < 0x80 ? 1 : shown < 0x800 ? 2 : shown < 0x10000 ? 3 : 4;
            if (bytes > MAX_TEXT_BYTES) break;
            line.appendCodePoint(shown);
        }
        return line.toString();
    }
}
