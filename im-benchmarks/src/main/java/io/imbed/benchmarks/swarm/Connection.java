package io.imbed.benchmarks.swarm;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link Swarm}. Everything is called on the swarm's thread. */
public abstract class Connection {
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private @Nullable SelectionKey key;
    private @Nullable URI server;
    private @Nullable StringBuilder head = new StringBuilder();
    private @Nullable Deque<ByteBuffer> waiting;
    private boolean reading = true;

    /** The server has agreed to talk. */
    protected abstract void opened() throws IOException;

    /** Bytes came behind the answer to the handshake; the array is used again. */
    protected abstract void received(byte[] bytes, int from, int to) throws IOException;

    /** It could not be opened, or the server or the network has ended it; not called after {@link #cut}. */
    protected abstract void ended(IOException why);

    /** Header lines that the server wants to see, each with its CR and LF. */
    protected String headers() {
        return "";
    }

    /** Sets what has to be set before it connects. */
    protected void prepare(SocketChannel channel) throws IOException {}

    /** Whether the handshake is done, and it has not ended. */
    public final boolean isOpen() {
        return key != null && head == null && key.channel().isOpen();
    }

    /** Sends now what the socket takes, and the rest when it takes more. The buffer is kept until then. */
    public final void send(ByteBuffer data) throws IOException {
        if (waiting == null) channel().write(data);
        if (!data.hasRemaining()) return;
        if (waiting == null) {
            waiting = new ArrayDeque<>();
            listen();
        }
        waiting.add(data);
    }

    /** Stops or goes on to read. What the server sends meanwhile fills the buffers of both systems. */
    public final void reading(boolean on) {
        reading = on;
        listen();
    }

    /** Ends it at once, as when a process is killed. */
    public final void cut() {
        try {
            if (key != null) key.channel().close();
        } catch (IOException gone) {
            // It was to end anyway.
        }
    }

    final void begin(SelectionKey itsKey, URI itsServer) {
        key = itsKey;
        server = itsServer;
        head = new StringBuilder();
        waiting = null;
    }

    final SelectionKey key() {
        return Objects.requireNonNull(key, "not asked to connect yet");
    }

    final SocketChannel channel() {
        return (SocketChannel) key().channel();
    }

    final byte[] upgrade() {
        URI to = Objects.requireNonNull(server);
        String path = to.getRawQuery() == null ? to.getRawPath() : to.getRawPath() + "?" + to.getRawQuery();
        return ("GET " + path + " HTTP/1.1\r\nHost: " + to.getAuthority()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers() + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns where the bytes behind the answer begin; the connection is open if the answer was whole. */
    final int readUpgrade(byte[] bytes, int count) throws IOException {
        StringBuilder answer = Objects.requireNonNull(head);
        for (int i = 0; i < count; i++) {
            answer.append((char) (bytes[i] & 0xFF));
            if (bytes[i] == '\n' && endsHead(answer)) {
                if (answer.indexOf("HTTP/1.1 101") != 0) throw new IOException("refused: " + answer);
                head = null;
                return i + 1;
            }
        }
        return count;
    }

    private static boolean endsHead(StringBuilder answer) {
        int at = answer.length() - END_OF_HEAD.length;
        for (int i = 0; i < END_OF_HEAD.length; i++) {
            if (at < 0 || answer.charAt(at + i) != END_OF_HEAD[i]) return false;
        }
        return true;
    }

    final void flush() throws IOException {
        Deque<ByteBuffer> rest = waiting;
        if (rest == null) return;
        while (!rest.isEmpty()) {
            channel().write(rest.element());
            if (rest.element().hasRemaining()) return;
            rest.remove();
        }
        waiting = null;
        listen();
    }

    private void listen() {
        if (!key().isValid()) return;
        key().interestOps((reading ? SelectionKey.OP_READ : 0) | (waiting == null ? 0 : SelectionKey.OP_WRITE));
    }
}
