package io.imbed.client;

import io.imbed.protocol.CloseReason;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the wire's threads hand over to the client's. What waits to be handled is bounded: when listeners are too slow
 * for what arrives, the connection is given up, and the next one goes on from the cursors once they have caught up.
 *
 * <p>Threads: any.
 */
final class WireEnd implements Wire.Listener {
    /** Characters. Far above a server's outbox of 1 MiB, so that only a stuck listener gets here. */
    static final long MAX_WAITING = 16L * 1024 * 1024;

    /** What a unit costs beside its characters, so that not even empty ones gather without end. */
    private static final int UNIT = 64;

    private final Loop loop;
    private final Exchange exchange;
    private final AtomicLong waiting = new AtomicLong();
    private volatile long lastHeard;
    private volatile boolean overflowed;

    WireEnd(Loop loop, Exchange exchange) {
        this.loop = loop;
        this.exchange = exchange;
        this.lastHeard = loop.nanoTime();
    }

    long lastHeard() {
        return lastHeard;
    }

    @Override
    public void onOpen() {
        onAlive();
        loop.execute(exchange::opened);
    }

    @Override
    public void onText(String unit) {
        onAlive();
        if (overflowed) return;
        if (waiting.addAndGet(UNIT + unit.length()) > MAX_WAITING) {
            // What waits before this unit is still handled; this and all that follows is dropped.
            overflowed = true;
            loop.execute(() -> exchange.suspect(CloseReason.SLOW_CONSUMER.withText("listeners are too slow")));
            return;
        }
        loop.execute(() -> {
            waiting.addAndGet(-UNIT - unit.length());
            exchange.received(unit);
        });
    }

    @Override
    public void onAlive() {
        lastHeard = loop.nanoTime();
    }

    @Override
    public void onClosed(CloseReason reason) {
        loop.execute(() -> exchange.closed(reason));
    }
}
