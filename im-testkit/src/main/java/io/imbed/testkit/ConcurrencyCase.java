package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Entry;
import io.imbed.spi.EventSlice;
import io.imbed.spi.Guard;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** All of it holds while many threads append and read at once. */
interface ConcurrencyCase extends StorageCase {
    /** Appends that overlap, with refusals among them, still leave no gap and repeat no number. */
    @Test
    default void numbersHaveNoGapsWhenManyThreadsAppendToOneRoom() throws Exception {
        TestRoom room = group("room", "alice");
        RoomState state = room.state();
        int threads = 4;
        int batches = 100; // few enough for a disk, and enough for a storage in memory to stumble

        List<List<Outcome.Stored>> answers = Together.run(threads, thread -> () -> {
            List<Outcome.Stored> stored = new ArrayList<>();
            for (int i = 0; i < batches; i++) {
                String id = thread + "." + i;
                List<Entry> batch = List.of(
                        EntryBuilder.in("room")
                                .on(state)
                                .post("alice", "a" + id, id)
                                .build(),
                        EntryBuilder.in("room")
                                .on(state)
                                .post("alice", "b" + id, id)
                                .dismiss("nobody")
                                .build(),
                        EntryBuilder.in("room")
                                .guard(new Guard.Never())
                                .post("alice", "c" + id, id)
                                .build(),
                        EntryBuilder.in("room")
                                .on(state)
                                .post("alice", "a" + id, id)
                                .build(),
                        EntryBuilder.in("room")
                                .on(state)
                                .post("alice", "d" + id, id)
                                .event(new EventBody.Left("x"))
                                .build());
                List<Outcome> outcomes = TestRoom.get(storage().log().append(batch));
                stored.add((Outcome.Stored) outcomes.get(0));
                assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
                assertThat(outcomes.get(2)).isInstanceOf(Outcome.Stale.class);
                assertThat(outcomes.get(3)).isInstanceOf(Outcome.Duplicate.class);
                stored.add((Outcome.Stored) outcomes.get(4));
            }
            return stored;
        });

        List<Event> events = room.events(0);
        List<Message> messages = room.history(Side.AFTER, 0, TestRoom.ALL).messages();
        assertThat(events).extracting(Event::rev).isEqualTo(upTo(1 + threads * batches * 3));
        assertThat(messages).extracting(Message::seq).isEqualTo(upTo(threads * batches * 2));
        for (List<Outcome.Stored> stored : answers) {
            assertThat(stored).extracting(Outcome.Stored::seq).isSorted();
            assertThat(stored).extracting(Outcome.Stored::firstRev).isSorted();
        }
        Map<Long, Message> bySeq = new HashMap<>();
        messages.forEach(message -> bySeq.put(message.seq(), message));
        Set<Long> answered = new HashSet<>();
        answers.forEach(stored -> stored.forEach(one -> {
            assertThat(answered.add(one.seq()))
                    .as("seq " + one.seq() + " is answered once")
                    .isTrue();
            assertThat(bySeq.get(one.seq())).extracting(Message::rev).isEqualTo(one.firstRev());
        }));
    }

    @Test
    default void oneOfManyThreadsStoresAMessageAndTheOthersFindIt() throws Exception {
        TestRoom room = group("room", "alice");
        RoomState state = room.state();
        int threads = 4;
        int messages = 25;

        List<List<Outcome>> answers = Together.run(threads, thread -> () -> {
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                outcomes.add(room.append(EntryBuilder.in("room").on(state).post("alice", "c" + i, "same")));
            }
            return outcomes;
        });

