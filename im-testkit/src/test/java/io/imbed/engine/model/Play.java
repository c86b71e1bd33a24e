package io.imbed.engine.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Authenticator;
import io.imbed.testkit.ManualEnvironment;
import io.imbed.testkit.PairedTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One sequence on its way: the model and a whole server side by side, on one thread and under a manual clock. */
final class Play implements AutoCloseable {
    private static final Pattern WORDS = Pattern.compile("~\\d+~");

    private final World world = new World();
    private final ManualEnvironment env = ManualEnvironment.create();
    private final PairedTransport wire = PairedTransport.in(env);
    private final ImServer server;
    private final HostDoor host;
    private final Signals signals = new Signals(world);

    Play() {
        server = ImServer.builder(MemoryStorage.create())
                .environment(env)
                .transport(wire)
                .authenticator(Authenticator.guests())
                .limits(Limits.defaults().with(Limits.Rates.OPEN))
                .build();
        try {
            server.start();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        host = new HostDoor(server);
        for (String user : Who.USERS) {
            world.devices.add(new Device(user, 1));
            world.devices.add(new Device(user, 2));
        }
        world.devices.add(new Device(Who.OUTSIDER, 1));
        world.now = env.clock().instant().toEpochMilli();
    }

    World world() {
        return world;
    }

    void step(Step step) {
        signals.stepBegins();
        step.play(this);
        signals.noteMembers();
        settle();
        signals.stepIsOver();
    }

    void pass(Duration time) {
        env.advance(time);
        world.pass(env.clock().instant().toEpochMilli());
    }

    // ---- Asking

    Device device(Who who) {
        return world.device(who);
    }

    /** Who acts is connected: else it comes back from where it was. */
    void connect(Who who) {
        if (who.isHost() || device(who).isConnected()) return;
        new Reconnect(who, Reconnect.From.KEPT).play(this);
        settle();
    }

    void open(Device device) {
        device.line = wire.connect();
    }

    void cut(Device device) {
        if (device.line == null) return;
        take(device);
        device.line.cut();
        env.runAll();
        forget(device, false);
    }

    private void forget(Device device, boolean signedOut) {
        device.line = null;
        device.replies.clear();
        world.ended(device, signedOut);
    }

    void requireSignedOut(Device device) {
        take(device);
        if (!device.line.closed().equals(Optional.of(CloseReason.SIGNED_OUT)))
            differ("the end of " + device, CloseReason.SIGNED_OUT, device.line.closed());
        forget(device, true);
    }

    /** The reply, or {@code {"error": code}}. */
    JsonObject ask(Who who, String op, JsonObject arguments) {
        return who.isHost() ? plain(askHost(op, arguments)) : ask(device(who), op, arguments);
    }

    private JsonObject askHost(String op, JsonObject arguments) {
        CompletableFuture<JsonObject> answer = host.ask(op, arguments).toCompletableFuture();
        env.runAll();
        if (!answer.isDone()) throw new AssertionError("the host got no answer to " + op);
        return answer.join();
    }

    JsonObject ask(Device device, String op, JsonObject arguments) {
        JsonObject request = arguments.deepCopy();
        int id = ++device.lastId;
        request.addProperty("op", op);
        request.addProperty("id", id);
        device.line.send(request.toString());
        env.runAll();
        take(device);
        JsonObject reply = device.replies.remove(id);
        if (reply == null) throw new AssertionError("no reply to " + request);
        return plain(reply);
    }

    private static JsonObject plain(JsonObject reply) {
        reply.remove("re");
        if (reply.has("error")) {
            return World.fields(
                    "error", reply.getAsJsonObject("error").get("code").getAsString());
        }
        return reply;
    }

    // ---- Comparing

    /** Of errors, {@code "A|B"} is either. */
    void compare(JsonObject expected, JsonObject actual) {
        if (expected.has("error") && actual.has("error")) {
            List<String> codes = List.of(expected.get("error").getAsString().split("\\|"));
            if (codes.contains(actual.get("error").getAsString())) return;
        }
        forgetPast(expected);
        forgetPast(actual);
        if (!expected.equals(actual)) differ("the reply", expected, actual);
    }

    static void differ(String what, Object expected, Object actual) {
        throw new AssertionError(what + " ought to be\n  " + expected + "\nand is\n  " + actual);
    }

    /** A {@code mutedUntil} that has passed means nothing, so it may be there or not. */
    private void forgetPast(JsonElement json) {
        if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(this::forgetPast);
        } else if (json.isJsonObject()) {
            JsonObject object = json.getAsJsonObject();
            if (object.has("mutedUntil") && object.get("mutedUntil").getAsLong() <= world.now) {
                object.remove("mutedUntil");
            }
            object.entrySet().forEach(each -> forgetPast(each.getValue()));
        }
    }

