package io.imbed.internal.session;

import io.imbed.internal.Budget;
import io.imbed.protocol.FrameCodec;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What one connection has sent and nobody has looked at yet: bounded in lines and bytes, handled one line at a time and in
 * order.
 *
 * <p>A short line that nothing waits before is handled at once, by whoever brings it: decoding and routing never block,
 * and another thread to do it would have to be woken for more than that takes. All else is handled on the worker executor.
 *
 * <p>Threads: {@link #offer} one at a time; {@link #resume} and {@link #close} any.
 */
final class InboundQueue {
    /** Lines handled before other connections get their turn. */
    private static final int TURN = 32;
    /** The longest line, in characters, that is handled at once: a message of a few paragraphs. */
    private static final int SHORT = 4_096;

    private final Handler handler;
    private final Executor worker;
    private final Budget budget;
    private final int maxLines;
    private final int maxBytes;
    private final ArrayDeque<String> lines = new ArrayDeque<>(0); // guarded by this
    private int bytes; // guarded by this
    private boolean running; // guarded by this
    private boolean closed; // guarded by this

    /** What handles the lines. */
    interface Handler {
        /** Whether the next line may be handled now; if not, {@link InboundQueue#resume} follows when it may. */
        boolean isReady();

        void handle(String line);

        /** Handling a line has thrown: a defect, which ends this connection and no other. */
        void failed(Throwable defect);
    }

    InboundQueue(Handler handler, Executor worker, Budget budget, int maxLines, int maxBytes) {
        this.handler = handler;
        this.worker = worker;
        this.budget = budget;
        this.maxLines = maxLines;
        this.maxBytes = maxBytes;
    }

    /** Returns false if this is more than the queue holds. */
    boolean offer(String unit) {
        List<String> split = FrameCodec.lines(unit);
        int size = sizeOf(split);
        if (split.size() == 1 && size <= SHORT && handledAtOnce(split.get(0))) return true;
        synchronized (this) {
            if (closed) return true;
            // A unit larger than the whole queue was allowed by the wire: let it through alone.
            boolean fits = lines.size() + split.size() <= maxLines && bytes + size <= maxBytes;
            if (!fits && !lines.isEmpty()) return false;
            lines.addAll(split);
            bytes += size;
            budget.take(size);
        }
        resume();
        return true;
    }

    private static int sizeOf(List<String> split) {
        int size = 0;
        for (String line : split) size += line.length();
        return size;
    }

    private boolean handledAtOnce(String line) {
        synchronized (this) {
            if (running || closed || !lines.isEmpty()) return false;
            running = true;
        }
        boolean ready = handler.isReady();
        if (ready) handle(line);
        synchronized (this) {
            running = false;
        }
        if (ready && handler.isReady()) resume();
        return ready;
    }

    private void handle(String line) {
        try {
            handler.handle(line);
        } catch (Throwable defect) { // Errors too: the thread serves everyone.
            handler.failed(defect);
        }
    }

    /** Goes on handling, if there is anything and nobody does. */
    void resume() {
        synchronized (this) {
            if (running || closed || lines.isEmpty()) return;
            running = true;
        }
        try {
            worker.execute(this::run);
        } catch (RejectedExecutionException ended) {
            close();
        }
    }

    private void run() {
        for (int handled = 0; handled < TURN && handler.isReady(); handled++) {
            String line;
            synchronized (this) {
                line = lines.poll();
                if (line != null) bytes -= line.length();
            }
            if (line == null) break;
            budget.give(line.length());
            handle(line);
        }
        synchronized (this) {
            running = false;
        }
        if (handler.isReady()) resume();
    }

    synchronized void close() {
        closed = true;
        budget.give(bytes);
        bytes = 0;
        lines.clear();
    }
}
