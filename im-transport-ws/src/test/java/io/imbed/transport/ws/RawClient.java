package io.imbed.transport.ws;

import io.imbed.testkit.ConnectRefusedException;
import io.imbed.testkit.TransportContract.Wire;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A WebSocket client on a plain socket, so that a test can send what no proper client would and see every byte that comes.
 * Reads when asked only. Threads: one.
 */
final class RawClient implements Wire {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int FIN = 0x80;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final Deque<String> lines = new ArrayDeque<>();
    private String responseHead = "";

    /** A frame of the server's. */
    record Frame(int firstByte, byte[] payload) {
        int opcode() {
            return firstByte & 0x0f;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 4096));
        this.out = socket.getOutputStream();
        socket.setTcpNoDelay(true);
    }

    /** A connected socket, and nothing said. */
    static RawClient connect(int port) throws IOException {
        return over(new Socket(), port);
    }

    static RawClient over(Socket socket, int port) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (ConnectException e) {
            throw new ConnectRefusedException(ConnectRefusedException.NOBODY_LISTENS, e.toString());
        }
        return new RawClient(socket);
    }

    /** A WebSocket at {@code /im}, offering {@code im.v1}. */
    static RawClient open(int port) throws IOException {
        RawClient client = connect(port);
        client.upgrade("/im", "Sec-WebSocket-Protocol: im.v1");
        return client;
    }

    /** Sends a proper request with these headers added; throws if the answer is not 101. */
    void upgrade(String path, String... headers) throws IOException {
        int status = request(path, headers);
        if (status != 101) throw new ConnectRefusedException(status, responseHead);
    }

    /** Sends a proper request with these headers added, and returns the status of the answer, 0 if there was none. */
    int request(String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n")
                .append("Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n")
                .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) request.append(header).append("\r\n");
        bytes(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        return status();
    }

    /** Reads the head of a response; returns its status, or 0 if the connection ended instead. */
    int status() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try {
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) head.write(in.readByte());
        } catch (EOFException | SocketException e) {
            return 0;
        }
        responseHead = head.toString(StandardCharsets.ISO_8859_1);
        if (!responseHead.startsWith("HTTP/1.1 ")) throw new AssertionError("no response: " + responseHead);
        return Integer.parseInt(responseHead.split(" ")[1]);
    }

    String responseHead() {
        return responseHead;
    }

    /** All that comes until the server hangs up. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    void bytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    @Override
    public void send(String unit) throws IOException {
        frame(FIN | TEXT, unit.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a masked frame. */
    void frame(int firstByte, byte[] payload) throws IOException {
        bytes(masked(firstByte, payload));
    }

    static byte[] masked(int firstByte, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) firstByte);
        if (payload.length < 126) frame.put((byte) (0x80 | payload.length));
        else if (payload.length < 65_536) frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        else frame.put((byte) (0x80 | 127)).putLong(payload.length);
        byte[] mask = {(byte) 0x9a, 0x03, (byte) 0xf1, 0x55};
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) frame.put((byte) (payload[i] ^ mask[i % 4]));
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /** The next frame, whatever it is. */
    Frame frame() throws IOException {
        int firstByte = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length > 127) throw new AssertionError("the server masks");
        long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        return new Frame(firstByte, in.readNBytes((int) size));
    }

    @Override
    public String next(Duration deadline) throws IOException {
        socket.setSoTimeout((int) deadline.toMillis());
        while (lines.isEmpty()) {
            Frame frame;
            try {
                frame = frame();
            } catch (SocketTimeoutException e) {
                throw new AssertionError("waited for a line: " + e, e);
            }
            switch (frame.opcode()) {
                case TEXT -> lines.addAll(List.of(frame.text().split("\n", -1)));
                case PING -> frame(FIN | PONG, frame.payload());
                case PONG -> {}
                default -> throw new EOFException("waited for a line, got " + frame.opcode() + " " + frame.closeCode());
            }
        }
        return lines.remove();
    }

    @Override
    public int awaitClose(Duration deadline) throws IOException {
        socket.setSoTimeout((int) deadline.toMillis());
        try {
            Frame frame;
            do {
                frame = frame();
            } while (frame.opcode() != CLOSE);
            frame(FIN | CLOSE, frame.payload());
            return frame.closeCode();
        } catch (EOFException | SocketException e) {
            return 1006;
        }
    }

    /** Whether the server has hung up, once all that it sent is read. */
    boolean hungUp() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        frame(FIN | CLOSE, new byte[] {0x03, (byte) 0xe8});
    }

    @Override
    public void vanish() {
        if (socket.isClosed()) return;
        try {
            // Resets the connection instead of ending it.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
