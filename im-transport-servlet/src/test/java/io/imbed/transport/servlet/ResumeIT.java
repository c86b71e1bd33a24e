package io.imbed.transport.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.Subscription;
import io.imbed.client.ClientListener;
import io.imbed.client.ImClient;
import io.imbed.client.Timeouts;
import io.imbed.client.WebSocketWire;
import io.imbed.client.Wire;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Result;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Scheduler;
import io.imbed.testkit.FaultProxy;
import io.imbed.testkit.FaultScript;
import io.imbed.testkit.FaultScript.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Promises 1 to 6 over every wire of both containers, with sockets that break after any number of bytes in either
 * direction: however a run goes, in the end every client's stream is exactly the log.
 *
 * <p>{@code -Dim.cuts.runs} and {@code -Dim.cuts.seed} set how many runs there are, and the first seed.
 */
class ResumeIT {
    private static final int RUNS = Integer.getInteger("im.cuts.runs", 5);
    private static final long FIRST_SEED = Long.getLong("im.cuts.seed", 1);
    /** The first connections of a run break, then they hold; over HTTP there are many more of them. */
    private static final int SOCKETS_CUT = 12;

    private static final int REQUESTS_CUT = 40;
    private static final int MESSAGES = 8;
    private static final List<String> USERS = List.of("alice", "bob", "carol");
    private static final long SECONDS = 60;

    /** Waits a fiftieth as long, so that reconnecting takes no time to speak of. */
    private static final class Hurried implements Scheduler {
        private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "im-hurried");
            thread.setDaemon(true);
            return thread;
        });

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            Future<?> scheduled = timers.schedule(task, delay.toNanos() / 50, TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        }
    }

    /** For all runs: a client may end after its test. */
    private static final Hurried SCHEDULER = new Hurried();

    static Stream<Arguments> wires() {
        return Stream.of(TestContainer.Kind.values())
                .flatMap(kind ->
                        Stream.of("WEBSOCKET", "EVENTS", "LONG_POLLS", "POLLS").map(wire -> Arguments.of(kind, wire)));
    }

    @ParameterizedTest
    @MethodSource("wires")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void everyStreamIsExactlyTheLogHoweverConnectionsAreCut(TestContainer.Kind kind, String wire) throws Exception {
        ServletTransport transport =
                ServletTransport.builder().resumeWithin(Duration.ofSeconds(5)).build();
        Limits limits =
                Limits.defaults().with(Limits.Rates.OPEN).with(new Limits.Connections(10_000, 1_000, 10_000, 8 * 1024));
        try (TestContainer container = kind.start(transport, 50);
                ImServer server = ImServer.builder(MemoryStorage.create())
                        .authenticator(Authenticator.guests())
                        .limits(limits)
                        .transport(transport)
                        .build()) {
            server.start();
            for (int i = 0; i < RUNS; i++) {
                long seed = FIRST_SEED + i;
                try (FaultProxy proxy = FaultProxy.to(container.port())) {
                    int cuts = wire.equals("WEBSOCKET") ? SOCKETS_CUT : REQUESTS_CUT;
                    proxy.scripts(connection -> connection < cuts ? cutSomewhere(seed, connection) : FaultScript.CLEAN);
                    run(server, proxy.port(), wire, seed);
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
        }
    }

    /** A connection of a run that breaks early or late. */
    private static FaultScript cutSomewhere(long seed, int connection) {
        Random random = new Random(seed * 1_000 + connection);
        long at = random.nextInt(random.nextBoolean() ? 1_000 : 10_000);
        return random.nextBoolean()
                ? FaultScript.CLEAN.toServer(Fault.CUT, at)
                : FaultScript.CLEAN.toClient(Fault.CUT, at);
    }

    private static Wire wire(String name, int port) {
        if (name.equals("WEBSOCKET")) return WebSocketWire.create();
        URI base = URI.create("http://127.0.0.1:" + port + "/im");
        return new HttpImWire(HttpImWire.Mode.valueOf(name), () -> base);
    }

    /** One user, and everything it was told of the room. */
    private static final class Witness implements ClientListener, AutoCloseable {
        final String user;
        final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        final List<String> resets = new ArrayList<>();
        final ImClient client;

        Witness(String user, Wire wire, int port) {
            this.user = user;
            this.client = ImClient.builder(URI.create("ws://127.0.0.1:" + port + "/im"))
                    .wire(wire)
                    .token("guest:" + user)
                    .scheduler(SCHEDULER)
                    // Timers run fifty times as fast; these must not.
                    .timeouts(new Timeouts(
                            Duration.ofSeconds(250),
                            Duration.ofSeconds(250),
                            Duration.ofSeconds(250),
                            Duration.ofSeconds(1_500),
                            Duration.ofSeconds(2_000),
                            Duration.ofSeconds(50)))
                    .listener(this)
                    .build();
        }

        @Override
        public void onEvent(Event event) {
            events.add(event);
        }

        @Override
        public void onReset(String room, Cursor cursor) {
            resets.add(room + " to " + cursor);
        }

        List<Event> until(long rev) throws InterruptedException {
            List<Event> seen = new ArrayList<>();
            while (seen.isEmpty() || seen.get(seen.size() - 1).rev() < rev) seen.add(next(events, user));
            return seen;
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static void run(ImServer server, int port, String wire, long seed) throws Exception {
        String room = "r" + seed;
        get(server.rooms().create(NewRoom.channel(room)).toCompletableFuture());
        List<Witness> witnesses = new ArrayList<>();
        try {
            for (String user : USERS) witnesses.add(new Witness(user + seed, wire(wire, port), port));
            List<CompletableFuture<Result.Sent>> sends = new ArrayList<>();
            for (Witness each : witnesses) {
                each.client.connect();
                get(each.client.room(room).join().toCompletableFuture());
            }
            for (int i = 0; i < MESSAGES; i++) {
                for (Witness each : witnesses) {
                    sends.add(each.client
                            .room(room)
                            .send(each.user + " says " + i)
                            .toCompletableFuture());
                }
            }
            for (CompletableFuture<Result.Sent> each : sends) get(each);

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
        } finally {
            witnesses.forEach(Witness::close);
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
        Cursor head = get(server.rooms().head(room).toCompletableFuture());
        List<Event> log = new ArrayList<>();
        Subscription following = server.rooms().follow(room, new Cursor(head.epoch(), 0), events::add);
        while (log.size() < length) log.add(next(events, "the log"));
        following.close();
        return log;
    }

    private static Event next(BlockingQueue<Event> events, String whose) throws InterruptedException {
        Event next = events.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("next event of %s", whose).isNotNull();
        return next;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(SECONDS, TimeUnit.SECONDS);
    }
}
