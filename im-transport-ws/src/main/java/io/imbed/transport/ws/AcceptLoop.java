package io.imbed.transport.ws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts sockets, on a thread of its own so that a storm of them does not hold up those that are connected.
 *
 * <p>When the process has no file descriptor left, a spare one is given up to accept and drop who waits, so that they
 * learn of it at once; a moment later it is tried again.
 */
final class AcceptLoop extends Thread {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptLoop.class);
    private static final long PAUSE_MILLIS = 100;
    private static final long WARN_EVERY_NANOS = 10_000_000_000L;

    private final ServerSocketChannel listening;
    private final WsServer server;
    private final Receiver receiver;
    private final Selector selector = Selector.open();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private long lastWarning = System.nanoTime() - WARN_EVERY_NANOS;
    private SocketChannel spare = SocketChannel.open();

    /** Takes over accepted sockets. */
    interface Receiver {
        /** @param reading the selector to be read by */
        void receive(SocketChannel channel, InetAddress peer, Selector reading) throws IOException;
    }

    AcceptLoop(String name, ServerSocketChannel listening, WsServer server, Receiver receiver) throws IOException {
        super(name);
        setDaemon(true);
        this.listening = listening;
        this.server = server;
        this.receiver = receiver;
    }

    /** Stops accepting and frees the port. */
    void shutDown() {
        stopped.countDown();
        try {
            listening.close();
        } catch (IOException e) {
            LOG.debug("Closing the listening socket failed", e);
        }
        // Nobody has knocked yet, or the selectors have to let go of the socket before its port is free.
        if (!server.selector().cancel(false)) server.selector().join().wakeup();
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            Selector reading = server.selector().join();
            listening.register(selector, SelectionKey.OP_ACCEPT);
            while (stopped.getCount() > 0) {
                selector.select(key -> {});
                acceptAll(reading);
            }
        } catch (ClosedChannelException | CancellationException e) {
            LOG.debug("{} ends", getName());
        } catch (IOException | InterruptedException e) {
            LOG.error("{} ends; nobody can connect any more", getName(), e);
        } finally {
            closeQuietly();
        }
    }

    private void acceptAll(Selector reading) throws ClosedChannelException, InterruptedException {
        while (stopped.getCount() > 0) {
            try {
                SocketChannel channel = listening.accept();
                if (channel == null) return;
                prepare(channel, reading);
            } catch (ClosedChannelException e) {
                throw e;
            } catch (Throwable e) {
                warn(e);
                dropWaiting();
                stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void prepare(SocketChannel channel, Selector reading) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            receiver.receive(channel, channel.socket().getInetAddress(), reading);
        } catch (IOException e) {
            LOG.debug("A connection ended while it was accepted: {}", e.getMessage());
            close(channel);
        } catch (Throwable e) {
            close(channel);
            throw e;
        }
    }

    private void warn(Throwable e) {
        long now = System.nanoTime();
        if (now - lastWarning < WARN_EVERY_NANOS) return;
        lastWarning = now;
        LOG.warn("Cannot accept connections: {}", e.toString());
    }

    private void dropWaiting() {
        close(spare);
        try (SocketChannel dropped = listening.accept()) {
            LOG.debug("Dropped {}", dropped);
        } catch (IOException e) {
            LOG.debug("Nobody to drop: {}", e.getMessage());
        }
        try {
            spare = SocketChannel.open();
        } catch (IOException e) {
            LOG.debug("No spare descriptor yet: {}", e.getMessage());
        }
    }

    private void closeQuietly() {
        close(spare);
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("Closing the accepting selector failed", e);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("Closing a socket failed", e);
        }
    }
}
