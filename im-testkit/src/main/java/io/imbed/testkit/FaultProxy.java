package io.imbed.testkit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on the loopback address that makes trouble: delays, cuts, half-closed and half-open connections. What
 * happens to a connection is written in its {@link FaultScript}, or done by hand to its {@link Link}.
 *
 * <p>Open from the moment it is made, on a free port. Threads: any; one of its own, {@code im-fault-proxy}, does the
 * work. Bounded: {@value #MAX_LINKS} connections, each with at most 512 KiB on its way.
 */
public final class FaultProxy implements AutoCloseable {
    /** Connections at once; more are reset. */
    public static final int MAX_LINKS = 4_096;

    /** A way through the proxy. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    /** One connection. Nothing here blocks; a second call does nothing. */
    public interface Link {
        /** Resets both ends. */
        void cut();

        /** Takes and passes nothing, in both directions, until {@link #resume}. */
        void pause();

        /** Goes on, also after {@link FaultScript.Fault#STALL}. */
        void resume();

        /** Shows the receiver the end of the stream; the sender learns nothing. */
        void halfClose(Direction direction);

        /** Takes everything and passes nothing on, not even the end: for ever. */
        void swallow(Direction direction);

        /** Whether it has ended at both sides. */
        boolean isOver();
    }

    /**
     * What has happened so far.
     *
     * @param accepted connections taken
     * @param refused connections reset at once, over the bound
     * @param open connections that live
     * @param cuts connections reset by script, by hand, or because one end was gone
     */
    public record Counters(long accepted, long refused, long open, long cuts, long bytesToServer, long bytesToClient) {}

    /** The counters at work. Threads: any. */
    static final class Tally {
        final AtomicLong accepted = new AtomicLong();
        final AtomicLong refused = new AtomicLong();
        final AtomicLong cuts = new AtomicLong();
        final AtomicLong toServer = new AtomicLong();
        final AtomicLong toClient = new AtomicLong();
    }

    private final InetSocketAddress target;
    private final Selector selector;
    private final Thread thread = new Thread(this::run, "im-fault-proxy");
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final List<ProxyLink> links = new CopyOnWriteArrayList<>(); // changed by the thread alone
    private final Tally tally = new Tally();
    private final Object turned = new Object(); // notified after each turn of the thread
    private final int port;
    private volatile IntFunction<FaultScript> scripts = index -> FaultScript.CLEAN;
    private volatile boolean closed;
    private @Nullable ServerSocketChannel listening; // the thread's, after construction

    private FaultProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.selector = Selector.open();
        ServerSocketChannel socket = null;
        try {
            socket = listen(0);
            this.listening = socket;
            this.port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
        } catch (IOException e) {
            selector.close();
            throw e;
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Opens a proxy before a server on the loopback address. */
    public static FaultProxy to(int serverPort) throws IOException {
        return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
    }

    /** Opens a proxy before a server. */
    public static FaultProxy to(InetSocketAddress server) throws IOException {
        return new FaultProxy(server);
    }

    private ServerSocketChannel listen(int atPort) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort), 1_024);
            socket.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Where clients connect to. */
    public int port() {
        return port;
    }

    /** Gives every connection that comes from now on this script. */
    public void script(FaultScript script) {
        scripts = index -> script;
    }

    /** Gives each connection that comes from now on a script of its own, by its number from 0. Must not block. */
    public void scripts(IntFunction<FaultScript> newScripts) {
        scripts = newScripts;
    }

    /**
     * Lets clients find nobody listening, while open connections go on; or listens again on the same port. Returns once
     * it is so.
     */
    public void refuse(boolean refuses) throws IOException {
        if (closed) throw new IOException("the proxy is closed");
        CompletableFuture<Void> done = new CompletableFuture<>();
        post(() -> {
            try {
                listenOrNot(!refuses);
                done.complete(null);
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("port " + port, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private void listenOrNot(boolean listens) throws IOException {
        if (!listens && listening != null) {
            listening.close();
            listening = null;
            selector.selectNow(); // the port is free once the cancelled key is gone
        } else if (listens && listening == null) {
            listening = listen(port);
        }
    }

    /** The connections that live, oldest first. */
    public List<Link> links() {
        return List.copyOf(links);
    }

    public Counters counters() {
        return new Counters(
                tally.accepted.get(),
                tally.refused.get(),
                links.size(),
                tally.cuts.get(),
                tally.toServer.get(),
                tally.toClient.get());
    }

    /** Waits until the counters are as wanted, and returns them. */
    public Counters await(Predicate<Counters> wanted, Duration atMost) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (turned) {
            for (Counters now = counters(); ; now = counters()) {
                if (wanted.test(now)) return now;
                long left = deadline - System.nanoTime();
                if (left <= 0) throw new TimeoutException("after " + atMost + ": " + now);
                TimeUnit.NANOSECONDS.timedWait(turned, left);
            }
        }
    }

    /** Resets every connection, frees the port and ends the thread. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // the thread ends in a moment, and the port shall be free when this returns
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    Tally tally() {
        return tally;
    }

    /** Has the proxy's thread do something, and then look after all connections. */
    void post(Runnable task) {
        posted.add(task);
        selector.wakeup();
    }

    private void run() {
        ByteBuffer scratch = ByteBuffer.allocate(64 * 1024);
        Set<ProxyLink> travelling = new LinkedHashSet<>(); // have bytes that fall due by themselves
        long waitNanos = Long.MAX_VALUE;
        try {
            while (!closed) {
                select(waitNanos);
                Set<ProxyLink> touched = new LinkedHashSet<>(travelling);
                if (!posted.isEmpty()) touched.addAll(links);
                for (Runnable task = posted.poll(); task != null; task = posted.poll()) task.run();
                long now = System.nanoTime();
                for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
                    if (!key.isValid()) continue;
                    if (key.attachment() instanceof ProxyLink link) {
                        link.ready(key, scratch, now);
                        touched.add(link);
                    } else {
                        accept();
                    }
                }
                selector.selectedKeys().clear();
                waitNanos = turn(touched, travelling);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            links.forEach(link -> link.end(true));
            links.clear();
            if (listening != null) ProxyLink.closeQuietly(listening);
            ProxyLink.closeQuietly(selector);
            tellTurned();
        }
    }

    private void select(long waitNanos) throws IOException {
        if (waitNanos == Long.MAX_VALUE) selector.select();
        else if (waitNanos == 0) selector.selectNow();
        else selector.select(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
    }

    private long turn(Set<ProxyLink> touched, Set<ProxyLink> travelling) {
        long now = System.nanoTime();
        long next = Long.MAX_VALUE;
        for (ProxyLink link : touched) {
            long due = link.turn(now);
            if (due == Long.MAX_VALUE) travelling.remove(link);
            else travelling.add(link);
            next = Math.min(next, due);
            if (link.isOver()) links.remove(link);
        }
        tellTurned();
        return next;
    }

    private void tellTurned() {
        synchronized (turned) {
            turned.notifyAll();
        }
    }

    private void accept() throws IOException {
        SocketChannel client = listening == null ? null : listening.accept();
        if (client == null) return;
        try {
            if (links.size() >= MAX_LINKS) throw new IOException("more than " + MAX_LINKS + " connections");
            client.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
            open(client);
        } catch (IOException e) {
            tally.refused.incrementAndGet();
            ProxyLink.reset(client);
        }
    }

    private void open(SocketChannel client) throws IOException {
        SocketChannel server = SocketChannel.open();
        ProxyLink link;
        try {
            server.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
            FaultScript script = scripts.apply((int) tally.accepted.getAndIncrement());
            link = new ProxyLink(this, selector, client, server, script);
        } catch (IOException e) {
            ProxyLink.closeQuietly(server);
            throw e;
        }
        links.add(link);
        post(() -> link.connect(target));
    }
}
