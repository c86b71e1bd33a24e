package io.imbed.client;

import io.imbed.protocol.Cursor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One room that is followed. Threads: the client's executor, except {@link #told}. */
final class Followed {
    final String room;
    final EventGate gate;
    long touched; // rises with every event, so the largest is the room that was active last
    int life; // rises with every reset and every connection, so that what was asked before is known as outdated
    boolean fetching; // a request is on its way, or waits to be repeated
    boolean readWanted; // once that is done
    int failures; // in a row, that hardly end by themselves
    int pauses; // in a row, whatever they are for
    boolean shown; // to the application, as a room
    volatile @Nullable Cursor told; // the gate's, once the listeners have run; null until they know of the room

    Followed(String room, Cursor from, boolean shown) {
        this.room = room;
        this.shown = shown;
        this.gate = new EventGate(from);
    }

    void begin() {
        life++;
        fetching = false;
        readWanted = false;
        succeeded();
    }

    void succeeded() {
        failures = 0;
        pauses = 0;
    }

    boolean outdated(int asOf, Map<String, Followed> rooms) {
        return life != asOf || rooms.get(room) != this;
    }
}
