package io.imbed.transport.ws;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open port with its threads and connections. Threads: any. */
final class Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
    /** A thousand clients that reconnect at once must not be refused by the operating system. */
    private static final int LISTEN_QUEUE = 4096;

    private static final int JOIN_MILLIS = 2_000;
    private static final AtomicLong NEXT_ID = new AtomicLong();

    private final WsTransport transport;
    private final WsOptions options;
    private final Acceptor acceptor;
    private final int port;
    private final WsServer server;
    private final AcceptLoop accepting;
    private final List<Writer> writers;
    private final Opening opening;
    private final Admission admission;
    private final Roster<WsConnection> connections = new Roster<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final String threads;

    private Endpoint(WsTransport transport, WsOptions options, Acceptor acceptor, ServerSocketChannel listening)
            throws IOException {
        this.transport = transport;
        this.options = options;
        this.acceptor = acceptor;
        this.port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
        this.threads = "im-" + acceptor.instance() + "-ws-";
        this.opening = new Opening(options, acceptor);
        this.admission = new Admission(acceptor.limits().connections(), options.proxies());
        this.server = new WsServer(listening, options.ioThreads(), threads + "io-");
        this.accepting = new AcceptLoop(threads + "accept-0", listening, server, this::receive);
        this.writers = new ArrayList<>();
        for (int i = 0; i < options.writerThreads(); i++) writers.add(new Writer(threads + "writer-", i, options));
    }

    /** @throws IOException with a sentence that names the address */
    static Endpoint open(WsTransport transport, WsOptions options, Acceptor acceptor) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        try {
            listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listening.bind(options.address(), LISTEN_QUEUE);
            Endpoint endpoint = new Endpoint(transport, options, acceptor, listening);
            endpoint.server.startAndWait();
            endpoint.writers.forEach(Thread::start);
            endpoint.accepting.start();
            LOG.info("WebSocket on {}{}", listening.getLocalAddress(), options.path());
            return endpoint;
        } catch (IOException | RuntimeException e) {
            listening.close();
            String host = options.address().getAddress().getHostAddress();
            throw new IOException(
                    "cannot listen on " + host + " port " + options.address().getPort() + ": " + e.getMessage(), e);
        }
    }

    int port() {
        return port;
    }

    private void receive(SocketChannel channel, InetAddress peer, Selector reading) throws IOException {
        if (!admission.enter(peer)) {
            channel.close();
            return;
        }
        WsConnection connection;
        try {
            connection = connection(channel, peer);
        } catch (Throwable e) {
            admission.leave(peer);
            throw e;
        }
        // From here on it ends like any other, and is counted out where all are.
        connections.add(connection);
        Writer writer = connection.writer();
        writer.post(() -> writer.after(acceptor.limits().times().hello(), () -> expireHandshake(connection)));
        try {
            connection.intake().readBy(reading);
        } catch (Throwable e) {
            connection.logged(LOG.atDebug()).log("{} ended while it was accepted: {}", connection, e.toString());
            connection.cut(CloseReason.ABNORMAL);
        }
    }

    private WsConnection connection(SocketChannel channel, InetAddress peer) {
        long number = NEXT_ID.incrementAndGet();
        Writer writer = writers.get((int) (number % writers.size()));
        Backlog backlog = new Backlog(options.lowWaterBytes(), options.highWaterBytes());
        SSLContext context = options.tls();
        TlsLink tls = context == null ? null : new TlsLink(channel, serverEngine(context));
        Link link = tls == null ? new Link.Plain(channel) : tls;
        WsConnection connection = new WsConnection("ws-" + number, transport, channel, peer, link, writer, backlog);
        TlsReader decrypting = tls == null ? null : new TlsReader(tls, connection);
        connection.attach(new Intake(server, connection, opening, acceptor, decrypting, () -> gone(connection)));
        return connection;
    }

    private static SSLEngine serverEngine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    private static void expireHandshake(WsConnection connection) {
        if (!connection.isOpen()) connection.writer().finish(connection);
    }

    private void gone(WsConnection connection) {
        admission.leave(connection.peer());
        connections.remove(connection);
    }

    /** Has each writer write to those of the members that are its own. */
    void write(Batch batch, List<? extends Connection> members) {
        int size = batch.size();
        int dropped = 0;
        Fanout[] shares = new Fanout[writers.size()];
        for (int i = 0; i < members.size(); i++) {
            WsConnection member = (WsConnection) members.get(i);
            if (!member.backlog().add(size)) {
                dropped++;
                continue;
            }
            int index = member.writer().index();
            if (shares[index] == null) {
                shares[index] = new Fanout(member.writer(), batch, members, members.size() - i);
            }
            shares[index].add(member);
        }
        for (Fanout share : shares) {
            if (share != null) share.post();
        }
        if (dropped > 0) batch.release(dropped);
    }

    CompletableFuture<Void> stop(Duration grace) {
        if (!stopping.getAndSet(true)) new Thread(() -> shutDown(grace), threads + "stop-0").start();
        return stopped;
    }

    private void shutDown(Duration grace) {
        try {
            accepting.shutDown();
            accepting.join(JOIN_MILLIS);
            connections.close();
            // Those that are still at their handshake have nothing to lose.
            connections.present().stream()
                    .filter(connection -> !connection.isOpen())
                    .forEach(connection -> connection.cut(CloseReason.RESTART));
            if (!awaitAllGone(grace.toMillis())) {
                connections.present().forEach(connection -> connection.cut(CloseReason.RESTART));
                if (!awaitAllGone(JOIN_MILLIS))
                    LOG.error("{} connections do not end", connections.present().size());
            }
            server.stop(JOIN_MILLIS);
            writers.forEach(Writer::shutDown);
            for (Writer writer : writers) writer.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            LOG.warn("Interrupted while stopping");
        } finally {
            stopped.complete(null);
        }
    }

    private boolean awaitAllGone(long millis) throws InterruptedException {
        try {
            connections.allGone().get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException neverFails) {
            throw new IllegalStateException(neverFails);
        }
    }
}
