package io.imbed.store.jdbc;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.JsonLimits;
import io.imbed.protocol.Request;
import io.imbed.testkit.history.ClientHistory;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/**
 * Follows one room from a cursor on and writes down what the wire carries. Our client would notice a hole, and show nothing
 * until it is filled. Threads: the socket's own writes down.
 */
final class Onlooker extends WebSocketClient {
    private final FrameCodec codec = new FrameCodec(FrameCodec.CLIENT_LIMITS);
    private final ClientHistory history;
    private final Request.Hello hello;
    private final CountDownLatch seen = new CountDownLatch(1);
    private final long until;

    private Onlooker(URI server, Request.Hello hello, ClientHistory history, long until) {
        super(server);
        this.hello = hello;
        this.history = history;
        this.until = until;
    }

    /** Blocks until an event of {@code until} or later has come. */
    static void watch(URI server, String user, String room, Cursor from, long until, ClientHistory history)
            throws Exception {
        Request.Hello hello = new Request.Hello(1, 1, "guest:" + user, null, null, Map.of(room, from));
        history.connected(null);
        history.follows(room, from);
        Onlooker onlooker = new Onlooker(server, hello, history, until);
        try {
            onlooker.connectBlocking();
            if (!onlooker.seen.await(Talker.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new TimeoutException(room + " up to rev " + until);
            }
        } finally {
            onlooker.closeBlocking();
        }
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
        send(new FrameCodec(JsonLimits.DEFAULT).encode(hello));
    }

    @Override
    public void onMessage(String unit) {
        for (String line : FrameCodec.lines(unit)) {
            if (!(codec.decodeServerFrame(line, id -> hello.op()) instanceof Event event)) continue;
            if (!hello.rooms().containsKey(event.room())) continue;
            history.event(event);
            if (event.rev() >= until) seen.countDown();
        }
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {}

    @Override
    public void onError(Exception failure) {
        throw new IllegalStateException(failure);
    }
}
