package io.imbed.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wire against a peer that speaks bytes. */
@Timeout(60)
class WebSocketWireTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Wire.Listener listener = new Wire.Listener() {
        @Override
        public void onOpen() {
            heard.add("open");
        }

        @Override
        public void onText(String unit) {
            heard.add("text " + unit);
        }

        @Override
        public void onAlive() {
            heard.add("alive");
        }

        @Override
        public void onClosed(CloseReason reason) {
            heard.add("closed " + reason.code());
        }
    };
    private ServerSocket door;

    @BeforeEach
    void listen() throws IOException {
        door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        door.setSoTimeout(30_000);
    }

    @AfterEach
    void stop() throws IOException {
        door.close();
    }

    @Test
    void nobodyThereIsAConnectionLost() throws Exception {
        door.close();

        WebSocketWire.create().connect(uri(), listener);

        assertThat(next()).isEqualTo("closed 1006");
    }

    @Test
    void refusedHandshakeIsAConnectionThatMayComeBack() throws Exception {
        WebSocketWire.create().connect(uri(), listener);
        try (Socket peer = accept()) {
            readHead(peer);
            write(
                    peer,
                    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            String closed = next();

            assertThat(closed).startsWith("closed ");
            int code = Integer.parseInt(closed.substring("closed ".length()));
            assertThat(new CloseReason(code, "").reconnectable()).isTrue();
        }
    }

    @Test
    void linesGoBothWaysAndPingsAreAnsweredAndSeen() throws Exception {
        Wire.Connection wire = WebSocketWire.create().withHeader("X-Who", "me").connect(uri(), listener);
        try (Socket peer = accept()) {
            String head = upgrade(peer);
            assertThat(head).contains("Sec-WebSocket-Protocol: im.v1").contains("X-Who: me");
            assertThat(next()).isEqualTo("open");

            write(peer, frame(0x81, "hällo"));
            assertThat(next()).isEqualTo("text hällo");
            write(peer, frame(0x89, "p"));
            assertThat(next()).isEqualTo("alive");
            assertThat(readFrame(peer)).isEqualTo("pong p");
            wire.send("grüezi");
            assertThat(readFrame(peer)).isEqualTo("text grüezi");

            write(peer, new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xf4}); // 1012
            assertThat(next()).isEqualTo("closed 1012");
            wire.send("too late");
            wire.close();
            wire.abort();
            assertThat(heard.poll(50, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void closeSaysSoToThePeer() throws Exception {
        Wire.Connection wire = WebSocketWire.create().connect(uri(), listener);
        try (Socket peer = accept()) {
            upgrade(peer);
            assertThat(next()).isEqualTo("open");

            wire.close();

            assertThat(readFrame(peer)).isEqualTo("close 1000");
            write(peer, new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xe8});
            assertThat(next()).isEqualTo("closed 1000");
        }
    }

    @Test
    void abortLeavesNoThreadHoweverEarlyItComes() throws Exception {
        try (ServerSocket wide = new ServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("ws://127.0.0.1:" + wide.getLocalPort() + "/im");
            for (int i = 0; i < 200; i++) {
                Wire.Connection wire = WebSocketWire.create().connect(uri, listener);
                for (int spin = 0; spin < i * 100; spin++) Thread.onSpinWait();
                wire.abort();
                assertThat(next()).isEqualTo("closed 1006");
            }

            joinThreads("WebSocket");
        }
    }

    @Test
    void closedClientLeavesNoThreadInAnyPhase() throws Exception {
        ImClient unused = ImClient.builder(uri()).build();
        ImClient connecting = ImClient.builder(uri()).build();
        ImClient open = ImClient.builder(uri()).build();
        open.connect();
        try (Socket peer = accept()) {
            upgrade(peer);
            assertThat(readFrame(peer)).startsWith("text {\"op\":\"hello\"");
            connecting.connect(); // and nobody answers the handshake

            for (ImClient client : List.of(unused, connecting, open)) {
                client.close();
                client.close();
            }

            assertThat(readFrame(peer)).isEqualTo("close 1000");
            write(peer, new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xe8});
            joinThreads("im-client-");
            joinThreads("WebSocket");
        }
    }

    @Test
    void abortFreesAWireThatHangsInAWrite() throws Exception {
        Wire.Connection wire = WebSocketWire.create().connect(uri(), listener);
        try (Socket peer = accept()) {
            upgrade(peer);
            assertThat(next()).isEqualTo("open");
            String big = "x".repeat(1 << 20);
            for (int i = 0; i < 64; i++) wire.send(big); // far more than the buffers of two sockets
            List<Thread> library = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("WebSocket"))
                    .toList();
            assertThat(library).isNotEmpty();

            wire.abort();

            assertThat(next()).isEqualTo("closed 1006");
            for (Thread thread : library) {
                thread.join(20_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private static void joinThreads(String name) throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!thread.getName().startsWith(name)) continue;
            thread.join(20_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private URI uri() {
        return URI.create("ws://127.0.0.1:" + door.getLocalPort() + "/im");
    }

    private Socket accept() throws IOException {
        Socket peer = door.accept();
        peer.setSoTimeout(30_000);
        return peer;
    }

    private String next() throws InterruptedException {
        String line = heard.poll(30, TimeUnit.SECONDS);
        assertThat(line).as("what the listener hears").isNotNull();
        return line;
    }

    private static String upgrade(Socket peer) throws Exception {
        String head = readHead(peer);
        String key = head.lines()
                .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                .map(line -> line.substring("Sec-WebSocket-Key: ".length()))
                .findFirst()
                .orElseThrow();
        byte[] digest = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Protocol: im.v1\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
        write(peer, answer.getBytes(StandardCharsets.US_ASCII));
        return head;
    }

    private static String readHead(Socket peer) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(peer.getInputStream().read());
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /** Short, and not masked, as a server's are. */
    private static byte[] frame(int opcode, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(opcode);
        frame.write(payload.length);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static String readFrame(Socket peer) throws IOException {
        InputStream in = peer.getInputStream();
        int opcode = in.read() & 0x0f;
        int length = in.read() & 0x7f;
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < length; i++) payload[i] ^= mask[i % 4];
        return switch (opcode) {
            case 1 -> "text " + new String(payload, StandardCharsets.UTF_8);
            case 8 -> "close " + ((payload[0] & 0xff) << 8 | payload[1] & 0xff);
            case 10 -> "pong " + new String(payload, StandardCharsets.UTF_8);
            default -> "opcode " + opcode;
        };
    }

    private static void write(Socket peer, byte[] bytes) throws IOException {
        OutputStream out = peer.getOutputStream();
        out.write(bytes);
        out.flush();
    }
}
