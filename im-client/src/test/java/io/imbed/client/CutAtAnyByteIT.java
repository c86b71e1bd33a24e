package io.imbed.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.Subscription;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Result;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Scheduler;
import io.imbed.testkit.FaultProxy;
import io.imbed.testkit.FaultScript;
import io.imbed.testkit.FaultScript.Fault;
import io.imbed.transport.ws.WsTransport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Promises 1 to 6 over real sockets that break: real clients, a real server, and a proxy that resets connections after
 * any number of bytes in either direction. However a run goes, in the end every client's stream is exactly the log.
 *
 * <p>{@code -Dim.cuts.runs} and {@code -Dim.cuts.seed} set how many runs there are, and the first seed.
 */
class CutAtAnyByteIT {
    private static final int RUNS = Integer.getInteger("im.cuts.runs", 200);
    private static final long FIRST_SEED = Long.getLong("im.cuts.seed", 1);
    private static final int RUNS_AT_ONCE = 8;
    private static final int MESSAGES = 12;
    private static final List<String> USERS = List.of("alice", "bob", "carol");
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** Waits a fiftieth as long, so that reconnecting takes no time to speak of. */
    private static final class Hurried implements Scheduler, AutoCloseable {
        private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            Future<?> scheduled = timers.schedule(task, delay.toNanos() / 50, TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        }

        @Override
        public void close() {
            timers.shutdownNow();
        }
    }

    /** One user, and everything it was told of the room. */
    private static final class Witness implements AutoCloseable {
        final String user;
        final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        final List<String> resets = new ArrayList<>();
        final ImClient client;

        Witness(String user, int port, Scheduler scheduler) {
            this.user = user;
            this.client = ImClient.builder(URI.create("ws://127.0.0.1:" + port + "/im"))
                    .token("guest:" + user)
                    .scheduler(scheduler)
                    // Timers run fifty times as fast; these must not.
                    .timeouts(new Timeouts(
                            Duration.ofSeconds(250),
                            Duration.ofSeconds(250),
                            Duration.ofSeconds(250),
                            Duration.ofSeconds(1_500),
                            Duration.ofSeconds(2_000),
                            Duration.ofSeconds(50)))
                    .listener(new ClientListener() {
                        @Override
                        public void onEvent(Event event) {
                            events.add(event);
                        }

                        @Override
                        public void onReset(String room, Cursor cursor) {
                            resets.add(room + " to " + cursor);
                        }
                    })
                    .build();
        }

        /** Everything it has seen once it has seen this rev. */
        List<Event> until(long rev) throws InterruptedException {
            List<Event> seen = new ArrayList<>();
            while (seen.isEmpty() || seen.get(seen.size() - 1).rev() < rev) {
                Event next = events.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
                assertThat(next)
                        .as("%s waits for rev %d and has seen %d events", user, rev, seen.size())
                        .isNotNull();
                seen.add(next);
            }
            return seen;
        }

        @Override
        public void close() {
            client.close();
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void everyStreamIsExactlyTheLogHoweverConnectionsAreCut() throws Exception {
        WsTransport ws = WsTransport.on(0);
        Limits limits =
                Limits.defaults().with(Limits.Rates.OPEN).with(new Limits.Connections(10_000, 1_000, 10_000, 8 * 1024));
        ExecutorService runners = Executors.newFixedThreadPool(RUNS_AT_ONCE);
        try (ImServer server = ImServer.builder(MemoryStorage.create())
                        .authenticator(Authenticator.guests())
                        .limits(limits)
                        .transport(ws)
                        .build();
                Hurried scheduler = new Hurried()) {
            server.start();
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                long seed = FIRST_SEED + i;
                runs.add(runners.submit(() -> {
                    run(server, ws.port(), scheduler, seed);
                    return null;
                }));
            }
            for (int i = 0; i < RUNS; i++) {
                try {
                    runs.get(i).get();
                } catch (ExecutionException failed) {
                    throw new AssertionError("seed " + (FIRST_SEED + i), failed.getCause());
                }
            }
        } finally {
            runners.shutdownNow();
        }
    }

    private static void run(ImServer server, int port, Scheduler scheduler, long seed) throws Exception {
        String room = "r" + seed;
        server.rooms().create(NewRoom.channel(room)).toCompletableFuture().join();
        try (FaultProxy proxy = FaultProxy.to(port)) {
            proxy.scripts(connection -> cutSomewhere(seed, connection));
            List<Witness> witnesses = new ArrayList<>();
            try {
                for (String user : USERS) witnesses.add(new Witness(user + seed, proxy.port(), scheduler));
                converse(server, room, witnesses, seed);
            } finally {
                witnesses.forEach(Witness::close);
            }
        }
    }

    /** The first dozen connections of a run break early or late; then one may hold. */
    private static FaultScript cutSomewhere(long seed, int connection) {
        Random random = new Random(seed * 1_000 + connection);
        if (connection >= 12) return FaultScript.CLEAN;
        long at = random.nextInt(random.nextBoolean() ? 600 : 6_000);
        return random.nextBoolean()
                ? FaultScript.CLEAN.toServer(Fault.CUT, at)
                : FaultScript.CLEAN.toClient(Fault.CUT, at);
    }

    private static void converse(ImServer server, String room, List<Witness> witnesses, long seed) throws Exception {
        List<CompletableFuture<Result.Sent>> sends = new ArrayList<>();
        for (Witness each : witnesses) {
            each.client.connect();
            await(each.client.room(room).join().toCompletableFuture(), seed);
        }
        for (int i = 0; i < MESSAGES; i++) {
            for (Witness each : witnesses) {
                sends.add(each.client.room(room).send(each.user + " says " + i).toCompletableFuture());
            }
        }
        for (CompletableFuture<Result.Sent> each : sends) await(each, seed);

        List<Event> log = logOf(server, room, sends.size() + USERS.size());

        for (Witness each : witnesses) {
            List<Event> seen = each.until(log.size());
            long first = seen.get(0).rev();
            assertThat(seen).as("stream of %s", each.user).isEqualTo(log.subList((int) first - 1, log.size()));
            assertThat(each.resets).isEmpty();
            assertThat(said(log, each.user))
                    .as("what %s said, once and in order", each.user)
                    .isEqualTo(wanted(each.user));
        }
    }

    private static List<String> said(List<Event> log, String user) {
        List<String> texts = new ArrayList<>();
        for (Event event : log) {
            if (event.by().equals(user) && event.body() instanceof EventBody.Posted posted) {
                texts.add(posted.message().content().fallback());
            }
        }
        return texts;
    }

    private static List<String> wanted(String user) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) texts.add(user + " says " + i);
        return texts;
    }

    /** The log itself, read by the host. */
    private static List<Event> logOf(ImServer server, String room, int length) throws Exception {
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        Cursor head = server.rooms().head(room).toCompletableFuture().join();
        List<Event> log = new ArrayList<>();
        Subscription following = server.rooms().follow(room, new Cursor(head.epoch(), 0), events::add);
        try {
            while (log.size() < length) {
                Event next = events.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
                assertThat(next).as("event %d of the log", log.size() + 1).isNotNull();
                log.add(next);
            }
        } finally {
            following.close();
        }
        return log;
    }

    private static <T> T await(CompletableFuture<T> future, long seed) throws Exception {
        try {
            return future.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("seed " + seed + ": no answer in " + DEADLINE, late);
        }
    }
}
