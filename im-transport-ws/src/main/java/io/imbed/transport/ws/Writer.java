package io.imbed.transport.ws;

import io.imbed.spi.Turn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes for its share of the connections, and ends them.
 *
 * <p>Every connection belongs to one writer for life, and all that is written to it, all its timers and its end happen on
 * that writer's thread. So nothing that concerns writing needs a lock, and the order of tasks is the order on the wire.
 *
 * <p>It works in turns: take all tasks that wait, copy the frames they carry into the {@link Arena}, then write to each
 * connection once. A turn grows with what has gathered during the last one: one frame when idle, hundreds under load, and
 * no timer decides. A socket that does not take everything is left to a selector of the writer's own; the library's is
 * not used for writing, because it keeps every key it ever wrote to in its selected set until the peer speaks.
 *
 * <p>Threads: {@link #post} any; the rest its own.
 */
final class Writer extends Thread {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int SCRATCH_BYTES = 64 * 1024;
    private static final long MAX_SELECT_MILLIS = 60_000;

    private static final int AWAKE = 0;
    private static final int PARKED = 1;
    private static final int IN_SELECT = 2;

    private record Deadline(long nanos, Runnable task) {}

    private final Selector selector = Selector.open();
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger asleep = new AtomicInteger(AWAKE);
    private final PriorityQueue<Deadline> deadlines = new PriorityQueue<>((a, b) -> Long.signum(a.nanos() - b.nanos()));
    private final Runnable wake = this::wake;
    private final Arena arena = new Arena();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final List<WsConnection> listed = new ArrayList<>();
    private final List<Outgoing> touched = new ArrayList<>();
    private final int index;
    private final long closeTimeoutNanos;
    private final long lingerNanos;

    private int turnBytes;
    private int keys;
    private boolean cancelledKeys;
    private volatile boolean stopping;
    private volatile boolean ended;

    Writer(String prefix, int index, WsOptions options) throws IOException {
        super(prefix + index);
        this.index = index;
        setDaemon(true);
        this.closeTimeoutNanos = options.closeTimeout().toNanos();
        this.lingerNanos = options.linger().toNanos();
    }

    /** Runs a task on this writer's thread, after those posted before. */
    void post(Runnable task) {
        tasks.add(task);
        if (ended) {
            runLeftovers();
            return;
        }
        if (asleep.get() != AWAKE && !Turn.atEnd(wake)) wake();
    }

    private void wake() {
        int how = asleep.get();
        if (how != AWAKE && asleep.compareAndSet(how, AWAKE)) wake(how);
    }

    private void wake(int how) {
        if (how == PARKED) LockSupport.unpark(this);
        else selector.wakeup();
    }

    /** Ends the thread once it has done what was posted. Its connections must have ended. */
    void shutDown() {
        stopping = true;
        wake(PARKED);
        wake(IN_SELECT);
    }

    @Override
    public void run() {
        try {
            while (!stopping || !tasks.isEmpty()) oneTurn();
        } finally {
            ended = true;
            runLeftovers();
            closeSelector();
        }
    }

    private void oneTurn() {
        try {
            awaitWork();
            turn();
        } catch (Throwable e) {
            // Whatever it is, the other connections want to be written to.
            LOG.error("A turn of {} failed", getName(), e);
        }
    }

    private void awaitWork() throws IOException {
        boolean selecting = keys > 0 || cancelledKeys;
        if (tasks.isEmpty()) {
            asleep.set(selecting ? IN_SELECT : PARKED);
            if (tasks.isEmpty() && !stopping) sleep(selecting);
            asleep.set(AWAKE);
            if (lingerNanos > 0 && !tasks.isEmpty()) LockSupport.parkNanos(lingerNanos);
        } else if (selecting) {
            cancelledKeys = false;
            selector.selectNow(this::onWritable);
        }
    }

    /** Until there is a task, a socket that takes more, or a deadline. */
    private void sleep(boolean selecting) throws IOException {
        Deadline next = deadlines.peek();
        long nanos = next == null ? Long.MAX_VALUE : Math.max(1, next.nanos() - System.nanoTime());
        if (selecting) {
            cancelledKeys = false;
            selector.select(this::onWritable, 1 + Math.min(nanos / 1_000_000, MAX_SELECT_MILLIS));
        } else {
            // Half the work of a select to wake from, and nothing is selected for.
            LockSupport.parkNanos(this, nanos);
        }
    }

    private void onWritable(SelectionKey key) {
        WsConnection connection = (WsConnection) key.attachment();
        Outbound outbound = connection.outbound();
        if (!key.isValid() || !outbound.blocked) return;
        key.interestOps(0);
        outbound.blocked = false;
        keys--;
        list(connection);
    }

    private void turn() {
        turnBytes = 0;
        for (Runnable task; turnBytes < Arena.BYTES && (task = tasks.poll()) != null; ) guarded(task);
        while (!deadlines.isEmpty() && deadlines.element().nanos() - System.nanoTime() <= 0) {
            guarded(deadlines.remove().task());
        }
        arena.fill();
        // By index: ending one connection may list another.
        for (int i = 0; i < listed.size(); i++) flush(listed.get(i));
        listed.clear();
        arena.clear();
        for (Outgoing frame : touched) guarded(frame::settle);
        touched.clear();
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("A task of the WebSocket writer failed", e);
        }
    }

    private void flush(WsConnection connection) {
        Outbound outbound = connection.outbound();
        outbound.listed = false;
        try {
            if (outbound.blocked || !outbound.flush(arena.buffer, scratch)) return;
            SelectionKey key = outbound.key;
            if (key == null) {
                outbound.key = connection.channel().register(selector, SelectionKey.OP_WRITE, connection);
            } else {
                key.interestOps(SelectionKey.OP_WRITE);
            }
            outbound.blocked = true;
            keys++;
        } catch (IOException e) {
            connection.logged(LOG.atDebug()).log("{} ends: {}", connection, e.getMessage());
            finish(connection);
        } catch (Throwable e) {
            connection.logged(LOG.atError().setCause(e)).log("Writing to {} failed", connection);
            finish(connection);
        }
    }

    /** Its place among the writers. Any thread. */
    int index() {
        return index;
    }

    Arena arena() {
        return arena;
    }

    /** Counts towards the length of the turn. */
    void noteBytes(int bytes) {
        turnBytes += bytes;
    }

    /** Has a connection flushed at the end of the turn. */
    void list(WsConnection connection) {
        Outbound outbound = connection.outbound();
        if (outbound.listed || outbound.blocked) return;
        outbound.listed = true;
        listed.add(connection);
    }

    /** Notes that one connection is done with a frame; its reference goes back at the end of the turn. */
    void done(Outgoing frame) {
        if (frame.done()) touched.add(frame);
    }

    void after(Duration delay, Runnable task) {
        deadlines.add(new Deadline(System.nanoTime() + delay.toNanos(), task));
    }

    void finishAfterCloseTimeout(WsConnection connection) {
        deadlines.add(new Deadline(System.nanoTime() + closeTimeoutNanos, () -> finish(connection)));
    }

    /** Ends a connection here and now; a second call does nothing. */
    void finish(WsConnection connection) {
        Outbound outbound = connection.outbound();
        if (!outbound.finish(this::done)) return;
        SelectionKey key = outbound.key;
        if (key != null) {
            if (outbound.blocked) keys--;
            // The socket is closed for real only when every selector has let go of it, and that takes a select.
            key.cancel();
            cancelledKeys = true;
        }
        connection.ended();
    }

    /** After the thread has ended, whoever posts runs it: connections have ended, so this only gives back references. */
    private synchronized void runLeftovers() {
        for (Runnable task; (task = tasks.poll()) != null; ) guarded(task);
        arena.clear();
        listed.clear();
        for (Outgoing frame : touched) guarded(frame::settle);
        touched.clear();
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("Closing the writer's selector failed", e);
        }
    }
}
