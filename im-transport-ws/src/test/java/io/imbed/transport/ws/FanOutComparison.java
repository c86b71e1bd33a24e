package io.imbed.transport.ws;

import io.imbed.Limits;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Inbound;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/**
 * Compares what one delivery costs the server here and with Java-WebSocket's own {@code broadcast()}: one room of many
 * members, saturated, 100 bytes a message. Server and clients are processes of their own, the two servers take turns, and
 * a server's cost is the processor time its process says it has used, divided by what the clients received.
 *
 * <p>Run {@link #main} with the class path of the tests; {@code [members] [rounds] [seconds] [window]}, by default
 * 500, 3, 5 and 256.
 */
final class FanOutComparison {
    private static final int MESSAGE_BYTES = 100;
    private static final int FRAME_BYTES = 2 + MESSAGE_BYTES;
    /** How far the sender may be ahead of the first client, in messages; the same for both servers. */
    private static final int DEFAULT_WINDOW = 256;

    private FanOutComparison() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("server")) {
            serve(args[1].equals("imbed"), number(args, 2, 0), number(args, 3, 0));
        } else if (args.length > 0 && args[0].equals("clients")) {
            receive(number(args, 1, 0), number(args, 2, 0), ackEvery(number(args, 3, 0)));
        } else {
            compare(number(args, 0, 500), number(args, 1, 3), number(args, 2, 5), number(args, 3, DEFAULT_WINDOW));
        }
    }

    private static int number(String[] args, int index, int otherwise) {
        return args.length > index ? Integer.parseInt(args[index]) : otherwise;
    }

    private static int ackEvery(int window) {
        return Math.max(1, window / 16);
    }

    private static void compare(int members, int rounds, int seconds, int window) throws Exception {
        double[][] micros = new double[2][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int kind = 0; kind < 2; kind++) {
                String name = kind == 0 ? "imbed" : "broadcast()";
                micros[kind][round] = measure(name, members, seconds, window);
            }
        }
        for (double[] one : micros) Arrays.sort(one);
        double ours = micros[0][rounds / 2];
        double theirs = micros[1][rounds / 2];
        System.out.printf(
                Locale.ROOT,
                "median CPU µs per delivery: imbed %.2f, broadcast() %.2f: %.1f times cheaper%n",
                ours,
                theirs,
                theirs / ours);
    }

    /** Processor time in microseconds for each delivery of one fresh server. */
    private static double measure(String name, int members, int seconds, int window) throws Exception {
        Process server = java("server", name, Integer.toString(members), Integer.toString(window));
        BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String port = said.readLine();
        Process clients = java("clients", port, Integer.toString(members), Integer.toString(window));
        BufferedReader counts =
                new BufferedReader(new InputStreamReader(clients.getInputStream(), StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < 3; i++) counts.readLine();
            long bytes = Long.parseLong(counts.readLine());
            Duration cpu = cpu(server);
            long nanos = System.nanoTime();
            for (int i = 1; i < seconds; i++) counts.readLine();
            long received = Long.parseLong(counts.readLine()) - bytes;
            double elapsed = (System.nanoTime() - nanos) / 1e9;
            double deliveries = (double) received / FRAME_BYTES;
            double micros = cpu(server).minus(cpu).toNanos() / 1e3 / deliveries;
            System.out.printf(
                    Locale.ROOT, "%-12s %8.0f deliveries/s, %.2f µs each%n", name, deliveries / elapsed, micros);
            return micros;
        } finally {
            clients.destroyForcibly().waitFor();
            server.destroyForcibly().waitFor();
        }
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static Process java(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                FanOutComparison.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    // ---- the server's process

    private static void serve(boolean imbed, int members, int size) throws Exception {
        Semaphore window = new Semaphore(size);
        byte[] message = "m".repeat(MESSAGE_BYTES).getBytes(StandardCharsets.US_ASCII);
        if (imbed) serveImbed(members, window, ackEvery(size), message);
        else serveLibrary(members, window, ackEvery(size), new String(message, StandardCharsets.US_ASCII));
    }

    private static void serveImbed(int members, Semaphore window, int ackEvery, byte[] message) throws Exception {
        List<Connection> joined = new CopyOnWriteArrayList<>();
        Semaphore complete = new Semaphore(0);
        WsTransport transport = WsTransport.on(0);
        transport.start(new Acceptor() {
            @Override
            public Refusal refuse(Handshake handshake) {
                return null;
            }

            @Override
            public Limits limits() {
                Limits limits = Limits.defaults();
                return limits.with(new Limits.Connections(members, members, members, 8_192));
            }

            @Override
            public Inbound accept(Connection connection) {
                joined.add(connection);
                complete.release();
                return new AckCounter(window, ackEvery);
            }
        });
        System.out.println(transport.port());
        complete.acquire(members);
        List<Connection> room = List.copyOf(joined);
        while (true) {
            window.acquire();
            Batch batch = new Batch(message, () -> {});
            batch.retain(members - 1);
            transport.write(batch, room);
        }
    }

    private record AckCounter(Semaphore window, int ackEvery) implements Inbound {
        @Override
        public void onText(String unit) {
            window.release(ackEvery);
        }

        @Override
        public void onAlive() {}

        @Override
        public void onWritable() {}

        @Override
        public void onClosed(CloseReason reason) {}
    }

    private static void serveLibrary(int members, Semaphore window, int ackEvery, String message) throws Exception {
        Semaphore complete = new Semaphore(0);
        WebSocketServer server = new WebSocketServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)) {
            @Override
            public void onStart() {
                System.out.println(getPort());
            }

            @Override
            public void onOpen(WebSocket connection, ClientHandshake handshake) {
                complete.release();
            }

            @Override
            public void onMessage(WebSocket connection, String text) {
                window.release(ackEvery);
            }

            @Override
            public void onClose(WebSocket connection, int code, String reason, boolean remote) {}

            @Override
            public void onError(WebSocket connection, Exception e) {}
        };
        server.setTcpNoDelay(true);
        server.setMaxPendingConnections(4_096);
        server.start();
        complete.acquire(members);
        while (true) {
            window.acquire();
            server.broadcast(message);
        }
    }

    // ---- the clients' process

    /** Connects everybody, then prints once a second how many bytes have come in all. */
    private static void receive(int port, int members, int ackEvery) throws Exception {
        AtomicLong received = new AtomicLong();
        List<SocketChannel> sockets = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            RawClient client = RawClient.over(SocketChannel.open().socket(), port);
            client.upgrade("/im");
            sockets.add(client.socket().getChannel());
        }
        Thread reading = new Thread(() -> readAll(sockets, received, ackEvery));
        reading.start();
        while (true) {
            Thread.sleep(1_000);
            System.out.println(received.get());
        }
    }

    private static void readAll(List<SocketChannel> sockets, AtomicLong received, int ackEvery) {
        try (Selector selector = Selector.open()) {
            for (SocketChannel socket : sockets) {
                socket.configureBlocking(false);
                socket.register(selector, SelectionKey.OP_READ);
            }
            SocketChannel first = sockets.get(0);
            ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
            byte[] ack = RawClient.masked(RawClient.FIN | RawClient.TEXT, new byte[] {'a'});
            long[] ofFirst = new long[1];
            long[] acked = new long[1];
            while (true) {
                selector.select(key -> {
                    try {
                        SocketChannel socket = (SocketChannel) key.channel();
                        int count = socket.read(buffer.clear());
                        received.addAndGet(count);
                        if (socket != first) return;
                        ofFirst[0] += count;
                        for (; ofFirst[0] / FRAME_BYTES >= acked[0] + ackEvery; acked[0] += ackEvery) {
                            socket.write(ByteBuffer.wrap(ack));
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
