package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.MemoryStorage;
import io.imbed.MemoryStorage.Capacity;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.EventSlice;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import io.imbed.spi.Storage;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reads stay whole while messages and events are dropped under them. */
class MemoryPressureTest {
    private static final int WRITERS = 3;
    private static final int POSTS = 400;

    private final Storage storage = MemoryStorage.create(
            Capacity.defaults().withMessagesPerRoom(20).withEventsPerRoom(45).withBytes(60_000));

    @Test
    void readsAreWholeOrAGapWhileRoomsCompeteForBytes() throws Exception {
        List<TestRoom> rooms = IntStream.range(0, WRITERS)
                .mapToObj(i -> TestRoom.make(storage, RoomKind.GROUP, "room" + i, "alice"))
                .toList();
        AtomicInteger writing = new AtomicInteger(WRITERS);

        List<Integer> counts = Together.run(
                WRITERS + 1,
                thread -> thread < WRITERS ? writer(rooms.get(thread), thread, writing) : reader(rooms, writing));

        for (int i = 0; i < WRITERS; i++) assertThat(rooms.get(i).state().seq()).isEqualTo((long) counts.get(i));
        rooms.forEach(MemoryPressureTest::check);
    }

    private static Callable<Integer> writer(TestRoom room, int seed, AtomicInteger writing) {
        Random random = new Random(seed);
        return () -> {
            int stored = 0;
            try {
                for (int i = 0; i < POSTS; i++) {
                    String text = "x".repeat(random.nextInt(3_000));
                    Outcome outcome = room.append(room.entry().post("alice", "c" + i, text));
                    if (outcome instanceof Outcome.Stored) stored++;
                    else assertThat(outcome).isInstanceOf(Outcome.Refused.class);
                    rewriteOne(room, random);
                }
            } finally {
                writing.decrementAndGet();
            }
            return stored;
        };
    }

    private static void rewriteOne(TestRoom room, Random random) {
        List<Message> kept = room.history(Side.LATEST, 0, 100).messages();
        if (kept.isEmpty()) return;
        Message message = kept.get(random.nextInt(kept.size()));
        EntryBuilder entry = room.entry();
        room.append(random.nextBoolean() ? entry.edit(message, "edited") : entry.recall(message));
    }

    private static Callable<Integer> reader(List<TestRoom> rooms, AtomicInteger writing) {
        return () -> {
            int reads = 0;
            for (; writing.get() > 0; reads++) check(rooms.get(reads % rooms.size()));
            return reads;
        };
    }

    private static void check(TestRoom room) {
        MessageSlice history = room.history(Side.LATEST, 0, 1_000);
        assertThat(history.more()).isFalse();
        assertThat(history.messages()).hasSizeLessThanOrEqualTo(20);
        assertConsecutive(history.messages().stream().map(Message::seq).toList());

        RoomState state = room.state();
        for (long back : new long[] {0, 1, 5, 20, 45, 60}) {
            EventSlice slice = room.slice(Math.max(0, state.rev() - back), 1_000, TestRoom.ALL);
            if (slice.gap()) continue;
            assertThat(slice.events()).hasSizeLessThanOrEqualTo(45);
            assertConsecutive(slice.events().stream().map(Event::rev).toList());
            if (!slice.events().isEmpty()) {
                assertThat(slice.events().get(slice.events().size() - 1).rev()).isEqualTo(slice.head());
            }
            for (Event event : slice.events()) {
                if (event.body() instanceof EventBody.Posted posted) {
                    assertThat(posted.message().rev()).isGreaterThanOrEqualTo(event.rev());
                }
            }
        }
    }

    private static void assertConsecutive(List<Long> numbers) {
        for (int i = 1; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
        }
    }
}
