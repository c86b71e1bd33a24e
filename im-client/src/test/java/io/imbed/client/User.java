package io.imbed.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.PresenceView;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.ServerFrame.MarkSignal;
import io.imbed.protocol.ServerFrame.TypingSignal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/** A user with a client over real sockets, and what it hears. Threads: the test's waits for the client's. */
final class User implements ClientListener {
    private static final int SECONDS = 30;

    final ImClient client;
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final BlockingQueue<ConnectionStatus> statuses = new LinkedBlockingQueue<>();

    User(String name, IntSupplier where) {
        Wire wire = WebSocketWire.create();
        client = ImClient.builder(uri(where.getAsInt()))
                .wire((uri, wireListener) -> wire.connect(uri(where.getAsInt()), wireListener))
                .token("guest:" + name)
                .listener(this)
                .build();
    }

    static URI uri(int port) {
        return URI.create("ws://127.0.0.1:" + port + "/im");
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    /** The next thing of this kind that it hears. */
    String next(String kind) throws InterruptedException {
        while (true) {
            String line = lines.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(line).as("waiting for %s, heard %s", kind, heard).isNotNull();
            if (line.startsWith(kind)) return line;
        }
    }

    ConnectionStatus nextStatus(Predicate<ConnectionStatus> which) throws InterruptedException {
        while (true) {
            ConnectionStatus status = statuses.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(status).as("status, now %s", client.status()).isNotNull();
            if (which.test(Objects.requireNonNull(status))) return status;
        }
    }

    private void hear(String line) {
        heard.add(line);
        lines.add(line);
    }

    @Override
    public void onStatus(ConnectionStatus status) {
        statuses.add(status);
    }

    @Override
    public void onEvent(Event event) {
        if (event.body() instanceof EventBody.Posted posted) {
            hear("message " + event.by() + " " + posted.message().content().fallback());
        } else {
            hear(event.body().type());
        }
    }

    @Override
    public void onGained(RoomView room) {
        hear("gained " + room.id());
    }

    @Override
    public void onGone(String room) {
        hear("gone " + room);
    }

    @Override
    public void onReset(String room, Cursor cursor) {
        hear("reset " + room);
    }

    @Override
    public void onPresence(PresenceView presence) {
        hear("presence " + presence.user() + " " + presence.state());
    }

    @Override
    public void onTyping(TypingSignal signal) {
        hear("typing " + signal.user() + " " + signal.on());
    }

    @Override
    public void onMark(MarkSignal signal) {
        if (signal.kind() == MarkSignal.Kind.READ && signal.user().equals("bob")) {
            hear("mark " + signal.user() + " " + signal.seq());
        }
    }
}
