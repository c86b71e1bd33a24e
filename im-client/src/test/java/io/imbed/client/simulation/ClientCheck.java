package io.imbed.client.simulation;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.Message;
import io.imbed.spi.RoomState;
import io.imbed.spi.Storage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Holds what one client has come to against the storage, once all is quiet. */
final class ClientCheck {
    private final String who;
    private final SimulatedClient client;
    private final Storage storage;

    ClientCheck(String who, SimulatedClient client, Storage storage) {
        this.who = who;
        this.client = client;
        this.storage = storage;
    }

    /** @param events all that are logged, by room and rev */
    void verify(List<String> rooms, Map<Cursor, Event> events) {
        Map<String, Cursor> expected = heads(rooms);
        require(
                client.client().cursors().equals(expected),
                "stands at " + client.client().cursors(),
                expected);
        require(client.following().equals(expected), "was told of " + client.following(), expected);
        for (Event seen : client.events) {
            Event kept = events.get(new Cursor(seen.room(), seen.rev()));
            require(isSame(seen, kept), "was told of " + seen, kept);
        }
        for (String room : expected.keySet()) {
            for (Message shown : client.screen.messages(room)) {
                Message kept = now(storage.log().message(room, shown.seq())).orElse(null);
                require(shown.equals(kept), "shows " + shown, kept);
            }
        }
    }

    private Map<String, Cursor> heads(List<String> rooms) {
        Map<String, Cursor> heads = new LinkedHashMap<>();
        for (String room : rooms) {
            Optional<RoomState> state = now(storage.store().room(room));
            boolean member = now(storage.store().member(room, client.user)).isPresent();
            if (member && state.isPresent()) heads.put(room, state.get().head());
        }
        return heads;
    }

    private static <T> T now(CompletionStage<T> answered) {
        return answered.toCompletableFuture().join();
    }

    private void require(boolean holds, String has, @Nullable Object expected) {
        if (!holds) throw new AssertionError(who + has + ", the storage has " + expected);
    }

    /** But for what messages said at the time. */
    private static boolean isSame(Event seen, @Nullable Event kept) {
        if (kept == null) return false;
        boolean aboutMessage =
                seen.body().seq() > 0 && seen.body().seq() == kept.body().seq();
        return seen.cursor().equals(kept.cursor())
                && seen.at().equals(kept.at())
                && seen.by().equals(kept.by())
                && seen.body().type().equals(kept.body().type())
                && (aboutMessage || seen.body().equals(kept.body()));
    }
}
