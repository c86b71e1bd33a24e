package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.client.Timeouts;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Storage;
import io.imbed.testkit.EntryBuilder;
import io.imbed.testkit.history.FinalLog;
import io.imbed.testkit.history.HistoryChecker;
import io.imbed.testkit.history.HistoryRecorder;
import io.imbed.testkit.history.Step;
import io.imbed.testkit.history.Violation;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Talkers in rooms that overlap, and somebody who comes and goes; what all of them were told is held against the log at the
 * end. Threads: one.
 */
final class Crowd implements AutoCloseable {
    private static final int TALKERS = 8;
    private static final int ROOMS_EACH = 4;
    private static final List<String> ROOMS =
            IntStream.range(0, 8).mapToObj(i -> "room" + i).toList();

    private final HistoryRecorder recorder = HistoryRecorder.inMemory(System::nanoTime);
    private final List<Talker> talkers = new ArrayList<>();
    private final Passerby passerby;
    private final URI server;

    Crowd(int port) {
        this(port, Timeouts.defaults());
    }

    Crowd(int port, Timeouts timeouts) {
        server = URI.create("ws://127.0.0.1:" + port + "/im");
        for (int i = 0; i < TALKERS; i++) talkers.add(new Talker("user" + i, server, recorder, rooms(i), timeouts));
        passerby = new Passerby(server, ROOMS, timeouts);
    }

    /** Where one of them talks. */
    static List<String> rooms(int talker) {
        return IntStream.range(talker, talker + ROOMS_EACH)
                .mapToObj(i -> ROOMS.get(i % ROOMS.size()))
                .toList();
    }

    /** Makes the rooms that they talk in. */
    static void makeRooms(Storage storage) throws Exception {
        for (String room : ROOMS) {
            Rooms.append(storage, EntryBuilder.in(room).put(RoomKind.CHANNEL, null, "e-" + room));
        }
    }

    void start() throws Exception {
        for (Talker talker : talkers) talker.start();
        passerby.start();
    }

    void reconnectNow() {
        talkers.forEach(Talker::reconnectNow);
        passerby.reconnectNow();
    }

    /** Somebody reads a room's whole log as the wire carries it. */
    void readFromTheBeginning() throws Exception {
        String room = ROOMS.get(0);
        Cursor head = talkers.get(0).head(room);
        Onlooker.watch(server, "user0", room, new Cursor(head.epoch(), 0), head.rev(), recorder.client("onlooker"));
    }

    /** How many sends have been acknowledged. */
    long acked() {
        return talkers.stream().mapToLong(Talker::acked).sum();
    }

    /** How many sends and other requests wait for an answer. */
    int open() {
        return talkers.stream().mapToInt(Talker::open).sum();
    }

    /** Waits until so many sends have been acknowledged, by whomever. */
    void awaitAcked(long count) throws Exception {
        awaitAckedOr(count, () -> false);
    }

    /** As {@link #awaitAcked}, or until something else is so. */
    void awaitAckedOr(long count, BooleanSupplier enough) throws Exception {
        long deadline = System.nanoTime() + Talker.PATIENCE.toNanos();
        while (acked() < count && !enough.getAsBoolean()) {
            if (System.nanoTime() > deadline)
                throw new TimeoutException("acknowledgements: " + acked() + " of " + count);
            // Each in its turn: whoever lags behind would let the others wait.
            talkers.get(0).awaitChange();
        }
    }

    /** Waits until everybody was told that the server takes nothing, since now. */
    void awaitDelayed() throws Exception {
        long[] before = talkers.stream().mapToLong(Talker::delayed).toArray();
        for (int i = 0; i < TALKERS; i++) talkers.get(i).awaitDelayed(before[i] + 1);
    }

    /** Fails unless everybody can read what was said. */
    void requireReading() throws Exception {
        for (int i = 0; i < TALKERS; i++)
            for (String room : rooms(i)) talkers.get(i).requireReading(room);
    }

    /** Each of them is heard again: nobody was forgotten. */
    void awaitEverybody() throws Exception {
        for (Talker talker : talkers) talker.awaitAcked(talker.acked() + 1);
    }

    /** All fall silent and wait until everybody has seen everything. */
    void awaitQuiet() throws Exception {
        passerby.stop();
        for (Talker talker : talkers) talker.fallSilent();
        for (Talker talker : talkers) talker.awaitCaughtUp();
    }

    /** The same where several nodes have the storage. */
    void awaitQuiet(Storage storage) throws Exception {
        passerby.stop();
        for (Talker talker : talkers) talker.fallSilent();
        for (Talker talker : talkers) talker.awaitCaughtUp(storage);
    }

    /** Fails if anything that anybody was told is not so, or not any more. The server has ended, or never had the storage alone. */
    void check(String run, Storage storage) throws Exception {
        check(run, storage, List.of());
    }

    /** As {@link #check(String, Storage)}, with what others were told besides. */
    void check(String run, Storage storage, List<Step> others) throws Exception {
        FinalLog log = log(storage);
        for (String room : ROOMS) {
            assertThat(log.head(room)).isEqualTo(Rooms.state(storage, room).head());
        }
        List<Step> steps = new ArrayList<>(recorder.steps());
        steps.addAll(others);
        steps.sort(Comparator.comparingLong(Step::t)); // stable: each recorder's own stay as they are
        HistoryChecker.require(run, steps, log);
    }

    /** All that they were told that is not so, or not any more. */
    List<Violation> violations(Storage storage) throws Exception {
        return HistoryChecker.check(recorder.steps(), log(storage));
    }

    private static FinalLog log(Storage storage) throws Exception {
        FinalLog log = new FinalLog();
        for (String room : ROOMS) {
            for (Event event : Rooms.events(storage, room)) log.add(event);
        }
        return log;
    }

    @Override
    public void close() throws IOException {
        passerby.close();
        talkers.forEach(Talker::close);
        recorder.close();
    }
}
