package io.imbed.benchmarks.load;

import io.imbed.benchmarks.swarm.Swarm;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** All clients that are up to no good. Who is thrown out comes back within five seconds. Threads: one, which calls {@link #run}. */
final class Assault implements Closeable {
    private static final int PER_ADDRESS = 80;
    private static final long BACK_WITHIN_MILLIS = 5_000;
    private static final long TURN_MILLIS = 5;
    private static final long SEED = 11;

    private final Swarm swarm = new Swarm(Integer.MAX_VALUE);
    private final List<Attacker> attackers = new ArrayList<>();
    private final PriorityQueue<Due> timers = new PriorityQueue<>(Comparator.comparingLong(Due::nanos));
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final URI server;

    private record Due(long nanos, Attacker attacker, boolean connect) {}

    Assault(URI server) throws IOException {
        this.server = server;
    }

    /** Adds one that comes in a moment. */
    void add(Attacker attacker) {
        attackers.add(attacker);
        attacker.join(this, attackers.size());
        comeBack(attacker);
    }

    int size() {
        return attackers.size();
    }

    /** It connects within five seconds. */
    void comeBack(Attacker attacker) {
        timers.add(new Due(in(random.nextLong(BACK_WITHIN_MILLIS)), attacker, true));
    }

    /** It acts again after so long. */
    void again(Attacker attacker, long millis) {
        timers.add(new Due(in(millis), attacker, false));
    }

    private static long in(long millis) {
        return System.nanoTime() + millis * 1_000_000;
    }

    void run(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            for (Due due = timers.peek(); due != null && due.nanos() - System.nanoTime() <= 0; due = timers.peek()) {
                timers.remove();
                if (due.connect()) connect(due.attacker());
                else due.attacker().act();
            }
            swarm.turn(TURN_MILLIS);
        }
    }

    private void connect(Attacker attacker) {
        swarm.connect(attacker, server, new InetSocketAddress(Crowd.address(attacker.number() / PER_ADDRESS), 0));
    }

    /** All are gone. */
    @Override
    public void close() throws IOException {
        swarm.close();
    }
}
