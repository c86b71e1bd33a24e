package io.imbed.testkit.websocket;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imbed.testkit.Together;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A healthy client of any im.v1 server: asks and is answered, one request after the other, and says how long it took while
 * something else goes on. Its server must take some 200 requests a second from one session.
 *
 * <p>Threads: one, at which all methods block.
 */
public final class Probe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PACE_MILLIS = 5;
    /** Fewer would not have a 99th percentile. */
    private static final int ENOUGH = 100;

    private final RawWebSocket socket;
    private long lastId;

    private Probe(RawWebSocket socket) {
        this.socket = socket;
    }

    /**
     * Connects, and says hello.
     *
     * @param address {@code ws://host:port/path}
     * @throws IOException if there is no connection, or the hello is refused
     */
    public static Probe connect(URI address, String token) throws IOException {
        Target target = Target.of(address);
        Probe probe = new Probe(RawWebSocket.connect(target.socket(), null, PATIENCE));
        try {
            ResponseHead head = probe.socket.upgrade(target);
            if (!RawWebSocket.isOpen(head)) throw new IOException("refused: " + head);
            JsonObject hello = new JsonObject();
            hello.addProperty("op", "hello");
            hello.addProperty("v", 1);
            hello.addProperty("token", token);
            JsonObject reply = probe.ask(hello);
            if (reply.has("error")) throw new IOException("refused: " + reply);
            return probe;
        } catch (IOException | RuntimeException | AssertionError e) {
            probe.close();
            throw e;
        }
    }

    /** How long one request takes now. */
    public Duration roundTrip() throws IOException {
        JsonObject ping = new JsonObject();
        ping.addProperty("op", "ping");
        long begun = System.nanoTime();
        JsonObject reply = ask(ping);
        if (reply.has("error")) throw new AssertionError("a healthy client is refused: " + reply);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /**
     * Measures while a task runs on another thread, until it has ended and there is enough to tell.
     *
     * @throws AssertionError if the task fails, or this client is refused or disconnected
     */
    public RoundTrips during(Runnable attack) throws IOException, InterruptedException {
        CompletableFuture<Void> running = Together.start(attack);
        List<Duration> taken = new ArrayList<>();
        while (!running.isDone() || taken.size() < ENOUGH) {
            taken.add(roundTrip());
            pause(running);
        }
        return new RoundTrips(taken);
    }

    /** Leaves the processor to the attack for a moment. */
    private static void pause(CompletableFuture<Void> running) throws InterruptedException {
        try {
            running.get(PACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillRunning) {
            // The next round trip.
        } catch (ExecutionException e) {
            throw new AssertionError("the attack failed", e.getCause());
        }
    }

    private JsonObject ask(JsonObject request) throws IOException {
        long id = ++lastId;
        request.addProperty("id", id);
        socket.write(ClientFrame.text(request.toString()).bytes());
        while (true) {
            Heard heard = socket.next();
            if (heard instanceof Heard.Ping ping) {
                socket.write(ClientFrame.of(ClientFrame.PONG, ping.payload()).bytes());
            } else if (heard instanceof Heard.Message message) {
                for (String line : message.text().split("\n")) {
                    JsonObject frame = JsonParser.parseString(line).getAsJsonObject();
                    if (frame.has("re") && frame.get("re").getAsLong() == id) return frame;
                }
            } else if (!(heard instanceof Heard.Pong)) {
                throw new IOException("a healthy client is disconnected: " + heard);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** What was measured, shortest first. */
    public record RoundTrips(List<Duration> sorted) {
        public RoundTrips {
            List<Duration> copy = new ArrayList<>(sorted);
            Collections.sort(copy);
            sorted = List.copyOf(copy);
        }

        /** Half of them took longer. */
        public Duration median() {
            return sorted.get(sorted.size() / 2);
        }

        /** Only one in a hundred took longer. */
        public Duration p99() {
            return sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
        }
    }
}
