package io.imbed.client;

import io.imbed.protocol.CloseReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebSocket, {@code ws} or {@code wss}, by the Java-WebSocket library: two threads of its own per connection, which only
 * hand over. Its own pings are off, as the server's are enough; no compression.
 *
 * <p>Immutable. Threads: any.
 */
public final class WebSocketWire implements Wire {
    private static final Logger log = LoggerFactory.getLogger(ImClient.class);

    /** Far above a server's outbox of 1 MiB, which is what one message may carry at most. */
    private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private final Map<String, String> headers;
    private final Duration connectTimeout;

    private WebSocketWire(Map<String, String> headers, Duration connectTimeout) {
        this.headers = Map.copyOf(headers);
        this.connectTimeout = connectTimeout;
    }

    public static WebSocketWire create() {
        return new WebSocketWire(Map.of(), Duration.ofSeconds(10));
    }

    /** Adds a header to the handshake, such as a cookie or an origin. */
    public WebSocketWire withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new WebSocketWire(more, connectTimeout);
    }

    /** How long the connection of the socket may take; ten seconds if not set. */
    public WebSocketWire withConnectTimeout(Duration timeout) {
        return new WebSocketWire(headers, timeout);
    }

    /** @throws IllegalArgumentException if no connection could ever be made to this */
    static void check(URI uri) {
        boolean ours = "ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
        if (!ours || uri.getHost() == null) {
            throw new IllegalArgumentException(uri + " is not of the form ws://host:port/path or wss://host:port/path");
        }
    }

    @Override
    public Connection connect(URI uri, Listener listener) {
        Draft_6455 draft = new Draft_6455(List.of(), List.of(new Protocol("im.v1")), MAX_MESSAGE_BYTES);
        Socketed socketed = new Socketed(uri, draft, headers, (int) connectTimeout.toMillis(), listener);
        socketed.connect();
        return socketed;
    }

    private static final class Socketed extends WebSocketClient implements Connection {
        private final Listener listener;
        private final AtomicBoolean told = new AtomicBoolean();
        private volatile @Nullable String lastError;
        private volatile boolean aborted;

        Socketed(URI uri, Draft_6455 draft, Map<String, String> headers, int connectTimeoutMs, Listener listener) {
            super(uri, draft, headers, connectTimeoutMs);
            this.listener = listener;
            setConnectionLostTimeout(0);
            setTcpNoDelay(true);
            setDaemon(true);
            setDnsResolver(this::resolve);
        }

        // Called once the library has made its socket: an abort either finds that, to close it, or is found here. Else
        // a
        // connection that is given up right after it was begun would be made all the same, and stay for ever.
        private InetAddress resolve(URI uri) throws UnknownHostException {
            if (aborted) throw new UnknownHostException("given up");
            return InetAddress.getByName(uri.getHost());
        }

        @Override
        public void abort() {
            // Tells the listener, and then frees the threads, one of which may hang in a write to a peer that is gone:
            // without lingering, closing a TLS socket does not wait for that write.
            aborted = true;
            closeConnection(CloseFrame.ABNORMAL_CLOSE, "cut");
            Socket socket = getSocket();
            if (socket == null) return;
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                log.debug("cutting a connection", e);
            }
            // Once more, for a write thread that was started in between and now waits for more to write.
            onWebsocketClose(getConnection(), CloseFrame.ABNORMAL_CLOSE, "cut", false);
        }

        @Override
        public void send(String unit) {
            if (isOpen()) super.send(unit);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            listener.onOpen();
        }

        @Override
        public void onMessage(String unit) {
            listener.onText(unit);
        }

        @Override
        public void onMessage(ByteBuffer bytes) {
            // No part of the protocol.
        }

        @Override
        public void onWebsocketPing(WebSocket connection, Framedata ping) {
            listener.onAlive();
            super.onWebsocketPing(connection, ping); // answers it
        }

        @Override
        public void onWebsocketPong(WebSocket connection, Framedata pong) {
            listener.onAlive();
        }

        @Override
        public void onError(Exception e) {
            lastError = e.getMessage();
            log.debug("WebSocket", e);
        }

        @Override
        public void onClose(int code, String text, boolean remote) {
            if (!told.compareAndSet(false, true)) return;
            // Below 1000 are the library's own numbers for connections that never were.
            if (code >= 1000 && code != CloseFrame.NOCODE && code != CloseFrame.ABNORMAL_CLOSE) {
                listener.onClosed(new CloseReason(code, text == null ? "" : text));
            } else {
                String why = lastError;
                listener.onClosed(why == null ? CloseReason.ABNORMAL : CloseReason.ABNORMAL.withText(why));
            }
        }
    }
}
