package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomStore.SeatOrder;
import io.imbed.spi.Storage;
import io.imbed.testkit.EntryBuilder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Fills one room with a thousand messages and one in another storage with a million, and prints how long reads of each take.
 * It fails if one takes more than twice as long. The two are read in turn, so that both meet what else the machine does. Then
 * it ends the large room, and prints how long that takes and how long messages to another room wait meanwhile. No build runs
 * it; CONTRIBUTING.md has the command.
 */
class MillionMessages {
    private static final int SMALL = 1_000;
    private static final int LARGE = Integer.getInteger("im.messages", 1_000_000);
    private static final int BATCH = 1_000;
    private static final int ROUNDS = 300;

    /** One read. */
    private interface Read {
        CompletionStage<?> of(Storage storage, Cursor head) throws Exception;
    }

    private static final Map<String, Read> READS = new LinkedHashMap<>();

    static {
        READS.put("latest page of 50", (storage, head) -> storage.log().history("room", Anchor.LATEST, 50, 1 << 20));
        READS.put(
                "page of 50 in the middle",
                (storage, head) -> storage.log().history("room", new Anchor(Side.AROUND, head.rev() / 2), 50, 1 << 20));
        READS.put(
                "catch-up of 1 000 events",
                (storage, head) -> storage.log()
                        .events("room", new Cursor(head.epoch(), Math.max(1, head.rev() - 1_000)), 1_000, 1 << 24));
        READS.put(
                "room list of who has read",
                (storage, head) -> storage.store().seats("alice", SeatOrder.LATEST_FIRST, null, 50));
        READS.put(
                "room list of who has not",
                (storage, head) -> storage.store().seats("bob", SeatOrder.LATEST_FIRST, null, 50));
        READS.put("message by client id", (storage, head) -> storage.log().find("room", "alice", "c500"));
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void readsTakeNoLongerWhereMuchWasSaid() throws Exception {
        boolean flat = true;
        for (String database : Databases.chosen()) {
            try (Storage small = Databases.open(database, Files.createTempDirectory("imbed-thousand"));
                    Storage large = Databases.open(database, Files.createTempDirectory("imbed-million"))) {
                fill(small, SMALL);
                long begun = System.nanoTime();
                fill(large, LARGE);
                System.out.printf("%s: %d messages in %d s%n", database, LARGE, seconds(begun));
                for (Map.Entry<String, Read> read : READS.entrySet()) {
                    double[] millis = medians(read.getValue(), small, large);
                    double factor = millis[1] / millis[0];
                    flat &= factor <= 2;
                    System.out.printf(
                            "%-11s %-26s %8.2f ms %8.2f ms   %.2f times%n",
                            database, read.getKey(), millis[0], millis[1], factor);
                }
                end(database, large);
            }
        }
        assertThat(flat).as("nothing takes more than twice as long").isTrue();
    }

    private static long seconds(long begun) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    }

    private static void make(Storage storage) throws Exception {
        Rooms.append(
                storage,
                EntryBuilder.in("room").put(RoomKind.CHANNEL, null, "e1").admit("alice", Role.OWNER),
                EntryBuilder.in("other").put(RoomKind.CHANNEL, null, "e1").admit("alice", Role.OWNER));
        Rooms.append(
                storage,
                EntryBuilder.in("room").on(Rooms.state(storage, "room")).admit("bob", Role.MEMBER));
    }

    /** Every hundredth message mentions bob, who never reads; alice has read all. */
    private static void fill(Storage storage, int to) throws Exception {
        make(storage);
        long policy = Rooms.state(storage, "room").policy();
        CompletionStage<List<Outcome>> last = null;
        for (int i = 0; i < to; i += BATCH) {
            List<Entry> batch = new ArrayList<>(BATCH);
            for (int j = i; j < i + BATCH; j++) {
                String[] mentioned = j % 100 == 0 ? new String[] {"bob"} : new String[0];
                batch.add(EntryBuilder.in("room")
                        .guard(new Guard.At("e1", policy))
                        .post(
                                "alice",
                                "c" + j,
                                "a message of about eighty letters, which is what people write, " + j,
                                mentioned)
                        .build());
            }
            if (last != null) require(last);
            last = storage.log().append(batch); // built while the one before it is written
        }
        if (last != null) require(last);
        Rooms.append(
                storage,
                EntryBuilder.in("room").on(Rooms.state(storage, "room")).mark("alice", to, to));
    }

    private static void require(CompletionStage<List<Outcome>> append) throws Exception {
        for (Outcome outcome : Rooms.get(append)) {
            if (!(outcome instanceof Outcome.Stored)) throw new IllegalStateException(outcome.toString());
        }
    }

    /** Of reads of each of these, in milliseconds. */
    private static double[] medians(Read read, Storage... storages) throws Exception {
        long[][] nanos = new long[storages.length][ROUNDS];
        for (int round = -ROUNDS; round < ROUNDS; round++) { // the first half warms up
            for (int i = 0; i < storages.length; i++) {
                Cursor head = Rooms.state(storages[i], "room").head();
                long begun = System.nanoTime();
                Rooms.get(read.of(storages[i], head));
                if (round >= 0) nanos[i][round] = System.nanoTime() - begun;
            }
        }
        return Arrays.stream(nanos)
                .mapToDouble(each -> {
                    Arrays.sort(each);
                    return each[ROUNDS / 2] / 1e6;
                })
                .toArray();
    }

    private static void end(String database, Storage storage) throws Exception {
        long begun = System.nanoTime();
        Rooms.append(
                storage,
                EntryBuilder.in("room").on(Rooms.state(storage, "room")).drop());
        System.out.printf("%-11s the end                    %8.2f ms%n", database, (System.nanoTime() - begun) / 1e6);
        long longest = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long sent = System.nanoTime();
            Rooms.append(storage, Rooms.post(storage, "other", "c" + i));
            longest = Math.max(longest, System.nanoTime() - sent);
        }
        System.out.printf("%-11s longest send behind it     %8.2f ms%n", database, longest / 1e6);
    }
}
