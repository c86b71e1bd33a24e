package io.imbed.testkit;

import io.imbed.spi.Acceptor;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Environment;
import io.imbed.spi.Handshake;
import io.imbed.spi.Scheduler;
import io.imbed.spi.Transport;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A wire in memory: clients are objects in the same process, and no socket is opened. What travels arrives by tasks on
 * the executor and timers of the scheduler, so that under a {@link ManualEnvironment} a test holds it in its hands; under
 * a real one it is simply a fast wire.
 *
 * <p>{@link #connect()} gives the client's end, {@link PairedConnection}, with the knobs for trouble.
 *
 * <p>Threads: any.
 */
public final class PairedTransport implements Transport {
    /** Bytes waiting at which {@link Connection#isWritable} turns false, if not set otherwise. */
    public static final int HIGH_WATER = 64 * 1024;

    private final Scheduler scheduler;
    private final Executor executor;
    private final Capabilities capabilities;
    private final int highWater;
    private final Set<PairedConnection> open = new LinkedHashSet<>(); // guarded by this
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private @Nullable Acceptor acceptor; // guarded by this; null before the start and after the stop
    private int connected; // guarded by this; names connections
    private boolean stopping; // guarded by this

    /**
     * @param executor carries what arrives; may have many threads
     * @param highWater bytes waiting at which a connection stops being writable; half of it makes it writable again
     */
    public PairedTransport(Scheduler scheduler, Executor executor, Capabilities capabilities, int highWater) {
        this.scheduler = scheduler;
        this.executor = executor;
        this.capabilities = capabilities;
        this.highWater = highWater;
    }

    /** A wire with pings of its own that runs on an environment's timers and worker. */
    public static PairedTransport in(Environment environment) {
        return new PairedTransport(environment.scheduler(), environment.worker(), new Capabilities(true), HIGH_WATER);
    }

    /** A client that shows nothing but an address. */
    public static Handshake anonymous() {
        return new Handshake("/im", Map.of(), Map.of(), Map.of(), "127.0.0.1", false, Map.of());
    }

    /** As {@link #connect(Handshake)}, showing nothing. */
    public PairedConnection connect() {
        return connect(anonymous());
    }

    /**
     * Connects a client.
     *
     * @throws ConnectRefusedException if the engine does not let it in, or nobody listens
     */
    public PairedConnection connect(Handshake handshake) {
        Acceptor door;
        String id;
        synchronized (this) {
            if (acceptor == null)
                throw new ConnectRefusedException(ConnectRefusedException.NOBODY_LISTENS, "nobody listens");
            door = acceptor;
            id = name() + "-" + ++connected;
        }
        Acceptor.Refusal refusal = door.refuse(handshake);
        if (refusal != null) throw new ConnectRefusedException(refusal.status(), refusal.text());
        PairedConnection client = new PairedConnection(this, id, handshake, scheduler, executor, highWater);
        synchronized (this) {
            open.add(client);
        }
        client.server().open(door.accept(client.server()));
        return client;
    }

    /** The clients whose connection the server believes to be open, oldest first. */
    public synchronized List<PairedConnection> connections() {
        return List.copyOf(open);
    }

    @Override
    public String name() {
        return "paired";
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public synchronized void start(Acceptor newAcceptor) {
        if (acceptor != null || stopping) throw new IllegalStateException("started before");
        acceptor = newAcceptor;
    }

    @Override
    public void write(Batch batch, List<? extends Connection> connections) {
        for (Connection connection : connections) connection.write(batch);
    }

    @Override
    public CompletionStage<Void> stop(Duration grace) {
        synchronized (this) {
            if (stopping) return stopped.minimalCompletionStage();
            stopping = true;
            acceptor = null;
        }
        scheduler.schedule(
                grace, () -> connections().forEach(client -> client.server().end()));
        completeIfEmpty();
        return stopped.minimalCompletionStage();
    }

    void ended(PairedConnection client) {
        synchronized (this) {
            open.remove(client);
        }
        completeIfEmpty();
    }

    private void completeIfEmpty() {
        boolean done;
        synchronized (this) {
            done = stopping && open.isEmpty();
        }
        if (done) stopped.complete(null);
    }
}
