package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.Limits;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Connection;
import io.imbed.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Transport} promises to the engine, shown over the real wire.
 *
 * <p>Extend it, give it a transport that has not been started and a client for it. Everything waits for an event with a
 * deadline; nothing sleeps.
 */
public abstract class TransportContract {
    /** How long anything may take before a test gives up. */
    protected static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Small, so that a message too big is quickly made. */
    private static final int FRAME_BYTES = 16 * 1024;

    private static final int LINE_BYTES = 8 * 1024;
    /** So many of these lines do not fit into what the two operating systems and a client keep for one connection. */
    private static final int MORE_THAN_ANY_BUFFER = 3_000;

    private static final CloseReason KICKED = CloseReason.SIGNED_OUT;

    private final Limits limits = limits();
    private final ScriptedAcceptor engine = new ScriptedAcceptor(limits);
    private final BatchLedger ledger = new BatchLedger();
    private final List<Wire> wires = new ArrayList<>();
    private Transport transport;

    /** A fresh transport on the loopback address, on any free port. */
    protected abstract Transport transport();

    /**
     * Connects a client. The engine accepts it before this returns, or soon after.
     *
     * @throws ConnectRefusedException with the status it was refused with, 0 if nobody listened
     */
    protected abstract Wire connect(Transport started) throws Exception;

    /** The client's end. Threads: one. */
    public interface Wire {
        /** Sends one carrier unit. */
        void send(String unit) throws Exception;

        /**
         * The next line from the server. Reads from the network only when called, or not much ahead: a test makes a slow
         * reader by not calling it.
         *
         * @throws java.io.IOException if the connection has ended or was lost
         * @throws AssertionError if none came in time
         */
        String next(Duration deadline) throws Exception;

        /** Passes over lines until the server ends the connection; returns the close code it said, 1006 if none. */
        int awaitClose(Duration deadline) throws Exception;

        /** Says goodbye in the wire's own way. */
        void close() throws Exception;

        /** Is gone without a word. A second call, or one after {@link #close}, does nothing. */
        void vanish();
    }

    @BeforeEach
    void start() throws Exception {
        transport = transport();
        transport.start(engine);
    }

    @AfterEach
    void stop() throws Exception {
        wires.forEach(Wire::vanish);
        get(transport.stop(Duration.ZERO));
        ledger.awaitAllReleased();
    }

    @Test
    void whatAClientSendsArrivesInOrder() throws Exception {
        Wire client = client();
        EngineEnd end = engine.next();

        for (int i = 0; i < 100; i++) client.send("{\"n\":" + i + "}");

        for (int i = 0; i < 100; i++) end.awaits("{\"n\":" + i + "}", EngineEnd.ALIVE);
    }

    @Test
    void severalLinesInOneBatchArriveAsLines() throws Exception {
        Wire client = client();
        EngineEnd end = engine.next();

        end.connection().write(ledger.batch("one\ntwo\nthree € 𝄞", 1));

        assertThat(List.of(next(client), next(client), next(client))).containsExactly("one", "two", "three € 𝄞");

        end.connection().write(ledger.batch("four\nfive", 1));

        assertThat(List.of(next(client), next(client))).containsExactly("four", "five");
    }

    @Test
    void fanOutsAndSingleWritesOfOneThreadKeepTheirOrder() throws Exception {
        List<Wire> clients = clients(5);
        List<EngineEnd> ends = ends(5);
        List<Connection> all = ends.stream().map(EngineEnd::connection).toList();
        List<Connection> some = all.subList(1, 4);

        for (int i = 0; i < 200; i++) {
            transport.write(ledger.batch("all " + i, all.size()), all);
            transport.write(ledger.batch("some " + i, some.size()), some);
            ends.get(2).connection().write(ledger.batch("one " + i, 1));
        }

        for (int i = 0; i < 200; i++) {
            assertThat(next(clients.get(0))).isEqualTo("all " + i);
            assertThat(next(clients.get(2))).isEqualTo("all " + i);
            assertThat(next(clients.get(2))).isEqualTo("some " + i);
            assertThat(next(clients.get(2))).isEqualTo("one " + i);
        }
    }

