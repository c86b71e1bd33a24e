package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.swarm.Swarm;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * All members of a {@link Work} on one thread.
 *
 * <p>Latencies are from when a message was due, not from when it could be sent, so a server that holds up its senders does
 * not look quicker for it (coordinated omission). In a closed loop a message is due when it is sent.
 */
final class Crowd implements AutoCloseable {
    private static final long ALIVE_EVERY_NANOS = 8_000_000_000L;
    private static final long MAX_MICROS = 60_000_000;
    private static final long WAIT_MILLIS = 50;

    private final Swarm swarm = new Swarm();
    private final List<Member> members = new ArrayList<>();
    private final List<Member> talkers = new ArrayList<>();
    private final long began = System.nanoTime();
    private final URI server;
    private final Dialect dialect;
    private final Work work;
    private Histogram micros = new Histogram(MAX_MICROS, 3);
    private int inside;
    private int lost;
    private boolean answering;
    private long deliveries;
    private long nowMicros;
    private long signs;

    private Crowd(URI server, Dialect dialect, Work work) throws IOException {
        this.server = server;
        this.dialect = dialect;
        this.work = work;
    }

    /** What came of a while of talking. */
    record Heard(long deliveries, Histogram micros) {}

    /** What can be said of all that was received since the beginning, once nothing more comes. */
    record Verdict(boolean exact, boolean oneOrder) {}

    /** Connects everybody, and waits until all are in their rooms. */
    static Crowd connect(URI server, Dialect dialect, Work work, Duration atMost) throws IOException {
        Crowd crowd = new Crowd(server, dialect, work);
        for (int room = 0; room < work.rooms(); room++) {
            int first = crowd.members.size();
            for (int place = 0; place < work.membersEach(); place++) {
                boolean talks = work.talks(room, place);
                Member member = new Member(
                        crowd, first + place, room, first, room < work.talkingRooms() ? work.talkers() : 0, talks);
                crowd.members.add(member);
                if (talks) crowd.talkers.add(member);
                crowd.swarm.connect(member, dialect.address(server, room));
            }
        }
        try {
            crowd.awaitInside(atMost);
        } catch (IOException notAll) {
            // Thousands of sockets, which the next crowd needs.
            crowd.close();
            throw notAll;
        }
        return crowd;
    }

    private void awaitInside(Duration atMost) throws IOException {
        long end = System.nanoTime() + atMost.toNanos();
        while (inside < work.members()) {
            turn(WAIT_MILLIS);
            if (lost > 0) throw new IOException("the server has ended " + lost + " connections");
            if (System.nanoTime() - end > 0) {
                throw new IOException(inside + " of " + work.members() + " are in after " + atMost);
            }
        }
    }

    /** Cuts all connections, opens them again, and waits until everybody is back in the room. */
    void comeBack(Duration atMost) throws IOException {
        for (Member each : members) each.cut();
        inside = 0;
        for (Member each : members) {
            each.leave();
            swarm.connect(each, dialect.address(server, each.room));
        }
        awaitInside(atMost);
    }

    /**
     * Talks as fast as the server answers, whatever the work is: compilers need load to be done soon. Then waits until
     * everything has come back.
     */
    void warmUp(Duration time) throws IOException {
        closedLoop(Math.max(1, work.inFlight()), System.nanoTime() + time.toNanos());
        settle(time);
    }

    /** Talks for a while. */
    Heard talk(Duration time) throws IOException {
        deliveries = 0;
        micros = new Histogram(MAX_MICROS, 3);
        long start = System.nanoTime();
        if (work.closedLoop()) closedLoop(work.inFlight(), start + time.toNanos());
        else openLoop(start, start + time.toNanos());
        return new Heard(deliveries, micros);
    }

    private void closedLoop(int inFlight, long end) throws IOException {
        answering = true;
        for (int i = 0; i < inFlight; i++) {
            for (Member each : talkers) say(each, micros(System.nanoTime()));
        }
        while (System.nanoTime() - end < 0) turn(WAIT_MILLIS);
        answering = false;
    }

    private void openLoop(long start, long end) throws IOException {
        double nanosEach = 1e9 / work.perSecond();
        long count = 0;
        long due = start;
        for (long now = start; now - end < 0; now = System.nanoTime()) {
            while (due - now <= 0) {
                say(talkers.get((int) (count % talkers.size())), micros(due));
                due = start + (long) (++count * nanosEach);
            }
            turn((Math.min(due, end) - now) / 1_000_000);
        }
    }

    /** Waits until nothing comes any more, and looks at what everybody has received. */
    Verdict settle(Duration atMost) throws IOException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!complete() && System.nanoTime() - end < 0) turn(WAIT_MILLIS);
        boolean exact = complete();
        boolean oneOrder = exact;
        for (Member each : members) {
            exact &= each.wrong() == 0;
            oneOrder &= each.order()
                    == members.get(each.number - each.number % work.membersEach())
                            .order();
        }
        return new Verdict(exact && lost == 0, oneOrder);
    }

    private boolean complete() {
        for (Member each : members) {
            int first = each.number - each.number % work.membersEach();
            for (int i = 0; i < (each.room < work.talkingRooms() ? work.talkers() : 0); i++) {
                if (each.heardOf(i) != members.get(first + i).sent) return false;
            }
        }
        return true;
    }

    private void turn(long waitMillis) throws IOException {
        swarm.turn(waitMillis);
        // One after the other: the signs of all at once would be a load of their own.
        long due = (long) ((double) (System.nanoTime() - began) / ALIVE_EVERY_NANOS * members.size());
        for (; signs < due; signs++) {
            Member each = members.get((int) (signs % members.size()));
            if (each.isOpen()) each.send(dialect.alive());
        }
    }

    private void say(Member talker, long dueMicros) throws IOException {
        int number = talker.sent++;
        String text = Marker.text(talker.number, number, dueMicros, Work.TEXT_BYTES);
        talker.send(dialect.message(talker.room, number, text));
    }

    private long micros(long nanos) {
        return (nanos - began) / 1_000;
    }

    Dialect dialect() {
        return dialect;
    }

    void entered() {
        inside++;
    }

    void lost(Member member, IOException why) {
        if (lost++ == 0) System.err.println("member " + member.number + ": " + why.getMessage());
    }

    /** Bytes have arrived. */
    void arrived() {
        nowMicros = micros(System.nanoTime());
    }

    void delivered(long dueMicros) {
        deliveries++;
        micros.recordValue(Math.min(MAX_MICROS, Math.max(0, nowMicros - dueMicros)));
    }

    void cameBack(Member talker) throws IOException {
        if (answering) say(talker, micros(System.nanoTime()));
    }

    @Override
    public void close() throws IOException {
        swarm.close();
    }
}
