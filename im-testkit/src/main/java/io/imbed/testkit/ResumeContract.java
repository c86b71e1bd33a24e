package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.Subscription;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Transport;
import io.imbed.testkit.FaultScript.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a server promises to whoever comes back (DESIGN's promises 1 to 6), over a real wire whose sockets break after any
 * number of bytes in either direction: however a run goes, in the end each user's stream is exactly the log, and what each
 * sent is in it once and in order.
 *
 * <p>Extend it beside {@link TransportContract}, with the same transport and the same client. {@code -Dim.cuts.runs} and
 * {@code -Dim.cuts.seed} set how many runs there are, and the first seed; a failure names its seed.
 */
public abstract class ResumeContract {
    private static final int RUNS = Integer.getInteger("im.cuts.runs", 3);
    private static final long FIRST_SEED = Long.getLong("im.cuts.seed", 1);

    /** So many sockets of a run break, then they hold. Over HTTP there are several for each connection. */
    private static final int SOCKETS_CUT = 40;
    /** Small, so that some users fall behind and are given pages. */
    private static final int OUTBOX_BYTES = 8 * 1024;

    private static final List<String> USERS = List.of("alice", "bob", "carol");
    private static final long SECONDS = 60;

    /** A fresh transport on the loopback address, on any free port. */
    protected abstract Transport transport();

    /** Where that transport is reached, once it has started. */
    protected abstract int port(Transport started);

    /**
     * Connects a client to this port of the loopback address, behind which sockets may break.
     *
     * @throws java.io.IOException if the connection broke while it was made
     * @throws ConnectRefusedException as for {@link TransportContract#connect}; with status 0 it is tried again
     */
    protected abstract TransportContract.Wire connect(int port) throws Exception;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void everyStreamIsExactlyTheLogHoweverConnectionsAreCut() throws Exception {
        Transport transport = transport();
        try (ImServer server = ImServer.builder(MemoryStorage.create())
                .authenticator(Authenticator.guests())
                .limits(limits())
                .transport(transport)
                .build()) {
            server.start();
            long cuts = 0;
            for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
                try (FaultProxy proxy = FaultProxy.to(port(transport))) {
                    long thisSeed = seed;
                    proxy.scripts(socket -> cutSomewhere(thisSeed, socket));
                    run(server, proxy.port(), seed);
                    cuts += proxy.counters().cuts();
                } catch (AssertionError | Exception e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
            assertThat(cuts).as("sockets that broke").isGreaterThan(2L * RUNS);
        }
    }

    private static Limits limits() {
        return Limits.defaults()
                .with(Limits.Rates.OPEN)
                .with(new Limits.Connections(10_000, 1_000, 10_000, OUTBOX_BYTES));
    }

    /** Early or late, in one direction or the other. */
    private static FaultScript cutSomewhere(long seed, int socket) {
        if (socket >= SOCKETS_CUT) return FaultScript.CLEAN;
        Random random = new Random(seed * 1_000 + socket);
        long at = random.nextInt(random.nextBoolean() ? 1_000 : 10_000);
        return random.nextBoolean()
                ? FaultScript.CLEAN.toServer(Fault.CUT, at)
                : FaultScript.CLEAN.toClient(Fault.CUT, at);
    }

    private void run(ImServer server, int port, long seed) throws Exception {
        String room = "r" + seed;
        get(server.rooms()
                .create(NewRoom.group(room).members(USERS.toArray(String[]::new)))
                .toCompletableFuture());
        Cursor start = get(server.rooms().head(room).toCompletableFuture());
        long end = start.rev() + (long) USERS.size() * ResumingUser.MESSAGES;

        List<ResumingUser> users = new ArrayList<>();
        List<CompletableFuture<Void>> talks = new ArrayList<>();
        for (String name : USERS) {
            ResumingUser user = new ResumingUser(name, room, start, () -> connect(port), new Random(seed));
            users.add(user);
            talks.add(Together.start(() -> user.talkUntil(end)));
        }
        get(CompletableFuture.allOf(talks.toArray(CompletableFuture[]::new)));

        List<Event> log = log(server, room, start, end);
        for (ResumingUser user : users) {
            assertThat(user.stream()).as("stream of %s", user.name()).isEqualTo(log);
            user.checkSends(log);
        }
    }

    /** The log itself, read by the host. */
    private static List<Event> log(ImServer server, String room, Cursor start, long end) throws Exception {
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        List<Event> log = new ArrayList<>();
        Subscription following = server.rooms().follow(room, start, events::add);
        for (long rev = start.rev() + 1; rev <= end; rev++) {
            Event next = events.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("event %d of the log", rev).isNotNull();
            log.add(next);
        }
        following.close();
        return log;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(SECONDS, TimeUnit.SECONDS);
    }
}