    /** Everybody has been told what it ought to be told, room by room in this order, and nothing else. */
    private void settle() {
        env.runAll();
        for (Device device : world.devices) {
            if (device.isConnected()) takeWhileOpen(device);
            Set<String> rooms = new HashSet<>(device.expected.keySet());
            rooms.addAll(device.received.keySet());
            for (String room : rooms) settle(device, room);
            device.expected.clear();
            device.received.clear();
            signals.settle(device);
        }
    }

    private void takeWhileOpen(Device device) {
        take(device);
        if (!device.line.isOpen()) differ("the connection of " + device, "open", device.line.closed());
    }

    private void settle(Device device, String room) {
        List<JsonObject> expected = device.expected(room);
        List<JsonObject> received = device.received.getOrDefault(room, List.of());
        for (int i = 0; i < Math.min(expected.size(), received.size()); i++)
            allowPast(room, expected.get(i), received.get(i));
        expected.forEach(this::forgetPast);
        received.forEach(this::forgetPast);
        if (!expected.equals(received)) differ("what " + device + " is told of " + room, expected, received);
        received.forEach(each -> device.note(room, each));
    }

    /** A message that is pushed again may be as it was before a reaction or pin, whose event then follows. */
    private void allowPast(String id, JsonObject expected, JsonObject received) {
        Room room = world.rooms.get(id);
        if (room == null || !expected.has("message") || !received.has("message")) return;
        int seq = expected.getAsJsonObject("message").get("seq").getAsInt();
        Post post = room.posts.get(seq - 1);
        JsonObject past =
                post.past.get(received.getAsJsonObject("message").get("rev").getAsLong());
        if (past != null) expected.add("message", past);
    }

    private void take(Device device) {
        for (String line : device.line.takeLines()) {
            requireUnburied(device, line);
            JsonObject frame = JsonParser.parseString(line).getAsJsonObject();
            if (frame.has("re")) {
                device.replies.put(frame.get("re").getAsInt(), frame);
            } else if (frame.get("ev").getAsString().equals("closing")) {
                continue; // Whether it may is seen by its end.
            } else if (frame.get("ev").getAsString().equals("signal")) {
                signals.take(device, frame);
            } else {
                JsonElement room = frame.get("room");
                String id =
                        room.isJsonObject() ? room.getAsJsonObject().get("id").getAsString() : room.getAsString();
                device.received.computeIfAbsent(id, any -> new ArrayList<>()).add(frame);
            }
        }
    }

    /** Nothing recalled, and nothing edited away, can be read by any op or in any event. */
    private void requireUnburied(Device device, String line) {
        for (String word : words(line)) {
            if (world.buried.contains(word)) differ("what " + device + " reads", "without " + word, line);
        }
    }

    /** Whatever {@link World#newWords} has made of it. */
    static Set<String> words(String line) {
        if (line.indexOf('~') < 0) return Set.of();
        Set<String> words = new HashSet<>();
        for (Matcher word = WORDS.matcher(line); word.find(); ) words.add(word.group());
        return words;
    }

    /** Everybody who is connected looks at its list of rooms, and sees by it all that it sees of each. */
    void lookAtLists() {
        for (Device device : world.devices) {
            if (device.isConnected()) new ListRooms(new Who(device.user, device.number), null, 100).play(this);
        }
    }

    /** The life that a room is in: the server's choice, which whoever makes the room may not be let know. */
    String epochOf(String room) {
        var head = server.rooms().head(room).toCompletableFuture();
        env.runAll();
        return head.join().epoch();
    }

    /** Everybody is back, and sees by every op what there is to be seen. */
    void lookAround() {
        for (Device device : world.devices) {
            Who who = new Who(device.user, device.number);
            if (device.number == 2) {
                step(new Reconnect(who, Reconnect.From.THE_BEGINNING)); // and is told all that it may still know
                continue;
            }
            connect(who); // and is told what it has missed
            for (Step each : Operations.looks(world, who)) each.play(this);
        }
    }

    @Override
    public void close() {
        var ended = server.drain(Duration.ZERO).toCompletableFuture();
        env.advance(Duration.ofMinutes(1));
        if (!ended.isDone()) throw new AssertionError("the server did not end");
    }
}
