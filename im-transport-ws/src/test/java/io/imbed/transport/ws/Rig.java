package io.imbed.transport.ws;

import io.imbed.Limits;
import io.imbed.testkit.BatchLedger;
import io.imbed.testkit.EngineEnd;
import io.imbed.testkit.ScriptedAcceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A started transport, an engine that does as it is told, and clients. */
final class Rig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final ScriptedAcceptor engine;
    final BatchLedger ledger = new BatchLedger();
    final WsTransport transport;
    private final List<RawClient> clients = new ArrayList<>();

    private Rig(Limits limits, WsTransport transport) throws IOException {
        this.engine = new ScriptedAcceptor(limits);
        this.transport = transport;
        transport.start(engine);
    }

    static Rig start() throws IOException {
        return start(Limits.defaults(), options -> options);
    }

    static Rig start(UnaryOperator<WsTransport.Builder> options) throws IOException {
        return start(Limits.defaults(), options);
    }

    static Rig start(Limits limits, UnaryOperator<WsTransport.Builder> options) throws IOException {
        return new Rig(limits, options.apply(WsTransport.builder(0)).build());
    }

    /** Small limits on connections and on the time for a handshake; the rest as by default. */
    static Limits limits(int total, int perAddress, Duration hello) {
        Limits defaults = Limits.defaults();
        Limits.Times times = defaults.times();
        return defaults.with(new Limits.Connections(total, total, perAddress, 8_192))
                .with(new Limits.Times(
                        hello,
                        times.ping(),
                        times.pong(),
                        times.lag(),
                        times.send(),
                        times.drainNotice(),
                        times.drainSpread()));
    }

    /** A socket that has said nothing yet. */
    RawClient connect() throws IOException {
        RawClient client = RawClient.connect(transport.port());
        clients.add(client);
        return client;
    }

    /** A WebSocket. */
    RawClient open() throws IOException {
        RawClient client = connect();
        client.upgrade("/im", "Sec-WebSocket-Protocol: im.v1");
        return client;
    }

    /** The engine's end of the connection opened last. */
    EngineEnd end() throws InterruptedException {
        return engine.next();
    }

    /** Writes more to a client that does not read than the operating system takes; returns the number of lines. */
    int stall(EngineEnd end) {
        String line = "x".repeat(256 * 1024);
        int lines = 24 * 1024 * 1024 / line.length();
        for (int i = 0; i < lines; i++) end.connection().write(ledger.batch(line, 1));
        return lines;
    }

    @Override
    public void close() {
        clients.forEach(RawClient::vanish);
        try {
            transport.stop(Duration.ZERO).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            ledger.awaitAllReleased();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the transport does not stop", e);
        }
    }
}
