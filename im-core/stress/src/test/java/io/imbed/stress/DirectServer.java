package io.imbed.stress;

import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.hook.Connected;
import io.imbed.hook.Disconnected;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Inbound;
import io.imbed.spi.MetricsSink;
import io.imbed.spi.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A whole server on the threads of those who use it, with one channel, {@code room}. */
public final class DirectServer {
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger disconnected = new AtomicInteger();
    private final Wires wires = new Wires();
    private final ImServer server;
    private LongSupplier budget = () -> -1;

    /** The wire of {@link Wire}s. */
    private static final class Wires implements Transport {
        private @Nullable Acceptor acceptor;

        Inbound accept(Wire wire) {
            if (acceptor == null) throw new IllegalStateException("the server has not started");
            return acceptor.accept(wire);
        }

        @Override
        public String name() {
            return "direct";
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(true);
        }

        @Override
        public void start(Acceptor newAcceptor) {
            acceptor = newAcceptor;
        }

        @Override
        public void write(Batch batch, List<? extends Connection> connections) {
            connections.forEach(each -> each.write(batch));
        }

        @Override
        public CompletionStage<Void> stop(Duration grace) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** A client: its wire, and where what it sends goes. */
    public record Client(Wire wire, Inbound inbound) {
        /** Says who it is. */
        public void hello(String user) {
            inbound.onText("{\"op\":\"hello\",\"id\":1,\"v\":1,\"token\":\"guest:" + user + "\"}");
        }

        public void join() {
            inbound.onText("{\"op\":\"join\",\"id\":2,\"room\":\"room\"}");
        }

        public void send(String text) {
            inbound.onText("{\"op\":\"send\",\"id\":3,\"room\":\"room\",\"cid\":\"" + text
                    + "\",\"content\":{\"type\":\"text\",\"text\":\"" + text + "\"}}");
        }
    }

    public DirectServer() {
        server = ImServer.builder(MemoryStorage.create())
                .authenticator(Authenticator.guests())
                .environment(new DirectEnvironment())
                .transport(wires)
                .on(Connected.class, session -> connected.incrementAndGet())
                .on(Disconnected.class, session -> disconnected.incrementAndGet())
                .metrics(new MetricsSink() {
                    @Override
                    public void count(String name, String tag, long amount) {}

                    @Override
                    public void time(String name, String tag, long nanos) {}

                    @Override
                    public void gauge(String name, LongSupplier value) {
                        if (name.equals("im.budget.used")) budget = value;
                    }
                })
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.rooms().create(NewRoom.channel("room")).toCompletableFuture().join();
    }

    /** A connection that has said nothing yet. */
    public Client connect(String id) {
        Wire wire = new Wire(id, wires);
        return new Client(wire, wires.accept(wire));
    }

    /** A member of the room. */
    public Client member(String user) {
        Client client = connect(user);
        client.hello(user);
        client.join();
        return client;
    }

    public void signOut(String user) {
        server.sessions().signOut(user);
    }

    /** How many messages the room has. */
    public long messages() {
        return server.lookup()
                .room("room")
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .seq();
    }

    /**
     * Ends the server, and says what is left of it: sessions that have not gone, ends that were told without a beginning or
     * not at all, bytes that nobody gave back.
     */
    public String remains() {
        int sessions = server.sessions().count();
        server.close();
        return sessions + " sessions, " + (connected.get() - disconnected.get()) + " ends missing, "
                + budget.getAsLong() + " bytes";
    }
}
