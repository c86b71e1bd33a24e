package io.imbed.testkit;

import io.imbed.testkit.FaultScript.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** One direction of a proxied connection. Threads: the proxy's own. */
final class ProxyLeg {
    /** What may travel at once; a faster sender is not read. */
    static final int MAX_TRAVELLING = 256 * 1024;

    /** @param bytes empty for the end of the stream */
    private record Chunk(ByteBuffer bytes, long dueNanos) {}

    private final SocketChannel from;
    private final SocketChannel to;
    private final FaultScript.Leg script;
    private final AtomicLong passedBytes;
    private final Deque<Chunk> travelling = new ArrayDeque<>();
    private int travellingBytes;
    private long passed;
    private boolean ended; // nothing more will be read
    private boolean finished; // nothing more will be written
    private boolean struck; // the fault has happened
    private boolean swallowing;
    private boolean halfClosing;
    private boolean stalled;
    private boolean blocked; // the receiver takes no more for now

    /** @param passedBytes counts along */
    ProxyLeg(SocketChannel from, SocketChannel to, FaultScript.Leg script, AtomicLong passedBytes) {
        this.from = from;
        this.to = to;
        this.script = script;
        this.passedBytes = passedBytes;
    }

    /** Reads what has come. */
    void read(ByteBuffer scratch, long nowNanos) throws IOException {
        scratch.clear();
        int count = from.read(scratch);
        if (count < 0) {
            ended = true;
            if (swallowing) finished = true;
            else travelling.add(new Chunk(ByteBuffer.allocate(0), due(nowNanos)));
            return;
        }
        if (swallowing || count == 0) return;
        byte[] copy = new byte[count];
        scratch.flip().get(copy);
        travelling.add(new Chunk(ByteBuffer.wrap(copy), due(nowNanos)));
        travellingBytes += count;
    }

    private long due(long nowNanos) {
        return nowNanos + script.delay().toNanos();
    }

    /** The sender is gone without an end; whoever swallows does not care. */
    boolean takesReset() {
        ended = true;
        return swallowing;
    }

    /**
     * Writes what is due, and lets the fault happen when its byte has passed.
     *
     * @return whether the connection is to be cut
     */
    boolean write(long nowNanos) throws IOException {
        blocked = false;
        if (halfClosing && !finished) finish();
        while (!blocked && !finished && !stalled) {
            if (!struck && script.fault() != Fault.NONE && passed == script.afterBytes()) {
                if (script.fault() == Fault.CUT) return true;
                strike();
                continue;
            }
            Chunk head = travelling.peek();
            if (head == null || head.dueNanos - nowNanos > 0) break;
            if (head.bytes.hasRemaining()) write(head.bytes);
            else finish();
            if (!finished && !head.bytes.hasRemaining()) travelling.remove();
        }
        return false;
    }

    /** Writes what the receiver takes, up to the fault. */
    private void write(ByteBuffer bytes) throws IOException {
        int limit = bytes.limit();
        if (!struck) {
            long allowed = Math.min(bytes.remaining(), script.afterBytes() - passed);
            bytes.limit(bytes.position() + (int) allowed);
        }
        int written = to.write(bytes);
        blocked = bytes.hasRemaining();
        bytes.limit(limit);
        passed += written;
        travellingBytes -= written;
        passedBytes.addAndGet(written);
    }

    private void strike() throws IOException {
        struck = true;
        switch (script.fault()) {
            case HALF_CLOSE -> {
                halfClose();
                finish();
            }
            case SWALLOW -> swallow();
            case STALL -> stalled = true;
            case NONE, CUT -> {}
        }
    }

    /** Ends the receiver's side with the next write. */
    void halfClose() {
        swallow();
        halfClosing = true;
    }

    void swallow() {
        swallowing = true;
        travelling.clear();
        travellingBytes = 0;
    }

    void unstall() {
        stalled = false;
    }

    private void finish() throws IOException {
        finished = true;
        travelling.clear();
        travellingBytes = 0;
        to.shutdownOutput();
    }

    boolean wantsRead() {
        return !ended && !stalled && (swallowing || travellingBytes < MAX_TRAVELLING);
    }

    boolean wantsWrite() {
        return blocked && !finished;
    }

    /** Both ends of this direction are done. */
    boolean isOver() {
        return ended && (finished || swallowing);
    }

    /** When the next bytes are due, {@code Long.MAX_VALUE} if none travel or the receiver is not ready. */
    long nanosToNext(long nowNanos) {
        Chunk head = travelling.peek();
        return head == null || blocked || stalled ? Long.MAX_VALUE : Math.max(0, head.dueNanos - nowNanos);
    }
}
