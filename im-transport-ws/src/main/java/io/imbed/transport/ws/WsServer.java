package io.imbed.transport.ws;

import io.imbed.spi.Turn;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Java-WebSocket's server, of which the reading half is used: its selector loop, its read buffers, and its workers, one of
 * which decodes all that a connection sends.
 *
 * <p>The rest is replaced through its extension points, since it fails under load or attack (version 1.6.0, measured):
 * <ul>
 *   <li>accepting: an accept that fails for want of file descriptors closes the listening socket for good. So
 *       {@link AcceptLoop} accepts, and the library's key for that is switched off the first time it fires;
 *   <li>handshake, frames, closing: unbounded headers, unmasked frames, a size limit that fragments pass, refusals that
 *       are always 404, connections closed with their last words unread. So {@link Intake#decode} is ours;
 *   <li>writing: one system call and one copy for each frame and member, a queue without bound, and keys that are scanned
 *       for ever once written to. So {@link Writer} writes.
 * </ul>
 *
 * <p>Threads: the library's selector, except where a method says otherwise.
 */
final class WsServer extends WebSocketServer {
    /** One for all connections: it only keeps the library from making one for each. */
    static final List<Draft> DRAFTS = List.of(new Draft_6455());

    private static final Logger LOG = LoggerFactory.getLogger(WsServer.class);
    private static final int START_SECONDS = 10;
    /** Least entries of the library's list of workers, for each of which it has two read buffers of 16 KB. */
    private static final int READS_IN_HAND = 32;
    /** Reads decoded before what they have brought is handed over, however many more there are. */
    private static final int READS_IN_TURN = 64;

    private final String threadPrefix;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Selector> selector = new CompletableFuture<>();

    WsServer(ServerSocketChannel listening, int ioThreads, String threadPrefix) {
        super(listening);
        this.threadPrefix = threadPrefix;
        decoders.clear();
        for (int i = 0; i < ioThreads; i++) {
            Worker worker = new Worker();
            worker.setName(threadPrefix + (i + 1));
            decoders.add(worker);
        }
        // The engine pings, and knows better than the library who is alive.
        setConnectionLostTimeout(0);
        // It sets this on our bound socket, and accepted ones inherit it: false would keep the port from the next
        // server.
        setReuseAddr(true);
    }

    /** Starts the threads and waits until they run. Any thread. */
    void startAndWait() throws IOException {
        start();
        try {
            started.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the selector did not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", e);
        }
    }

    /** The selector that reads, once the first client has knocked. Any thread. */
    CompletableFuture<Selector> selector() {
        return selector;
    }

    @Override
    public void onStart() {
        Thread.currentThread().setName(threadPrefix + 0);
        try {
            // The selector waits for a free buffer. With two for a worker both would wait for each other at nearly
            // every read, so the list has each worker several times.
            List<WebSocketWorker> workers = List.copyOf(decoders);
            while (decoders.size() < READS_IN_HAND) decoders.addAll(workers);
            // What the library would do at each accept.
            for (int i = 0; i < 2 * decoders.size() + 1; i++) allocateBuffers(null);
            started.complete(null);
        } catch (InterruptedException e) {
            started.completeExceptionally(e);
        }
    }

    @Override
    protected boolean onConnect(SelectionKey key) {
        key.interestOps(0);
        key.selector().selectedKeys().remove(key);
        selector.complete(key.selector());
        // Returning true would accept here, false would cancel the key and close the socket. This the loop passes over.
        throw new CancelledKeyException();
    }

    @Override
    public void run() {
        try {
            super.run();
        } catch (Throwable e) {
            LOG.error("The selector of {} died; nothing is read any more", threadPrefix, e);
        }
    }

    @Override
    public void onError(@Nullable WebSocket connection, Exception e) {
        if (!started.completeExceptionally(e)) LOG.error("Java-WebSocket reports an error", e);
    }

    @Override
    public void onOpen(WebSocket connection, ClientHandshake handshake) {
        throw unused();
    }

    @Override
    public void onClose(WebSocket connection, int code, String reason, boolean remote) {
        throw unused();
    }

    @Override
    public void onMessage(WebSocket connection, String message) {
        throw unused();
    }

    /** Decodes in turns: what lies ready is decoded before it is handed over, all at once. */
    final class Worker extends WebSocketWorker {
        private final AtomicInteger queued = new AtomicInteger();
        private int decoded; // in this turn; the worker's own

        @Override
        public void put(WebSocketImpl connection) throws InterruptedException {
            queued.incrementAndGet();
            super.put(connection);
        }

        /** A read is about to be decoded, on this thread. */
        void begins() {
            if (decoded++ == 0) Turn.begin();
        }

        /** It was decoded, whatever came of it. */
        void ends() {
            if (queued.decrementAndGet() == 0 || decoded == READS_IN_TURN) endTurn();
        }

        private void endTurn() {
            decoded = 0;
            Turn.end();
        }

        @Override
        public void run() {
            try {
                super.run();
            } finally {
                if (decoded > 0) endTurn(); // The server ends, and the next read is not decoded any more.
            }
        }
    }

    private static IllegalStateException unused() {
        return new IllegalStateException("the library decoded by itself");
    }
}