        assertThat(room.state().seq()).isEqualTo(messages);
        for (int i = 0; i < messages; i++) {
            int index = i;
            List<Outcome> same =
                    answers.stream().map(outcomes -> outcomes.get(index)).toList();
            assertThat(same).filteredOn(Outcome.Stored.class::isInstance).hasSize(1);
            assertThat(same)
                    .filteredOn(Outcome.Duplicate.class::isInstance)
                    .hasSize(threads - 1)
                    .containsOnly(
                            room.duplicate(index + 1, room.message(index + 1).rev()));
        }
    }

    @Test
    default void oneOfManyThreadsMakesARoom() throws Exception {
        for (int round = 0; round < 50; round++) {
            String id = "room" + round;

            List<Outcome> outcomes = Together.run(
                    4,
                    thread -> () -> append(EntryBuilder.in(id)
                                    .put(RoomKind.GROUP, "t" + thread, "e" + thread)
                                    .admit("u" + thread, Role.OWNER))
                            .get(0));

            assertThat(outcomes).filteredOn(Outcome.Stored.class::isInstance).hasSize(1);
            assertThat(outcomes).filteredOn(Outcome.Stale.class::isInstance).hasSize(3);
            int maker = outcomes.indexOf(new Outcome.Stored(1, 1, 0, EntryBuilder.START));
            RoomState state = state(id).orElseThrow();
            assertThat(state.epoch()).isEqualTo("e" + maker);
            assertThat(state.members()).isEqualTo(1);
            assertThat(TestRoom.get(storage().store().member(id, "u" + maker))).isPresent();
        }
    }

    @Test
    default void oneOfManyThreadsDecidesOnAPolicyVersion() throws Exception {
        TestRoom room = group("room", "alice");
        RoomState state = room.state();

        List<Outcome> outcomes = Together.run(
                4, thread -> () -> room.append(EntryBuilder.in("room").on(state).admit("u" + thread, Role.MEMBER)));

        assertThat(outcomes).filteredOn(Outcome.Stored.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Outcome.Stale.class::isInstance).hasSize(3);
        assertThat(room.state().members()).isEqualTo(2);
        assertThat(room.state().policy()).isEqualTo(state.policy() + 1);
    }

    /** Batches name the same rooms in opposite orders: whoever holds one room while waiting for another stops here. */
    @Test
    default void batchesOverTheSameRoomsInAnyOrderDoNotStopEachOther() throws Exception {
        List<TestRoom> rooms = List.of(group("a", "alice"), group("b", "alice"), group("c", "alice"));
        int batches = 20;

        Together.run(4, thread -> () -> {
            for (int i = 0; i < batches; i++) {
                List<Entry> batch = new ArrayList<>();
                for (int r = 0; r < rooms.size(); r++) {
                    TestRoom room = rooms.get(thread % 2 == 0 ? r : rooms.size() - 1 - r);
                    batch.add(
                            room.entry().post("alice", thread + "." + i, "text").build());
                }
                assertThat(TestRoom.get(storage().log().append(batch))).allMatch(Outcome.Stored.class::isInstance);
            }
            return thread;
        });

        assertThat(rooms).extracting(room -> room.state().seq()).containsOnly(4L * batches);
    }

    @Test
    default void entryIsSeenWholeOrNotAtAll() throws Exception {
        TestRoom room = group("room", "alice");
        int perEntry = 25; // many events take a while to write: time to be caught at it
        AtomicBoolean done = new AtomicBoolean();
        Callable<Integer> writer = () -> {
            try {
                for (int i = 0; i < 300; i++) {
                    EntryBuilder entry =
                            room.entry().post("alice", "c" + i, "text").admit("u" + i, Role.MEMBER);
                    for (int e = 2; e < perEntry; e++) entry.event(new EventBody.Left("x"));
                    room.stored(entry);
                }
                return 0;
            } finally {
                done.set(true);
            }
        };
        Callable<Integer> stateReader = () -> {
            while (!done.get()) {
                RoomState state = room.state();
                assertThat(state.rev()).as("head of the room").isEqualTo(1 + perEntry * state.seq());
                assertThat(state.members()).as("members").isEqualTo(1 + state.seq());
                MessageSlice history = room.history(Side.LATEST, 0, 1);
                assertThat(history.rev()).as("rev of a page of history").isEqualTo(1 + perEntry * lastSeq(history));
            }
            return 0;
        };
        Callable<Integer> eventReader = () -> {
            long from = 1;
            while (!done.get()) {
                EventSlice slice = room.slice(from, TestRoom.ALL, TestRoom.ALL);
                assertThat(slice.head() % perEntry).as("head of the events").isEqualTo(1);
                assertThat(slice.events()).as("events up to the head").hasSize((int) (slice.head() - from));
                from = slice.head();
            }
            return 0;
        };

        Together.run(3, List.of(writer, stateReader, eventReader)::get);

        assertThat(room.state().seq()).isEqualTo(300);
    }

    @Test
    default void readThatBeginsAfterTheAnswerSeesTheEntry() throws Exception {
        TestRoom room = group("room", "alice");
        RoomState state = room.state();
        IntFunction<Callable<Integer>> writers = thread -> () -> {
            for (int i = 0; i < 25; i++) {
                String cid = thread + "." + i;
                Outcome.Stored stored =
                        room.stored(EntryBuilder.in("room").on(state).post("alice", cid, cid));

                assertThat(room.find("alice", cid)).map(Message::seq).contains(stored.seq());
                assertThat(room.message(stored.seq()).cid()).isEqualTo(cid);
                assertThat(room.slice(stored.lastRev() - 1, 1, TestRoom.ALL).events())
                        .extracting(Event::rev)
                        .containsExactly(stored.lastRev());
                assertThat(room.history(Side.AFTER, stored.seq() - 1, 1).messages())
                        .extracting(Message::cid)
                        .containsExactly(cid);
                assertThat(room.state().rev()).isGreaterThanOrEqualTo(stored.lastRev());
                assertThat(room.member("alice").read()).isGreaterThanOrEqualTo(stored.seq());
                assertThat(room.seat("alice").room().seq()).isGreaterThanOrEqualTo(stored.seq());
            }
            return thread;
        };

        Together.run(4, writers);

        assertThat(room.state().seq()).isEqualTo(100);
    }

    private static long lastSeq(MessageSlice history) {
        return history.messages().isEmpty() ? 0 : history.messages().get(0).seq();
    }

    private static List<Long> upTo(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }
}