    @Test
    void eachOfSeveralThreadsKeepsItsOrder() throws Exception {
        List<Wire> clients = clients(3);
        List<Connection> all = ends(3).stream().map(EngineEnd::connection).toList();
        int threads = 4;
        int lines = 200;

        CompletableFuture<?>[] writing = new CompletableFuture<?>[threads];
        for (int t = 0; t < threads; t++) {
            int thread = t;
            writing[t] = Together.start(() -> {
                for (int i = 0; i < lines; i++) {
                    if (i % 2 == 0) transport.write(ledger.batch(thread + " " + i, all.size()), all);
                    else all.forEach(one -> one.write(ledger.batch(thread + " " + "x", 1)));
                }
            });
        }
        get(CompletableFuture.allOf(writing));

        for (Wire client : clients) {
            int[] expected = new int[threads];
            for (int i = 0; i < threads * lines; i++) {
                String[] line = next(client).split(" ");
                int thread = Integer.parseInt(line[0]);
                int number = expected[thread]++;
                assertThat(line[1]).isEqualTo(number % 2 == 0 ? Integer.toString(number) : "x");
            }
        }
    }

    @Test
    void slowReaderIsToldApartOthersGoOnAndItMissesNothing() throws Exception {
        Wire slow = client();
        EngineEnd slowEnd = engine.next();
        Wire quick = client();
        EngineEnd quickEnd = engine.next();
        List<Connection> both = List.of(slowEnd.connection(), quickEnd.connection());

        for (int i = 0; i < MORE_THAN_ANY_BUFFER; i++) {
            transport.write(ledger.batch(longLine(i), 2), both);
            assertThat(next(quick)).isEqualTo(longLine(i));
        }
        assertThat(slowEnd.connection().isWritable()).isFalse();
        assertThat(slowEnd.connection().pendingBytes()).isPositive();
        assertThat(quickEnd.connection().isWritable()).isTrue();

        for (int i = 0; i < MORE_THAN_ANY_BUFFER; i++) assertThat(next(slow)).isEqualTo(longLine(i));

        slowEnd.awaits(EngineEnd.WRITABLE);
        ledger.awaitAllReleased();
        assertThat(slowEnd.connection().isWritable()).isTrue();
        assertThat(slowEnd.connection().pendingBytes()).isZero();
    }

    @Test
    void closeComesAfterWhatWasWrittenBefore() throws Exception {
        Wire client = client();
        EngineEnd end = engine.next();

        for (int i = 0; i < 100; i++) end.connection().write(ledger.batch(longLine(i), 1));
        end.connection().close(KICKED);
        end.connection().close(CloseReason.GOING_AWAY);
        end.connection().write(ledger.batch("too late", 1));

        for (int i = 0; i < 100; i++) assertThat(next(client)).isEqualTo(longLine(i));
        assertThat(client.awaitClose(PATIENCE)).isEqualTo(KICKED.code());
        end.awaits(EngineEnd.closed(KICKED.code()), EngineEnd.WRITABLE);
    }

    @Test
    void closedConnectionTakesAndDropsWhatIsWritten() throws Exception {
        Wire client = client();
        EngineEnd end = engine.next();

        client.close();
        end.awaitsAnyClose();
        end.connection().write(ledger.batch("nobody", 1));
        transport.write(ledger.batch("nobody", 2), List.of(end.connection(), end.connection()));
        end.connection().close(KICKED);
        end.connection().ping();

        ledger.awaitAllReleased();
        assertThat(end.connection().isWritable()).isTrue();
        assertThat(end.connection().pendingBytes()).isZero();
        assertThat(end.heard()).as("nothing follows onClosed").isNull();
    }

    @Test
    void vanishedClientGivesBackAllThatWaitedForIt() throws Exception {
        Wire client = client();
        EngineEnd end = engine.next();
        for (int i = 0; i < MORE_THAN_ANY_BUFFER; i++) end.connection().write(ledger.batch(longLine(i), 1));

        client.vanish();

        end.awaits(EngineEnd.closed(CloseReason.ABNORMAL.code()), EngineEnd.ALIVE, EngineEnd.WRITABLE);
        ledger.awaitAllReleased();
        assertThat(end.connection().isWritable()).isTrue();
    }

