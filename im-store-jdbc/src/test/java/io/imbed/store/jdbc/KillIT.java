package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.spi.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process is killed with SIGKILL while clients send as fast as it answers, and started again, several times; then
 * everything that anybody was told is held against the log. {@code -Dim.kills} says how often, {@code -Dim.seed} when,
 * {@code -Dim.database} what keeps the rooms, {@code -Dim.rate} how many sends a second there have to be.
 */
class KillIT {
    private static final int KILLS = Integer.getInteger("im.kills", 3);
    private static final int RATE = Integer.getInteger("im.rate", 300);
    private static final Duration READY = Duration.ofSeconds(10);

    private @Nullable ServerProcess server;

    @TempDir
    Path folder;

    @AfterEach
    void end() throws InterruptedException {
        if (server != null) server.close();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void nothingAcknowledgedIsLostRepeatedOrReordered() throws Exception {
        long seed = Long.getLong("im.seed", System.nanoTime());
        Random random = new Random(seed);
        Figures figures = new Figures();
        try (Place place = Place.make(Place.kind(), folder)) {
            try (Storage storage = place.open()) {
                Crowd.makeRooms(storage);
            }
            int port = start(place, 0, figures);
            try (Crowd crowd = new Crowd(port)) {
                crowd.start();
                for (int kill = 0; kill < KILLS; kill++) {
                    underLoad(crowd, figures, random);
                    killed();
                    if (random.nextInt(5) == 0) killedWhileItComesUp(place, port, random);
                    start(place, port, figures);
                    crowd.reconnectNow();
                }
                crowd.awaitEverybody();
                crowd.awaitQuiet();
                killed();

                try (Storage storage = place.open()) {
                    crowd.check("seed " + seed, storage);
                }
            }
        }
        System.out.println(Place.kind() + ": " + figures + ", seed " + seed);
        assertThat(figures.rate()).as("sends a second").isGreaterThanOrEqualTo(RATE);
        assertThat(Collections.min(figures.open))
                .as("requests in flight at each kill")
                .isPositive();
    }

    /** Returns at some moment while they talk. The time begins to count when the first of them is answered. */
    private static void underLoad(Crowd crowd, Figures figures, Random random) throws Exception {
        crowd.awaitAcked(crowd.acked() + 1);
        long begun = System.nanoTime();
        long before = crowd.acked();
        crowd.awaitAcked(before + 500 + random.nextInt(1_000));
        figures.open.add(crowd.open());
        figures.acked += crowd.acked() - before;
        figures.nanos += System.nanoTime() - begun;
    }

    private int start(Place place, int port, Figures figures) throws Exception {
        long begun = System.nanoTime();
        ServerProcess started = ServerProcess.start(place.address(), port);
        server = started;
        int bound = started.awaitReady();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(took).isLessThan(READY);
        figures.starts.add(took.toMillis());
        return bound;
    }

    private void killed() throws InterruptedException {
        if (server != null) server.close();
    }

    /** So that what repairs the database after a kill is itself killed. */
    private void killedWhileItComesUp(Place place, int port, Random random) throws Exception {
        ServerProcess started = ServerProcess.start(place.address(), port);
        server = started;
        assertThat(started.process().waitFor(random.nextInt(1_000), TimeUnit.MILLISECONDS))
                .isFalse();
        killed();
    }

    /** What a campaign was like. */
    private static final class Figures {
        final List<Integer> open = new ArrayList<>();
        final List<Long> starts = new ArrayList<>();
        long acked;
        long nanos;

        long rate() {
            return acked * 1_000_000_000L / Math.max(1, nanos);
        }

        @Override
        public String toString() {
            return open.size() + " kills under " + rate() + " sends/s (" + acked + " acknowledged), in flight " + open
                    + ", ready after ms " + starts;
        }
    }
}
