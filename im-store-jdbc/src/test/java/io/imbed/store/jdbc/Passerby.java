package io.imbed.store.jdbc;

import io.imbed.client.ImClient;
import io.imbed.client.Timeouts;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A user who comes into rooms and goes again, one after the other, so that members change while others talk. Threads: any. */
final class Passerby implements AutoCloseable {
    private final ImClient client;
    private final List<String> rooms;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile boolean going = true;

    Passerby(URI server, List<String> rooms, Timeouts timeouts) {
        this.rooms = rooms;
        this.client = ImClient.builder(server)
                .token("guest:passerby")
                .timeouts(timeouts)
                .build();
    }

    void start() throws Exception {
        Rooms.get(client.connect());
        visit(0);
    }

    private void visit(int turn) {
        if (!going) {
            gone.complete(null);
            return;
        }
        String room = rooms.get(turn % rooms.size());
        // Whether it was refused or the connection was lost: the next room.
        then(client.room(room).join(), () -> then(client.room(room).leave(), () -> visit(turn + 1)));
    }

    private static void then(CompletionStage<?> stage, Runnable next) {
        stage.whenComplete((done, error) -> next.run());
    }

    void reconnectNow() {
        client.reconnectNow();
    }

    /** Ends its visits, and waits until it has left the last room: that is an event, too. */
    void stop() throws Exception {
        going = false;
        Rooms.get(gone);
    }

    @Override
    public void close() {
        going = false;
        client.close();
    }
}
