package io.imbed.transport.ws;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has to write, and how far it got.
 *
 * <p>Threads: its writer's alone, which is why nothing here is locked. Whoever else wants something posts a task.
 */
final class Outbound {
    private final WsConnection connection;
    private final Link link;
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>(2);
    /** How much of the first frame in the queue is written. */
    private int offset;

    /** As long as it waits. */
    private @Nullable Outgoing response;

    private @Nullable Outgoing ping;
    private byte @Nullable [] pong;

    /** Nothing leaves before the engine has taken the connection over, or it could miss that there is room again. */
    private boolean corked = true;

    private boolean closing;
    private boolean peerClosed;
    private boolean hangUp;
    private boolean finished;

    /** Whether the writer has it in its list of those to flush in this turn. */
    boolean listed;
    /** In the writer's selector, once the socket did not take everything. */
    @Nullable SelectionKey key;
    /** Whether it waits for the selector to say that the socket takes more. */
    boolean blocked;

    Outbound(WsConnection connection, Link link) {
        this.connection = connection;
        this.link = link;
    }

    /** Queues the answer to the request, before which nothing may come. */
    void respond(byte[] bytes) {
        response = Outgoing.raw(bytes);
        append(response);
    }

    /** Queues a frame behind all others. Nothing follows a close. */
    void append(Outgoing frame) {
        if (finished || closing) {
            connection.writer().done(frame);
        } else {
            queue.add(frame);
            connection.writer().list(connection);
        }
    }

    /** Queues a ping before all frames that have not begun, but not before the response, unless one is there. */
    void ping() {
        if (ping != null || closing || finished) return;
        Outgoing frame = Outgoing.raw(Frames.control(Frames.PING, new byte[0]));
        ping = frame;
        if (queue.isEmpty() || (offset == 0 && queue.element() != response)) {
            queue.addFirst(frame);
        } else {
            Outgoing begun = queue.removeFirst();
            queue.addFirst(frame);
            queue.addFirst(begun);
        }
        connection.writer().list(connection);
    }

    /** Answers a ping once nothing else waits; of several, the last. A flood of pings thus costs one frame at most. */
    void pong(byte[] payload) {
        pong = payload;
        connection.writer().list(connection);
    }

    void uncork() {
        corked = false;
        connection.writer().list(connection);
    }

    /** Queues the last bytes of this connection, and cuts it if the peer has not taken and answered them in time. */
    void close(byte[] last) {
        if (finished || closing) return;
        append(Outgoing.raw(last));
        closing = true;
        connection.writer().finishAfterCloseTimeout(connection);
    }

    /** Whether the last bytes have been queued. */
    boolean isClosing() {
        return closing;
    }

    /** Shows the peer the end of the stream after the last bytes. */
    void hangUpWhenWritten() {
        hangUp = true;
        connection.writer().list(connection);
    }

    /** Does something to the link, and writes what comes of it. */
    void touchLink(Link.Task task) {
        if (finished) return;
        try {
            task.run();
            connection.writer().list(connection);
        } catch (IOException e) {
            connection.writer().finish(connection);
        }
    }

    /** The peer has said that it sends nothing more. */
    void peerClosed() {
        peerClosed = true;
        connection.writer().list(connection);
    }

    /**
     * Writes as much as the socket takes.
     *
     * @return whether there is something left that it did not take
     */
    boolean flush(ByteBuffer arena, ByteBuffer scratch) throws IOException {
        if (finished) return false;
        long pending = 0;
        try {
            while (link.drain()) {
                if (corked) return false;
                if (queue.isEmpty() && pong != null && !closing) {
                    queue.add(Outgoing.raw(Frames.control(Frames.PONG, pong)));
                    pong = null;
                }
                if (queue.isEmpty()) {
                    if (closing) allWritten();
                    return false;
                }
                ByteBuffer source = gather(arena, scratch);
                int offered = source.remaining();
                int taken = link.write(source);
                pending += consume(taken);
                if (taken < offered) return true;
            }
            return true;
        } finally {
            if (pending > 0) connection.written(pending);
        }
    }

    /** The bytes to write next: straight from the arena if all lies there in one piece, else copied together. */
    private ByteBuffer gather(ByteBuffer arena, ByteBuffer scratch) {
        int start = queue.element().arenaStart;
        int end = start;
        if (start >= 0) {
            for (Outgoing frame : queue) {
                if (frame.arenaStart != end) {
                    start = -1;
                    break;
                }
                end += frame.frameBytes();
            }
        }
        if (start >= 0) return arena.limit(end).position(start + offset);
        scratch.clear();
        int from = offset;
        for (Outgoing frame : queue) {
            frame.copy(from, scratch);
            from = 0;
            if (!scratch.hasRemaining()) break;
        }
        return scratch.flip();
    }

    /** Takes written bytes off the queue; returns how many of them counted as pending. */
    private long consume(int bytes) {
        long pending = 0;
        int left = bytes;
        while (left > 0) {
            Outgoing frame = queue.element();
            int step = Math.min(left, frame.frameBytes() - offset);
            pending += frame.pendingIn(offset + step) - frame.pendingIn(offset);
            offset += step;
            left -= step;
            if (offset == frame.frameBytes()) {
                queue.remove();
                offset = 0;
                if (frame == ping) ping = null;
                if (frame == response) response = null;
                connection.writer().done(frame);
            }
        }
        return pending;
    }

    private void allWritten() throws IOException {
        if (peerClosed) {
            link.shutdownOutput();
            connection.writer().finish(connection);
        } else if (hangUp) {
            hangUp = false;
            link.shutdownOutput();
        }
    }

    /** Drops what is left. Returns false if that has been done before. */
    boolean finish(Consumer<Outgoing> dropped) {
        if (finished) return false;
        finished = true;
        queue.forEach(dropped);
        queue.clear();
        return true;
    }
}
