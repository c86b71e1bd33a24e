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
import java.nio.file.Path;
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
 * Fills a room with a thousand messages and then with a million, and prints how long reads of it take with each. It fails
 * if one takes more than twice as long. No build runs it; CONTRIBUTING.md has the command.
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
            Path folder = Files.createTempDirectory("imbed-million");
            try (Storage storage = Databases.open(database, folder)) {
                make(storage);
                fill(storage, 0, SMALL);
                Map<String, Double> before = measure(storage);
                long begun = System.nanoTime();
                fill(storage, SMALL, LARGE);
                System.out.printf(
                        "%s: %d messages in %d s%n", database, LARGE, (System.nanoTime() - begun) / 1_000_000_000);
                Map<String, Double> after = measure(storage);
                for (String read : READS.keySet()) {
                    double factor = after.get(read) / before.get(read);
                    flat &= factor <= 2;
                    System.out.printf(
                            "%-11s %-26s %8.2f ms %8.2f ms   %.2f times%n",
                            database, read, before.get(read), after.get(read), factor);
                }
            }
        }
        assertThat(flat).as("nothing takes more than twice as long").isTrue();
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
    private static void fill(Storage storage, int from, int to) throws Exception {
        long policy = Rooms.state(storage, "room").policy();
        CompletionStage<List<Outcome>> last = null;
        for (int i = from; i < to; i += BATCH) {
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

    /** The median of each, in milliseconds. */
    private static Map<String, Double> measure(Storage storage) throws Exception {
        Cursor head = Rooms.state(storage, "room").head();
        Map<String, Double> medians = new LinkedHashMap<>();
        for (Map.Entry<String, Read> read : READS.entrySet()) {
            long[] nanos = new long[ROUNDS];
            for (int i = -ROUNDS; i < ROUNDS; i++) { // the first half warms up
                long begun = System.nanoTime();
                Rooms.get(read.getValue().of(storage, head));
                if (i >= 0) nanos[i] = System.nanoTime() - begun;
            }
            Arrays.sort(nanos);
            medians.put(read.getKey(), nanos[ROUNDS / 2] / 1e6);
        }
        return medians;
    }
}
