package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.Goal;
import io.imbed.benchmarks.Results;
import io.imbed.benchmarks.Section;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what connections cost that only listen: the memory that a server grows by for each, and how long it takes all of
 * them to come back when all are cut at once.
 *
 * <p>Memory is counted from a server that has some connections already, so that what the first of their kind load and
 * compile is not theirs. A JVM's heap is whole and touched from the beginning: what the process grows by is outside of the
 * heap, and what lives in the heap is asked of the JVM, behind a full collection.
 */
final class Idle {
    static final String NAME = "idle";

    private static final Duration CONNECT = Duration.ofSeconds(60);
    private static final int ROOM = 10;
    private static final int FIRST_ROOMS = 50;
    private static final int ROOMS = 950;
    private static final Goal PROCESS_BYTES = Goal.atMost(16 * 1024);
    private static final Goal HEAP_BYTES = Goal.atMost(8 * 1024);

    private Idle() {}

    /** Publishes the section; returns whether Imbed is as frugal as it must be, or was not asked. */
    static boolean compare(Options options) throws IOException {
        Set<Peer> peers = options.peers(NAME);
        Rounds<IdleFigures> rounds = Rounds.of(
                options.rounds(),
                peers,
                peer -> measure(peer, FIRST_ROOMS, ROOMS),
                IdleFigures::median,
                System.err::println);
        Judgement judgement = judgement(rounds);
        String about = String.format(
                Locale.ROOT,
                "%,d connections in rooms of %d that only listen; all but the first %d are then cut and come back",
                (FIRST_ROOMS + ROOMS) * ROOM,
                ROOM,
                FIRST_ROOMS * ROOM);
        Section section = Section.of(
                NAME,
                about,
                Circumstances.idle(LocalDate.now(ZoneOffset.UTC), options, peers),
                "A JVM's part outside of the heap is what the process grew by, as its heap was touched before; Node's is all that"
                        + " it grew by.",
                Table.idle(rounds).toString(),
                judgement.text());
        Results.publish(section, options.results());
        return judgement.good();
    }

    static Judgement judgement(Rounds<IdleFigures> rounds) {
        boolean good = !rounds.hasFailed(Peer.IMBED);
        Optional<IdleFigures> ours = rounds.median(Peer.IMBED);
        if (ours.isEmpty()) return new Judgement(List.of(), good);
        double process = ours.get().processBytes();
        double heap = ours.get().heapBytes();
        return new Judgement(
                List.of(told("process", process, PROCESS_BYTES), told("live heap", heap, HEAP_BYTES)),
                good && PROCESS_BYTES.isMet(process) && HEAP_BYTES.isMet(heap));
    }

    private static String told(String what, double bytes, Goal goal) {
        return String.format(Locale.ROOT, "%s: %,.0f bytes a connection, %s", what, bytes, goal.told(bytes, "%,.0f"));
    }

    /**
     * A server process is started for it, and ended.
     *
     * @param firstRooms whose members are there before it is measured
     */
    static IdleFigures measure(Peer peer, int firstRooms, int rooms) throws IOException {
        Work first = listening(firstRooms);
        Work others = listening(rooms);
        try (ServerProcess server = peer.startTouched(others);
                Crowd before = Crowd.connect(server.address(), peer.dialect(), first, CONNECT)) {
            double heap = server.liveHeap();
            long resident = server.resident();
            try (Crowd crowd = Crowd.connect(server.address(), peer.dialect(), others, CONNECT)) {
                double heapEach = (server.liveHeap() - heap) / others.members();
                double outsideEach = (double) (server.resident() - resident) / others.members();
                Duration cpu = server.cpu();
                long nanos = System.nanoTime();
                crowd.comeBack(CONNECT);
                double seconds = (System.nanoTime() - nanos) / 1e9;
                double micros = server.cpu().minus(cpu).toNanos() / 1e3;
                if (!before.settle(CONNECT).exact()) throw new IOException("those who were there before are lost");
                double processEach = outsideEach + (Double.isNaN(heapEach) ? 0 : heapEach);
                return new IdleFigures(server.version(), processEach, heapEach, seconds, micros / others.members());
            }
        }
    }

    private static Work listening(int rooms) {
        return new Work(NAME, rooms, ROOM, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);
    }
}
