package io.imbed.benchmarks.load;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a server sends into frames (RFC 6455, section 5.2). Whole frames are looked at where they lie, without a copy;
 * only what is cut off at the end of a read is kept. Threads: one.
 */
final class ServerFrames {
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;

    private byte @Nullable [] rest;

    /** What frames are for. The array is used again. */
    interface Sink {
        void text(byte[] bytes, int from, int to) throws IOException;

        void ping() throws IOException;

        void close(int code) throws IOException;
    }

    void read(byte[] bytes, int from, int to, Sink sink) throws IOException {
        byte[] all = bytes;
        int at = from;
        int end = to;
        if (rest != null) {
            all = Arrays.copyOf(rest, rest.length + to - from);
            System.arraycopy(bytes, from, all, rest.length, to - from);
            at = 0;
            end = all.length;
            rest = null;
        }
        while (at < end) {
            int next = frame(all, at, end, sink);
            if (next < 0) break;
            at = next;
        }
        if (at < end) rest = Arrays.copyOfRange(all, at, end);
    }

    /** The connection has ended: what came of a frame is nothing. */
    void clear() {
        rest = null;
    }

    /** Returns where the next frame begins, or -1 if this one is not whole. */
    private static int frame(byte[] bytes, int at, int end, Sink sink) throws IOException {
        if (end - at < 2) return -1;
        int length = bytes[at + 1] & 0xFF;
        int head = length == 126 ? 4 : length == 127 ? 10 : 2;
        if (end - at < head) return -1;
        if (length >= 126) length = (int) number(bytes, at + 2, at + head);
        int payload = at + head;
        if (end - payload < length) return -1;
        int to = payload + length;
        switch (bytes[at] & 0xFF) {
            case TEXT -> sink.text(bytes, payload, to);
            case PING -> sink.ping();
            case PONG -> {}
            case CLOSE -> sink.close(length < 2 ? 1005 : (int) number(bytes, payload, payload + 2));
            default -> throw new IOException("a frame that begins with " + (bytes[at] & 0xFF));
        }
        return to;
    }

    private static long number(byte[] bytes, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) number = number << 8 | (bytes[i] & 0xFF);
        return number;
    }
}
