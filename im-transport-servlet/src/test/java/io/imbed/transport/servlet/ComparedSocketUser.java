package io.imbed.transport.servlet;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Over WebSocket, of either server. Threads: any. */
final class ComparedSocketUser extends ComparedUser {
    private final int port;
    private final CompletableFuture<Void> welcomed = new CompletableFuture<>();
    private WebSocket socket;

    ComparedSocketUser(String name, String room, Figures figures, int port) {
        super(name, room, figures);
        this.port = port;
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            from.request(1);
            if (!last) return null;
            for (String line : message.toString().split("\n")) heard(line);
            message.setLength(0);
            welcomed.complete(null);
            return null;
        }
    }

    @Override
    void connect() throws Exception {
        figures().requested();
        socket = HttpClients.SHARED
                .newWebSocketBuilder()
                .subprotocols("im.v1")
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/im"), new Ear())
                .get(20, TimeUnit.SECONDS);
        send(hello());
        welcomed.get(20, TimeUnit.SECONDS);
    }

    @Override
    void send(String line) {
        socket.sendText(line, true);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
