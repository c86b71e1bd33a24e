package io.imbed.transport.servlet;

import io.imbed.testkit.ConnectRefusedException;
import io.imbed.testkit.TransportContract.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that reads when asked. Threads: one. */
final class SocketClient implements Wire {
    private final BlockingQueue<Object> arrived =
            new LinkedBlockingQueue<>(); // parts, messages and the code of the close
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private WebSocket socket;

    /** What the JDK's client tells. It asks for nothing more by itself, but for the rest of a message. */
    private final class Ear implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public void onOpen(WebSocket opened) {}

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                arrived.add(message.toString());
                message.setLength(0);
            } else {
                from.request(1);
            }
            return null;
        }

        @Override
        public CompletionStage<?> onPing(WebSocket from, java.nio.ByteBuffer payload) {
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            arrived.add(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable e) {
            arrived.add(1006);
        }
    }

    static SocketClient open(int port) throws Exception {
        return open(port, builder -> {});
    }

    static SocketClient open(int port, java.util.function.Consumer<WebSocket.Builder> options) throws Exception {
        SocketClient client = new SocketClient();
        WebSocket.Builder builder = HttpClients.SHARED.newWebSocketBuilder().subprotocols("im.v1");
        options.accept(builder);
        try {
            client.socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/im"), client.new Ear())
                    .get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused)
                throw new ConnectRefusedException(refused.getResponse().statusCode(), refused.toString());
            if (e.getCause() instanceof ConnectException nobody)
                throw new ConnectRefusedException(ConnectRefusedException.NOBODY_LISTENS, nobody.toString());
            if (e.getCause() instanceof IOException lost) throw lost;
            throw e;
        }
        return client;
    }

    WebSocket socket() {
        return socket;
    }

    @Override
    public void send(String unit) throws Exception {
        try {
            socket.sendText(unit, true).get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public String next(Duration deadline) throws Exception {
        while (lines.isEmpty()) {
            Object next = arrival(deadline);
            if (!(next instanceof String message)) throw new EOFException("waited for a line, got " + next);
            lines.addAll(List.of(message.split("\n", -1)));
        }
        return lines.remove();
    }

    private Object arrival(Duration deadline) throws InterruptedException {
        if (arrived.isEmpty()) socket.request(1);
        Object next = arrived.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) throw new AssertionError("nothing came");
        return next;
    }

    @Override
    public int awaitClose(Duration deadline) throws Exception {
        while (true) {
            if (arrival(deadline) instanceof Integer code) return code;
        }
    }

    @Override
    public void close() throws Exception {
        socket.sendClose(1000, "bye").get(20, TimeUnit.SECONDS);
    }

    @Override
    public void vanish() {
        socket.abort();
    }
}
