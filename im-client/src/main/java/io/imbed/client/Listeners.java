package io.imbed.client;

import io.imbed.protocol.Event;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Those who want to hear, in the order they came. Threads: any adds and removes; the client's executor tells. */
final class Listeners {
    /** @param room the one room it is for; null for all, and for what is about no room */
    private record Entry(@Nullable String room, RoomListener listener) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    Registration add(@Nullable String room, RoomListener listener) {
        Entry entry = new Entry(room, listener);
        entries.add(entry);
        // By identity: the same listener may be there twice, and records are equal by value.
        return () -> entries.removeIf(other -> other == entry);
    }

    void event(Event event) {
        tellRoom(event.room(), listener -> listener.onEvent(event));
    }

    /** Tells those who listen to this room or to all. */
    void tellRoom(String room, Consumer<RoomListener> what) {
        for (Entry entry : entries) {
            if (entry.room == null || entry.room.equals(room)) {
                Loop.guarded("listener", () -> what.accept(entry.listener));
            }
        }
    }

    /** Tells those who listen to the client as a whole. */
    void tellClient(Consumer<ClientListener> what) {
        for (Entry entry : entries) {
            if (entry.listener instanceof ClientListener listener && entry.room == null) {
                Loop.guarded("listener", () -> what.accept(listener));
            }
        }
    }
}
