package io.imbed.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * Every limit is reached at once on a node with little memory: it does not run out of it, a healthy client is answered, and
 * what was taken comes back once they have gone.
 */
final class Saturated {
    /** Outlasts the time-outs of handshakes, closes and hooks. */
    private static final Duration RELIEF = Duration.ofSeconds(15);

    private static final Duration GLANCE = Duration.ofMillis(250);

    private Saturated() {}

    /**
     * How many of each kind.
     *
     * @param deaf members of rooms who never read
     * @param returning members who come back from the beginning of their room, again and again
     * @param talking members who say as much as they may
     * @param beginning who hold back the end of a message that is as large as it may be
     * @param flooding who send more than is taken, to a hook that is slow
     * @param hasty who ask more often than they may
     * @param half who never finish their handshake
     */
    record Attackers(int deaf, int returning, int talking, int beginning, int flooding, int hasty, int half) {}

    /** @param p99 within which a healthy client has to be answered */
    static Outcome run(Scale scale, Attackers attackers, Duration p99) throws IOException {
        Outcome outcome = new Outcome();
        try (ServerProcess server = ServerProcess.start(scale, 0, null)) {
            URI address = server.awaitReady();
            Counts before = server.ask(LoadServer.MEASURE).join();
            outcome.bytes("live heap before", before.of("heap"));
            attack(scale, attackers, p99, server, address, outcome);
            if (!server.isAlive()) return outcome;
            Pulse.start(address, "after").close();
            long log = (long) scale.rooms() * scale.kept() * scale.textBytes();
            Counts relieved = relieved(server, before.of("heap") + log, outcome);
            outcome.bytes("live heap after", relieved.of("heap"));
            outcome.bytes("budget used after", relieved.of("im.budget.used"));
            outcome.bytes("RSS after", server.resident());
        }
        return outcome;
    }

    private static void attack(
            Scale scale, Attackers attackers, Duration p99, ServerProcess server, URI address, Outcome outcome)
            throws IOException {
        Pulse pulse = Pulse.start(address, "healthy");
        try (pulse;
                Assault assault = new Assault(address)) {
            Attacks.enter(assault, scale, attackers);
            outcome.figure("attackers", assault.size());
            assault.run(scale.time());
        }
        Histogram times = pulse.times();
        outcome.want(server.isAlive(), "the server alive");
        if (!server.isAlive()) return;
        outcome.times("healthy client answered after", times);
        outcome.figure("of these: busy, come back later", pulse.refused());
        outcome.bytes("RSS at the height", server.resident());
        server.ask(LoadServer.COUNT).join().byName().forEach((name, value) -> {
            if (name.startsWith("im.connections.closed") || name.startsWith("im.refusals")) outcome.figure(name, value);
        });
        outcome.want(pulse.lost() == null, "the healthy client connected all the time, not " + pulse.lost());
        outcome.want(
                Outcome.millis(times, 99) < p99.toMillis(), "p99 of a healthy client below " + p99.toMillis() + " ms");
    }

    /** Waits until nobody is left, and memory is back but for what the log keeps. */
    private static Counts relieved(ServerProcess server, long heap, Outcome outcome) throws IOException {
        long end = System.nanoTime() + RELIEF.toNanos();
        while (true) {
            Counts counts = server.ask(LoadServer.MEASURE).join();
            boolean gone = counts.of("im.connections") == 0;
            boolean back = counts.of("heap") < heap + counts.of("heap.max") / 10;
            if (gone && back) return counts;
            if (System.nanoTime() - end >= 0) {
                outcome.want(gone, "nobody left");
                outcome.want(back, "memory back, but for what the log keeps");
                return counts;
            }
            sleep(GLANCE);
        }
    }

    private static void sleep(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }
}
