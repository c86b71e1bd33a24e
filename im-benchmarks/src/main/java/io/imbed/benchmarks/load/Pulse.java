package io.imbed.benchmarks.load;

import io.imbed.benchmarks.load.Fields.Name;
import io.imbed.benchmarks.swarm.ClientFrames;
import io.imbed.benchmarks.swarm.Connection;
import io.imbed.benchmarks.swarm.Swarm;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A healthy client on a thread of its own that asks at fixed times, whether it was answered or not, and measures from when
 * it was to ask. What is never answered has taken until the end.
 */
final class Pulse implements AutoCloseable {
    /** Half of what a session may ask for all the time. */
    private static final long PERIOD_NANOS = 100_000_000;

    private static final long OPEN_SECONDS = 20;
    private static final Name RE = Name.of("re");
    private static final Name ERROR = Name.of("error");

    private final Thread thread;
    private final CompletableFuture<Void> greeted = new CompletableFuture<>();
    private final Histogram times = new Histogram(3); // the thread's, until it has ended
    private int refused; // as times
    private volatile boolean ending;
    private volatile @Nullable IOException lost;

    private Pulse(URI server, String user) {
        thread = new Thread(() -> run(server, user), "pulse");
        thread.setDaemon(true);
    }

    /** Connects, waits for the answer to its hello, and begins. */
    static Pulse start(URI server, String user) throws IOException {
        Pulse pulse = new Pulse(server, user);
        pulse.thread.start();
        try {
            pulse.greeted.get(OPEN_SECONDS, TimeUnit.SECONDS);
            return pulse;
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            pulse.ending = true;
            throw new IOException("a healthy client cannot connect", failed);
        }
    }

    private void run(URI server, String user) {
        try (Swarm swarm = new Swarm()) {
            Asking asking = new Asking(user);
            swarm.connect(asking, server);
            while (!ending && lost == null) {
                if (greeted.isDone()) asking.askIfDue();
                swarm.turn(5);
            }
            asking.giveUp();
        } catch (IOException failed) {
            lost = failed;
        }
    }

    /** How long answers took, once closed. */
    Histogram times() {
        return times;
    }

    /** How many answers were errors: the server was too busy, and said so. Once closed. */
    int refused() {
        return refused;
    }

    /** Why it lost its connection, or null. */
    @Nullable IOException lost() {
        return lost;
    }

    @Override
    public void close() throws IOException {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The connection. */
    private final class Asking extends Connection implements ServerFrames.Sink {
        private final ServerFrames frames = new ServerFrames();
        private final Fields line = new Fields();
        private final Deque<Long> asked = new ArrayDeque<>();
        private final String user;
        private long nextNanos;
        private long lastId = 1;

        Asking(String user) {
            this.user = user;
        }

        void askIfDue() throws IOException {
            if (nextNanos == 0) nextNanos = System.nanoTime();
            while (nextNanos - System.nanoTime() <= 0) {
                asked.add(nextNanos);
                nextNanos += PERIOD_NANOS;
                send(ClientFrames.text("{\"op\":\"ping\",\"id\":" + ++lastId + "}"));
            }
        }

        void giveUp() {
            long now = System.nanoTime();
            for (long each : asked) times.recordValue(now - each);
        }

        @Override
        protected void opened() throws IOException {
            send(ClientFrames.text("{\"op\":\"hello\",\"id\":1,\"v\":1,\"token\":\"guest:" + user + "\"}"));
        }

        @Override
        protected void received(byte[] bytes, int from, int to) throws IOException {
            frames.read(bytes, from, to, this);
        }

        /** One line: it has no rooms, and what it asks is answered in the order in which it asks. */
        @Override
        public void text(byte[] bytes, int from, int to) {
            line.of(bytes, from, to);
            if (!line.has(RE)) return;
            if (!greeted.isDone()) {
                greeted.complete(null);
                return;
            }
            times.recordValue(System.nanoTime() - asked.remove());
            if (line.has(ERROR)) refused++;
        }

        @Override
        public void ping() throws IOException {
            send(ClientFrames.pong());
        }

        @Override
        public void close(int code) {
            lost = new IOException("closed with " + code);
        }

        @Override
        protected void ended(IOException why) {
            if (lost == null) lost = why;
        }
    }
}
