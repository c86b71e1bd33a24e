package io.imbed.benchmarks.load;

import io.imbed.benchmarks.swarm.ClientFrames;
import io.imbed.benchmarks.swarm.Swarm;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * All clients of one load: rooms of equal size, every client in one of them. They talk at a rate that does not wait for
 * the server (an open loop), each time another one; who loses its connection comes back within a second, again and again.
 *
 * <p>Threads: one, which calls {@link #run}.
 */
final class Crowd implements Closeable {
    /** As many of one address as the server lets in by default. */
    private static final int PER_ADDRESS = 100;

    private static final long BACK_WITHIN_MILLIS = 1_000;
    private static final long ALIVE_EVERY_MILLIS = 5_000;
    private static final long TURN_MILLIS = 2;
    private static final long SEED = 7;

    private final Swarm swarm = new Swarm();
    private final List<Member> members = new ArrayList<>();
    private final PriorityQueue<Due> timers = new PriorityQueue<>(Comparator.comparingLong(Due::nanos));
    private final Map<String, Integer> errors = new TreeMap<>();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Fields line = new Fields();
    private final Fields message = new Fields();
    private final Ledger ledger;
    private final URI server;
    private final String text;
    private final Map<Integer, Integer> closes = new TreeMap<>(); // by code
    private int greeted;
    private double perSecond;
    private long nextSend;
    private int speaker;

    private record Due(long nanos, Runnable task) {}

    /** Something that a turn may throw. */
    private interface Step {
        void run() throws IOException;
    }

    /**
     * @param rooms of {@code size} members each
     * @param listening how many of each room are to have everything in the end; the others may stop reading
     * @param textBytes of each message
     */
    Crowd(URI server, int rooms, int size, int listening, int textBytes) throws IOException {
        this.server = server;
        this.ledger = new Ledger(rooms);
        this.text = "x".repeat(textBytes);
        for (int i = 0; i < rooms * size; i++) members.add(new Member(this, i, i / size, i % size < listening));
    }

    /** Everybody connects. */
    void enter() {
        members.forEach(this::connect);
    }

    private void connect(Member member) {
        swarm.connect(member, server, new InetSocketAddress(address(member.number() / PER_ADDRESS), 0));
    }

    /** One of those that a machine has for itself (127/8; Linux takes all of them). */
    static String address(int number) {
        return "127.0." + (1 + number / 250) + "." + (1 + number % 250);
    }

    /** From now on so many messages a second are sent by all together; none if it is 0. */
    void talk(double messagesPerSecond) {
        perSecond = messagesPerSecond;
        nextSend = System.nanoTime();
    }

    /**
     * Goes on until something is so.
     *
     * @return whether it is; if not, the time is over
     */
    boolean run(long millis, BooleanSupplier until) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!until.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) return false;
            speak();
            for (Due due = timers.peek(); due != null && due.nanos() - System.nanoTime() <= 0; due = timers.peek()) {
                timers.remove().task().run();
            }
            swarm.turn(TURN_MILLIS);
        }
        return true;
    }

    /** Sends all that is due by now, also if this comes late: what waited for us counts as waiting. */
    private void speak() {
        while (perSecond > 0 && nextSend - System.nanoTime() <= 0) {
            Member member = nextSpeaker();
            int send = ledger.begin(member.room(), nextSend);
            step(() -> member.say(send));
            nextSend += (long) (1e9 / perSecond);
        }
    }

    /** One room after the other, and in each another one each time. */
    private Member nextSpeaker() {
        Member member;
        do {
            // A step that has no divisor in common with the number of members comes by everybody.
            speaker = (speaker + 7_919) % members.size();
            member = members.get(speaker);
        } while (!member.listens());
        return member;
    }

    private static void step(Step step) {
        try {
            step.run();
        } catch (IOException broken) {
            // The selector finds it broken as well, and tells.
        }
    }

    /** Those that need not have everything stop to read. */
    void deafen() {
        for (Member each : members) if (!each.listens() && each.isOpen()) each.reading(false);
        showLife();
    }

    /** Those that do not read see no pings, and are to be closed for not reading, not for being dead. */
    private void showLife() {
        for (Member each : members) if (!each.listens() && each.isOpen()) step(() -> each.send(ClientFrames.pong()));
        after(ALIVE_EVERY_MILLIS, this::showLife);
    }

    Ledger ledger() {
        return ledger;
    }

    /** For one line at a time. */
    Fields line() {
        return line;
    }

    /** For what is in it. */
    Fields message() {
        return message;
    }

    String text() {
        return text;
    }

    int size() {
        return members.size();
    }

    /** How many have a connection whose hello was answered. */
    int greeted() {
        return greeted;
    }

    /** Refusals by code. */
    Map<String, Integer> errors() {
        return errors;
    }

    /** Connections that ended, by the code that the server told; 0 if it told none. */
    Map<Integer, Integer> closes() {
        return closes;
    }

    void welcomed() {
        greeted++;
    }

    void refused(String code) {
        errors.merge(code, 1, Integer::sum);
    }

    /** It may try again. */
    void later(Member member, long millis) {
        after(millis, () -> step(member::next));
    }

    void lost(Member member, boolean wasGreeted, int code) {
        if (wasGreeted) {
            greeted--;
            closes.merge(code, 1, Integer::sum);
        }
        if (member.listens()) after(random.nextLong(BACK_WITHIN_MILLIS), () -> connect(member));
    }

    private void after(long millis, Runnable task) {
        timers.add(new Due(System.nanoTime() + millis * 1_000_000, task));
    }

    @Override
    public void close() throws IOException {
        swarm.close();
    }
}
