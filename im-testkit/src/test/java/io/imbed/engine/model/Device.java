package io.imbed.engine.model;

import com.google.gson.JsonObject;
import io.imbed.testkit.PairedConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A user's device: what it ought to be told, room by room, and what it is told. */
final class Device {
    /** Of a client by the rules of PROTOCOL.md, "Cursors". */
    record Cursor(String epoch, long rev) {}

    final String user;
    final int number;
    /** Kept while it is away, and of rooms that are gone too: clients come back with anything. */
    final Map<String, Cursor> cursors = new HashMap<>();

    final Map<String, List<Supplier<JsonObject>>> expected = new HashMap<>();
    final Map<String, List<JsonObject>> received = new HashMap<>();
    /** The next events of a room may be a reset instead: they are not kept, and the server may have them at hand or not. */
    private final Map<String, Optional> optional = new HashMap<>();

    final Map<String, List<JsonObject>> signals = new HashMap<>();
    final Map<String, List<JsonObject>> signalled = new HashMap<>();
    final Map<Integer, JsonObject> replies = new HashMap<>();

    /** How many sessions follow a LIVE room, as far as it knows. */
    final Map<String, Long> counts = new HashMap<>();

    /** Whom it watches, with the state that it was told last; null once it may not have been told. */
    final Map<String, @Nullable String> watched = new HashMap<>();
    /** Whom it watched when the step began. */
    Set<String> watchedBefore = Set.of();

    /** Signals of presence, until the model has done what they tell of. */
    final List<JsonObject> sighted = new ArrayList<>();

    @Nullable PairedConnection line;

    /** Of the last hello. */
    String session = "none";

    long since;
    boolean away;

    /** Of two sessions the one that came first has the smaller number. */
    int came;

    int lastId;

    Device(String user, int number) {
        this.user = user;
        this.number = number;
    }

    boolean isConnected() {
        return line != null;
    }

    private record Optional(int from, int to, JsonObject reset) {}

    void mayReset(Room room, long events) {
        int from = expected.getOrDefault(room.id, List.of()).size();
        optional.put(room.id, new Optional(from, from + (int) events, World.reset(room)));
    }

    /** What it ought to have been told; of what may be either, as it was. */
    List<JsonObject> expected(String room) {
        List<JsonObject> frames = new ArrayList<>();
        expected.getOrDefault(room, List.of()).forEach(each -> frames.add(each.get()));
        Optional either = optional.remove(room);
        List<JsonObject> told = received.getOrDefault(room, List.of());
        boolean isReset = either != null
                && told.size() > either.from()
                && told.get(either.from()).equals(either.reset());
        if (isReset) {
            frames.subList(either.from(), either.to()).clear();
            frames.add(either.from(), either.reset());
        }
        return frames;
    }

    void expect(String room, Supplier<JsonObject> frame) {
        expected.computeIfAbsent(room, id -> new ArrayList<>()).add(frame);
    }

    /** Moves the cursor as the frame says. */
    void note(String room, JsonObject frame) {
        String kind = frame.get("ev").getAsString();
        if (kind.equals("room")) {
            JsonObject view = frame.getAsJsonObject("room");
            cursors.put(room, cursor(view));
            know(view);
        } else if (!kind.equals("gone")) {
            cursors.put(room, cursor(frame));
        }
    }

    /** How many there are in the room, as the view says. */
    void know(JsonObject view) {
        counts.put(view.get("id").getAsString(), view.get("members").getAsLong());
    }

    static Cursor cursor(JsonObject json) {
        return new Cursor(json.get("epoch").getAsString(), json.get("rev").getAsLong());
    }

    @Override
    public String toString() {
        return user + "/" + number;
    }
}