    @Test
    void oversizedUnitEndsTheConnectionAndIsNotDelivered() throws Exception {
        Wire client = client();
        EngineEnd end = engine.next();
        client.send("x".repeat(FRAME_BYTES));
        end.awaits("x".repeat(FRAME_BYTES), EngineEnd.ALIVE);

        client.send("y".repeat(FRAME_BYTES + 1));

        assertThat(client.awaitClose(PATIENCE)).isEqualTo(CloseReason.TOO_BIG.code());
        client.vanish();
        end.awaits(EngineEnd.closed(CloseReason.TOO_BIG.code()), EngineEnd.ALIVE);
    }

    @Test
    void refusedClientLearnsTheStatusAndIsNeverAccepted() throws Exception {
        engine.refuseAll(new Acceptor.Refusal(503, "draining"));

        assertThatThrownBy(this::client)
                .isInstanceOfSatisfying(
                        ConnectRefusedException.class,
                        e -> assertThat(e.status()).isEqualTo(503));
        engine.admitAll();
        client().send("hello");

        engine.next().awaits("hello");
    }

    @Test
    void handshakeShowsTheAddress() throws Exception {
        client();

        assertThat(engine.next().connection().handshake().remoteAddress()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void pingIsAnsweredByASignOfLife() throws Exception {
        Wire client = client();
        EngineEnd end = engine.next();
        if (!transport.capabilities().protocolPing()) return;

        end.connection().ping();
        end.connection().write(ledger.batch("read me", 1));
        assertThat(next(client)).isEqualTo("read me");

        end.awaits(EngineEnd.ALIVE);
    }

    @Test
    void whatIsSaidWhileAcceptingComesBehindTheHandshake() throws Exception {
        engine.greetEachWith(end -> {
            end.connection().ping();
            end.connection().write(ledger.batch("welcome", 1));
            end.connection().ping();
        });

        Wire client = client();

        assertThat(next(client)).isEqualTo("welcome");
    }

    @Test
    void stopWaitsForConnectionsToEnd() throws Exception {
        Wire client = client();
        EngineEnd end = engine.next();

        CompletionStage<Void> stopping = transport.stop(PATIENCE);
        CompletionStage<Void> again = transport.stop(Duration.ZERO);
        end.connection().write(ledger.batch("last words", 1));
        end.connection().close(CloseReason.RESTART);

        assertThat(next(client)).isEqualTo("last words");
        assertThat(client.awaitClose(PATIENCE)).isEqualTo(CloseReason.RESTART.code());
        client.vanish();
        get(stopping);
        get(again);
        end.awaits(EngineEnd.closed(CloseReason.RESTART.code()));
    }

    @Test
    void stopCutsWhatIsLeftAndNobodyConnectsAnyMore() throws Exception {
        client();
        EngineEnd end = engine.next();

        get(transport.stop(Duration.ZERO));

        assertThat(end.heard()).startsWith("(closed");
        assertThatThrownBy(this::client).isInstanceOf(ConnectRefusedException.class);
    }

    @Test
    void idsAreUnique() throws Exception {
        clients(10);

        assertThat(ends(10).stream().map(end -> end.connection().id())).doesNotHaveDuplicates();
    }

    /**
     * Waits for the engine, too: some wires know that they are connected before it does, and two clients could come to it in
     * another order than they were made in.
     */
    private Wire client() throws Exception {
        Wire wire = connect(transport);
        wires.add(wire);
        engine.awaitAccepted(wires.size());
        return wire;
    }

    private List<Wire> clients(int count) throws Exception {
        List<Wire> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) clients.add(client());
        return clients;
    }

    private List<EngineEnd> ends(int count) throws InterruptedException {
        List<EngineEnd> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) ends.add(engine.next());
        return ends;
    }

    private static String next(Wire wire) throws Exception {
        return wire.next(PATIENCE);
    }

    private static String longLine(int number) {
        return number + " " + "l".repeat(LINE_BYTES);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Limits limits() {
        Limits defaults = Limits.defaults();
        return defaults.with(new Limits.Sizes(
                FRAME_BYTES, defaults.sizes().textBytes(), defaults.sizes().json()));
    }
}
