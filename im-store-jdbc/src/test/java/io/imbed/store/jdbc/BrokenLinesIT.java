package io.imbed.store.jdbc;

import static org.awaitility.Awaitility.await;

import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.client.Timeouts;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Storage;
import io.imbed.testkit.FaultProxy;
import io.imbed.testkit.FaultProxy.Direction;
import io.imbed.testkit.FaultScript;
import io.imbed.transport.ws.WsTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everybody talks through a proxy that is slow, and that cuts connections, holds them up, half closes them and leaves them
 * half open, while both ends believe in them. {@code -Dim.lines.rounds} says how many are hit, {@code -Dim.seed} how.
 * Both sides look after each other six times as often as by default, so that nobody waits half a minute for a dead one.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class BrokenLinesIT {
    private static final int ROUNDS = Integer.getInteger("im.lines.rounds", 12);
    private static final Duration PING = Duration.ofSeconds(4);
    private static final Duration PONG = Duration.ofSeconds(2);
    private static final Duration CLOSE = Duration.ofSeconds(1);
    /** The eight who talk, and the passer-by. */
    private static final int SESSIONS = 9;

    @TempDir
    Path folder;

    @Test
    void nothingIsLostOrRepeatedAndDeadPeersAreLetGo() throws Exception {
        long seed = Long.getLong("im.seed", System.nanoTime());
        try (Place place = Place.make(Place.kind(), folder)) {
            try (Storage storage = place.open()) {
                Crowd.makeRooms(storage);
            }
            WsTransport transport = WsTransport.builder(0).closeTimeout(CLOSE).build();
            ImServer server = ImServer.builder(place.open())
                    .authenticator(Authenticator.guests())
                    .transport(transport)
                    .limits(limits())
                    .build();
            server.start();
            try (FaultProxy proxy = FaultProxy.to(transport.port());
                    Crowd crowd = new Crowd(proxy.port(), timeouts())) {
                proxy.script(FaultScript.CLEAN.delay(Duration.ofMillis(2)));
                crowd.start();
                breakLines(proxy, crowd, new Random(seed));
                crowd.awaitEverybody();
                crowd.awaitQuiet();

                // Those that nobody ended are gone too: a ping, its answer that does not come, and a close that is not
                // taken.
                await("sessions, seed " + seed)
                        .atMost(PING.plus(PONG).plus(CLOSE).plusSeconds(5))
                        .until(() -> server.sessions().count() == SESSIONS);
                server.close();
                try (Storage storage = place.open()) {
                    crowd.check("seed " + seed, storage);
                }
            } finally {
                server.close();
            }
        }
    }

    private static void breakLines(FaultProxy proxy, Crowd crowd, Random random) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            crowd.awaitAcked(crowd.acked() + 100);
            List<FaultProxy.Link> links = proxy.links();
            if (links.isEmpty()) continue; // all are on their way back
            FaultProxy.Link link = links.get(random.nextInt(links.size()));
            Direction direction = random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT;
            switch (round % 4) {
                case 0 -> link.cut();
                case 1 -> link.halfClose(direction);
                case 2 -> link.swallow(direction);
                default -> {
                    link.pause();
                    crowd.awaitAcked(crowd.acked() + 100);
                    link.resume();
                }
            }
        }
    }

    private static Limits limits() {
        Limits defaults = Limits.defaults().with(Limits.Rates.OPEN);
        Limits.Times times = defaults.times();
        return defaults.with(new Limits.Times(
                times.hello(), PING, PONG, times.lag(), times.send(), times.drainNotice(), times.drainSpread()));
    }

    /** A reply takes longer than the server's own limit for a send in no case here. */
    private static Timeouts timeouts() {
        Timeouts defaults = Timeouts.defaults();
        return new Timeouts(
                Duration.ofSeconds(5),
                defaults.token(),
                Duration.ofSeconds(5),
                defaults.request(),
                Duration.ofSeconds(2),
                CLOSE);
    }
}
