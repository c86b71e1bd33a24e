package io.imbed.benchmarks.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

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
    private static final double PROCESS_BYTES = 16 * 1024;
    private static final double HEAP_BYTES = 8 * 1024;

    private Idle() {}

    /** Prints the table; returns whether Imbed is as frugal as it must be, or was not asked. */
    static boolean compare(Options options) throws IOException {
        Rounds<IdleFigures> rounds = Rounds.of(
                options.rounds(),
                options.peers(NAME),
                peer -> measure(peer, FIRST_ROOMS, ROOMS),
                IdleFigures::median,
                System.err::println);
        Table.print((FIRST_ROOMS + ROOMS) * ROOM, ROOM, rounds);
        boolean good = !rounds.hasFailed(Peer.IMBED);
        Optional<IdleFigures> ours = rounds.median(Peer.IMBED);
        if (ours.isEmpty()) return good;
        good &= told("process", ours.get().processBytes(), PROCESS_BYTES);
        good &= told("live heap", ours.get().heapBytes(), HEAP_BYTES);
        return good;
    }

    private static boolean told(String what, double bytes, double atMost) {
        boolean met = bytes <= atMost;
        System.out.printf(
                Locale.ROOT,
                "- %s: %,.0f bytes a connection, at most %,.0f wanted: %s%n",
                what,
                bytes,
                atMost,
                met ? "met" : "MISSED");
        return met;
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
