package io.imbed.transport.ws;

import io.imbed.protocol.CloseReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Cuts what a client sends into frames and joins them to messages (RFC 6455, section 5).
 *
 * <p>Stands in for the library's {@code Draft_6455}, which accepts unmasked frames, lets middle fragments pass its size
 * limit and keeps an object for each. Here a message costs no more memory than has arrived of it: a header that declares
 * more than the limit is refused before anything is allocated, one that declares less is not believed in advance.
 *
 * <p>Threads: one, but for {@link #drop}. After a {@link BrokenFrameException} nothing more may be read.
 */
final class FrameReader {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final int MAX_CONTROL = 125;
    private static final int FIRST_BUFFER = 512;
    private static final byte[] EMPTY = {};
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final char REPLACEMENT = '\uFFFD';

    /** Where frames go. Called within {@link #read}. */
    interface Sink {
        void onMessage(String text);

        /** A part of a message that is not complete yet, or a pong. */
        void onAlive();

        void onPing(byte[] payload);

        void onClose(CloseReason reason);
    }

    private final int maxBytes;
    private final Sink sink;

    private final byte[] header = new byte[14];
    private int headerBytes;
    private int headerLength = 2;

    private int opcode;
    private boolean fin;
    private int mask;
    private int payloadLeft;

    private byte[] control = EMPTY;
    private int controlBytes;

    private boolean inMessage;
    private byte[] message = EMPTY; // within read; between two reads it is in kept
    private final AtomicReference<byte[]> kept = new AtomicReference<>(EMPTY);
    private volatile boolean dropped;
    private int messageBytes;
    private int fragments;

    /** @param maxBytes of one message, all its fragments together */
    FrameReader(int maxBytes, Sink sink) {
        this.maxBytes = maxBytes;
        this.sink = sink;
    }

    /** Takes all that {@code in} holds. */
    void read(ByteBuffer in) throws BrokenFrameException {
        message = kept.getAndSet(EMPTY);
        try {
            while (in.hasRemaining()) {
                if (headerBytes < headerLength && !readHeader(in)) return;
                readPayload(in);
                if (payloadLeft == 0) endOfFrame();
            }
        } finally {
            kept.set(message);
            message = EMPTY;
            if (dropped) kept.set(EMPTY);
        }
    }

    /** Bytes that a message takes which has begun and is not complete. */
    int heldBytes() {
        return inMessage ? kept.get().length : 0;
    }

    /** Lets go of what has arrived: from now on only control frames matter. Threads: any. */
    void drop() {
        dropped = true;
        kept.set(EMPTY);
    }

    private boolean readHeader(ByteBuffer in) throws BrokenFrameException {
        while (headerBytes < headerLength) {
            if (!in.hasRemaining()) return false;
            header[headerBytes++] = in.get();
            if (headerBytes == 2) checkFirstBytes();
        }
        startOfPayload();
        return true;
    }

    private void checkFirstBytes() throws BrokenFrameException {
        fin = (header[0] & 0x80) != 0;
        opcode = header[0] & 0x0f;
        int length = header[1] & 0x7f;
        if ((header[0] & 0x70) != 0) throw BrokenFrameException.protocol("reserved bit set");
        if ((header[1] & 0x80) == 0) throw BrokenFrameException.protocol("frame of a client is not masked");
        switch (opcode) {
            case CONTINUATION -> {
                if (!inMessage) throw BrokenFrameException.protocol("continuation of nothing");
            }
            case TEXT -> {
                if (inMessage) throw BrokenFrameException.protocol("message within a message");
            }
            case BINARY -> throw new BrokenFrameException(CloseReason.NOT_TEXT);
            case CLOSE, PING, PONG -> {
                if (!fin || length > MAX_CONTROL)
                    throw BrokenFrameException.protocol("control frame too long or in parts");
            }
            default -> throw BrokenFrameException.protocol("unknown opcode");
        }
        headerLength = 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + 4;
    }

    private void startOfPayload() throws BrokenFrameException {
        ByteBuffer bytes = ByteBuffer.wrap(header);
        int shortLength = header[1] & 0x7f;
        long length = shortLength;
        boolean minimal = true;
        if (shortLength == 126) {
            length = bytes.getShort(2) & 0xffff;
            minimal = length > MAX_CONTROL;
        } else if (shortLength == 127) {
            length = bytes.getLong(2);
            minimal = length < 0 || length > 0xffff;
        }
        // Two ways to write one length are a way past whoever looks at frames before us.
        if (!minimal) throw BrokenFrameException.protocol("length in more bytes than needed");
        mask = bytes.getInt(headerLength - 4);
        if (opcode >= CLOSE) {
            control = new byte[(int) length];
            controlBytes = 0;
        } else {
            // An empty fragment counts as a byte, or else a message of empty fragments would never end.
            if (opcode == TEXT) fragments = 0;
            if (length < 0 || length > maxBytes - messageBytes || ++fragments > maxBytes) {
                throw new BrokenFrameException(CloseReason.TOO_BIG);
            }
            inMessage = true;
        }
        payloadLeft = (int) length;
    }

    private void readPayload(ByteBuffer in) {
        int count = Math.min(payloadLeft, in.remaining());
        if (count == 0) return;
        if (opcode >= CLOSE) {
            in.get(control, controlBytes, count);
            unmask(control, controlBytes, count);
            controlBytes += count;
        } else {
            if (dropped) {
                in.position(in.position() + count);
            } else {
                makeRoom(count);
                in.get(message, messageBytes, count);
                unmask(message, messageBytes, count);
            }
            messageBytes += count;
        }
        payloadLeft -= count;
        // The next part of this frame begins somewhere within the mask.
        mask = Integer.rotateLeft(mask, (count & 3) * 8);
    }

    private void makeRoom(int count) {
        int needed = messageBytes + count;
        if (needed <= message.length) return;
        message = Arrays.copyOf(
                message, Math.min(maxBytes, Math.max(needed, Math.max(FIRST_BUFFER, 2 * message.length))));
    }

    private void unmask(byte[] bytes, int from, int count) {
        int i = from;
        int end = from + count;
        long twice = (mask & 0xffff_ffffL) << 32 | mask & 0xffff_ffffL;
        for (; i <= end - 8; i += 8) EIGHT.set(bytes, i, (long) EIGHT.get(bytes, i) ^ twice);
        int rotating = mask;
        for (; i < end; i++) {
            rotating = Integer.rotateLeft(rotating, 8);
            bytes[i] ^= (byte) rotating;
        }
    }

    private void endOfFrame() throws BrokenFrameException {
        headerBytes = 0;
        headerLength = 2;
        switch (opcode) {
            case PING -> sink.onPing(control);
            case PONG -> sink.onAlive();
            case CLOSE -> sink.onClose(closeReason());
            default -> {
                if (fin) endOfMessage();
                else sink.onAlive();
            }
        }
        control = EMPTY;
    }

    private void endOfMessage() throws BrokenFrameException {
        int length = messageBytes;
        inMessage = false;
        messageBytes = 0;
        if (dropped) return;
        String text = utf8(message, 0, length);
        // Kept for the next one if small; ten thousand idle connections must not each keep a large one.
        if (message.length > FIRST_BUFFER) message = EMPTY;
        sink.onMessage(text);
    }

    private CloseReason closeReason() throws BrokenFrameException {
        if (control.length == 0) return new CloseReason(1005, "");
        if (control.length == 1) throw BrokenFrameException.protocol("half a close code");
        int code = ByteBuffer.wrap(control).getShort() & 0xffff;
        boolean known = (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006)
                || (code >= 3000 && code <= 4999);
        if (!known) throw BrokenFrameException.protocol("close code that must not be sent");
        return new CloseReason(code, CloseFrames.shorten(utf8(control, 2, control.length - 2)));
    }

    private static String utf8(byte[] bytes, int from, int length) throws BrokenFrameException {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        // The fast way puts this where bytes are no UTF-8; a client may also have sent it, so look again.
        if (text.indexOf(REPLACEMENT) < 0) return text;
        try {
            CharBuffer strict = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
            return strict.toString();
        } catch (CharacterCodingException e) {
            throw new BrokenFrameException(CloseReason.BAD_UTF8);
        }
    }
}
