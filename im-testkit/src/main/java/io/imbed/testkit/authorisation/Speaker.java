package io.imbed.testkit.authorisation;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imbed.testkit.TransportContract.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A client that says lines and keeps every line it hears. Threads: one. */
final class Speaker {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Well below what a server takes from one connection at once. */
    private static final int AT_ONCE = 40;

    private final Wire wire;
    private final List<String> heard = new ArrayList<>();
    private final Map<Long, String> replies = new HashMap<>();
    private long lastId;

    /** A request but for its id. {@code arguments} as they stand in the JSON. */
    record Request(String op, String arguments) {
        String line(long id) {
            return "{\"op\":\"" + op + "\",\"id\":" + id + (arguments.isEmpty() ? "" : "," + arguments) + "}";
        }
    }

    Speaker(Wire wire) {
        this.wire = wire;
    }

    /** Sends all of them, many at a time; returns the lines of the replies, in the order of requests. */
    List<String> askAll(List<Request> requests) throws Exception {
        List<String> answers = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += AT_ONCE) {
            List<String> lines = new ArrayList<>();
            long first = lastId + 1;
            for (Request each : requests.subList(from, Math.min(from + AT_ONCE, requests.size()))) {
                lines.add(each.line(++lastId));
            }
            wire.send(String.join("\n", lines));
            for (long id = first; id <= lastId; id++) answers.add(reply(id));
        }
        return answers;
    }

    JsonObject ask(String op, String arguments) throws Exception {
        return JsonParser.parseString(
                        askAll(List.of(new Request(op, arguments))).get(0))
                .getAsJsonObject();
    }

    /** Sends a line that need not be a frame. */
    void say(String line) throws Exception {
        wire.send(line);
    }

    /** The next reply with this {@code re}. */
    String reply(long re) throws Exception {
        while (!replies.containsKey(re)) hear();
        return replies.remove(re);
    }

    /** Whether a line with all of these comes; if not, the wire says so in the end. */
    boolean hears(String... parts) throws Exception {
        while (heard.stream().noneMatch(line -> Stream.of(parts).allMatch(line::contains))) hear();
        return true;
    }

    private void hear() throws Exception {
        String line = wire.next(PATIENCE);
        heard.add(line);
        long re = re(line);
        if (re >= 0) replies.put(re, line);
    }

    /** Which request a line answers; negative if it is no reply. */
    static long re(String line) {
        JsonObject frame = JsonParser.parseString(line).getAsJsonObject();
        return frame.has("re") ? frame.get("re").getAsLong() : -1;
    }

    /** All lines that have come so far. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    int awaitClose() throws Exception {
        return wire.awaitClose(PATIENCE);
    }

    void leave() {
        try {
            wire.close();
        } catch (Exception gone) {
            // The server has ended it before.
        }
        wire.vanish();
    }
}
