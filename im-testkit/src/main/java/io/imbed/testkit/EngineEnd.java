package io.imbed.testkit;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Connection;
import io.imbed.spi.Inbound;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection as {@link ScriptedAcceptor} sees it: what it is told waits here to be looked at. Threads: any. */
public final class EngineEnd implements Inbound {
    /** {@link Inbound#onAlive}, among what was heard. */
    public static final String ALIVE = "(alive)";
    /** {@link Inbound#onWritable}. */
    public static final String WRITABLE = "(writable)";

    private static final String NOT_WRITABLE = "(told to be writable, but is not)";

    private final Connection connection;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private int part; // guarded by this

    EngineEnd(Connection connection) {
        this.connection = connection;
    }

    /** {@link Inbound#onClosed} with this code. */
    public static String closed(int code) {
        return "(closed " + code + ")";
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public void onText(String unit) {
        heard.add(unit);
    }

    @Override
    public synchronized void onPart(int bytes) {
        part = bytes;
        notifyAll();
    }

    /** Waits until so many bytes are held of a message that is not complete. */
    public synchronized void awaitsPart(int least, int most) throws InterruptedException {
        long end = System.nanoTime() + TransportContract.PATIENCE.toNanos();
        while (part < least || part > most) {
            long left = end - System.nanoTime();
            if (left <= 0) throw new AssertionError("waited for " + least + " to " + most + ", is " + part);
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    @Override
    public void onAlive() {
        heard.add(ALIVE);
    }

    @Override
    public void onWritable() {
        heard.add(connection.isWritable() ? WRITABLE : NOT_WRITABLE);
    }

    @Override
    public void onClosed(CloseReason reason) {
        heard.add(closed(reason.code()));
    }

    /**
     * Waits for {@code expected}, passing over what is in {@code ignored}. Whoever ignores {@link #WRITABLE} goes on
     * writing in spite of it, so that it may be over again by the time it is looked at.
     */
    public void awaits(String expected, String... ignored) throws InterruptedException {
        List<String> passed = new ArrayList<>(List.of(ignored));
        if (passed.contains(WRITABLE)) passed.add(NOT_WRITABLE);
        List<String> before = new ArrayList<>();
        String next;
        do {
            next = heard.poll(TransportContract.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (next != null) before.add(shortened(next));
        } while (next != null && !next.equals(expected) && passed.contains(next));
        if (!expected.equals(next)) throw new AssertionError("waited for " + shortened(expected) + ", heard " + before);
    }

    /** Waits for the end, whatever its code. */
    public void awaitsAnyClose() throws InterruptedException {
        String next;
        do {
            next = heard.poll(TransportContract.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("waited for the end");
        } while (!next.startsWith("(closed"));
    }

    /** The next thing heard, without waiting; null if there is none. */
    public @Nullable String heard() {
        return heard.poll();
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "… " + text.length();
    }
}
