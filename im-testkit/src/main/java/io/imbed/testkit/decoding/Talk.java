package io.imbed.testkit.decoding;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.imbed.testkit.TransportContract.Wire;
import java.time.Duration;
import java.util.function.Predicate;

/** A client that says one thing at a time. Threads: one. */
final class Talk implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Wire wire;
    private long lastId;

    Talk(Wire wire) {
        this.wire = wire;
    }

    static Talk of(Wire wire, String user) throws Exception {
        Talk talk = new Talk(wire);
        JsonObject welcome = talk.ask("hello", "\"v\":1,\"token\":\"guest:" + user + "\"");
        if (!welcome.has("session")) throw new AssertionError("no session: " + welcome);
        return talk;
    }

    long nextId() {
        return ++lastId;
    }

    /** Sends a carrier unit, which need not be frames. */
    void say(String unit) throws Exception {
        wire.send(unit);
    }

    /** @param arguments as they stand in the JSON, none of them empty */
    JsonObject ask(String op, String arguments) throws Exception {
        long id = nextId();
        say("{\"op\":" + new JsonPrimitive(op) + ",\"id\":" + id + "," + arguments + "}");
        return reply(id);
    }

    /** The next reply to this request; 0 for a line that no id could be read of. */
    JsonObject reply(long id) throws Exception {
        return next(frame -> frame.has("re") && frame.get("re").getAsLong() == id);
    }

    /** The next message that is posted. */
    JsonObject message() throws Exception {
        return next(frame -> frame.has("message")).getAsJsonObject("message");
    }

    private JsonObject next(Predicate<JsonObject> wanted) throws Exception {
        while (true) {
            JsonObject frame = JsonParser.parseString(wire.next(PATIENCE)).getAsJsonObject();
            if (wanted.test(frame)) return frame;
        }
    }

    int awaitClose() throws Exception {
        return wire.awaitClose(PATIENCE);
    }

    @Override
    public void close() {
        wire.vanish();
    }
}
