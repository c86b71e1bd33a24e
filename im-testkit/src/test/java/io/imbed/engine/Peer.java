package io.imbed.engine;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imbed.protocol.CloseReason;
import io.imbed.testkit.ManualEnvironment;
import io.imbed.testkit.PairedConnection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A client that speaks lines, and knows nothing but JSON: what it is told is what stands on the wire. */
final class Peer {
    private final ManualEnvironment env;
    private final List<JsonObject> received = new ArrayList<>();
    private int lastId;

    final PairedConnection connection;

    Peer(ManualEnvironment env, PairedConnection connection) {
        this.env = env;
        this.connection = connection;
    }

    /** Sends a line as it is; nothing runs yet. */
    void line(String line) {
        connection.send(line);
    }

    /** Sends a request without running anything; returns its id. */
    int post(String op, String arguments) {
        int id = ++lastId;
        line("{\"op\":\"" + op + "\",\"id\":" + id + (arguments.isEmpty() ? "" : "," + arguments) + "}");
        return id;
    }

    int postText(String room, String cid, String text) {
        return post("send", sendArguments(room, cid, text));
    }

    static String sendArguments(String room, String cid, String text) {
        return "\"room\":\"" + room + "\",\"cid\":\"" + cid + "\",\"content\":{\"type\":\"text\",\"text\":\"" + text
                + "\"}";
    }

    /** Sends a request and returns its reply, error or not. */
    JsonObject ask(String op, String arguments) {
        int id = post(op, arguments);
        env.runAll();
        return reply(id);
    }

    /** The reply to a request, which must have come. */
    JsonObject reply(int id) {
        return find(id).orElseThrow(() -> new AssertionError("no reply to " + id + " in " + received));
    }

    Optional<JsonObject> find(int id) {
        take();
        for (Iterator<JsonObject> each = received.iterator(); each.hasNext(); ) {
            JsonObject frame = each.next();
            if (frame.has("re") && frame.get("re").getAsInt() == id) {
                each.remove();
                return Optional.of(frame);
            }
        }
        return Optional.empty();
    }

    /** As {@link #ask}; fails on an error. */
    JsonObject ok(String op, String arguments) {
        JsonObject reply = ask(op, arguments);
        if (reply.has("error")) throw new AssertionError(op + " was refused: " + reply);
        return reply;
    }

    JsonObject sendText(String room, String cid, String text) {
        return ask("send", sendArguments(room, cid, text));
    }

    /** As {@link #ask}; the code of the error that must have come. */
    String refused(String op, String arguments) {
        JsonObject reply = ask(op, arguments);
        if (!reply.has("error")) throw new AssertionError(op + " was not refused: " + reply);
        return code(reply);
    }

    static String code(JsonObject reply) {
        return reply.getAsJsonObject("error").get("code").getAsString();
    }

    static String message(JsonObject reply) {
        return reply.getAsJsonObject("error").get("message").getAsString();
    }

    private void take() {
        for (String line : connection.takeLines()) {
            received.add(JsonParser.parseString(line).getAsJsonObject());
        }
    }

    /** Everything that has come and was not taken yet. */
    List<JsonObject> takeAll() {
        env.runAll();
        take();
        List<JsonObject> all = List.copyOf(received);
        received.clear();
        return all;
    }

    /** The frames of one kind ({@code ev}) that have come, in their order; others stay. */
    List<JsonObject> take(String ev) {
        env.runAll();
        take();
        List<JsonObject> found = new ArrayList<>();
        received.removeIf(
                frame -> frame.has("ev") && frame.get("ev").getAsString().equals(ev) && found.add(frame));
        return found;
    }

    List<JsonObject> takeEvents() {
        return take("event");
    }

    static List<Long> revs(List<JsonObject> events) {
        return events.stream().map(event -> event.get("rev").getAsLong()).toList();
    }

    static List<String> texts(List<JsonObject> events) {
        return events.stream()
                .filter(event -> event.get("type").getAsString().equals("message"))
                .map(event -> text(event.getAsJsonObject("message")))
                .toList();
    }

    static String text(JsonObject message) {
        return message.getAsJsonObject("content").get("text").getAsString();
    }

    Optional<CloseReason> closed() {
        env.runAll();
        return connection.closed();
    }
}
