package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Event;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore.Seat;
import io.imbed.spi.RoomStore.SeatOrder;
import io.imbed.spi.Upkeep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random batches are answered, and leave the rooms, as {@link ModelRoom} says. */
interface ModelCase extends StorageCase {
    @Test
    default void randomBatchesDoWhatThePlainModelDoes() {
        Map<String, ModelRoom> rooms = new TreeMap<>();
        Random random = new Random(20_261_122);
        RandomEntries entries = new RandomEntries(random, rooms);
        Set<Class<?>> kinds = new HashSet<>();
        for (int step = 0; step < 400; step++) {
            List<Entry> batch = IntStream.rangeClosed(0, random.nextInt(5))
                    .mapToObj(i -> entries.next())
                    .toList();
            List<Outcome> expected = new ArrayList<>();
            Set<String> stale = new HashSet<>();
            for (Entry entry : batch) {
                String id = entry.room();
                ModelRoom room = rooms.getOrDefault(id, new ModelRoom());
                boolean never = entry.guard() instanceof Guard.Never;
                ModelRoom after = room.apply(stale.contains(id) ? entry.under(new Guard.Never()) : entry, expected);
                if (after.row == null) rooms.remove(id);
                else rooms.put(id, after);
                if (!never && expected.get(expected.size() - 1) instanceof Outcome.Stale) stale.add(id);
            }

            List<Outcome> outcomes = TestRoom.get(storage().log().append(batch));

            String what = "step " + step;
            assertThat(plain(outcomes)).as(what).isEqualTo(plain(expected));
            compare(rooms, random, what);
            outcomes.forEach(outcome -> kinds.add(outcome.getClass()));
        }

        // Entries by chance show something only if they take every path.
        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        Outcome.Stored.class,
                        Outcome.Duplicate.class,
                        Outcome.Conflict.class,
                        Outcome.Stale.class,
                        Outcome.Failed.class);
    }

    private void compare(Map<String, ModelRoom> rooms, Random random, String what) {
        for (String id : RandomEntries.ROOMS) {
            Optional<RoomState> state = state(id);
            ModelRoom room = rooms.get(id);
            if (room == null) {
                assertThat(state).as(what).isEmpty();
                continue;
            }
            assertThat(state).as(what).contains(room.state());
            assertThat(TestRoom.get(storage().store().members(id, null, 100)))
                    .as(what)
                    .isEqualTo(List.copyOf(room.members.values()));
            for (String user : RandomEntries.USERS) {
                assertThat(TestRoom.get(storage().store().senior(id, user)))
                        .as(what)
                        .isEqualTo(room.senior(user));
                assertThat(TestRoom.get(storage().store().restraints(id, user)))
                        .as(what)
                        .isEqualTo(room.restraints(user));
            }
            long seq = random.nextInt(room.messages.size() + 1);
            assertThat(TestRoom.get(storage().store().readers(id, seq, "u", null, 100)))
                    .as(what)
                    .isEqualTo(room.members.values().stream()
                            .filter(member -> member.read() >= seq && member.joinedSeq() < seq)
                            .filter(member -> !member.preferences().privateReading())
                            .filter(member -> !member.user().equals("u"))
                            .toList());
            Instant now = EntryBuilder.START.plusSeconds(random.nextInt(100));
            assertThat(TestRoom.get(storage().store().bans(id, now, null, 100)))
                    .as(what)
                    .isEqualTo(room.bans(now));
            compareLog(TestRoom.of(storage(), id, room.epoch), room, random, what);
        }
        compareUpkeep(rooms, random, what);
        assertThat(roomsOf(RoomKind.GROUP)).as(what).isEqualTo(expectedOf(rooms, RoomKind.GROUP));
        assertThat(roomsOf(RoomKind.CHANNEL)).as(what).isEqualTo(expectedOf(rooms, RoomKind.CHANNEL));
        for (String user : RandomEntries.USERS) {
            List<Seat> seats = ModelRoom.seated(rooms, user).stream()
                    .map(room -> seat(room, user))
                    .toList();
            assertThat(TestRoom.get(storage().store().seats(user, SeatOrder.LATEST_FIRST, null, 100)))
                    .as(what)
                    .isEqualTo(seats);
            assertThat(TestRoom.get(storage().store().seats(user, SeatOrder.BY_ROOM, null, 100)))
                    .as(what)
                    .isEqualTo(seats.stream()
                            .sorted(Comparator.comparing(
                                    seat -> seat.room().row().id()))
                            .toList());
        }
    }

    private void compareLog(TestRoom stored, ModelRoom room, Random random, String what) {
        int rev = random.nextInt(room.raw.size() + 1);
        int limit = random.nextInt(1, 20);
        List<Event> events = room.events();
        boolean gap = rev < room.lostRev;
        assertThat(stored.slice(rev, limit, TestRoom.ALL).gap()).as(what).isEqualTo(gap);
        assertThat(stored.slice(rev, limit, TestRoom.ALL).events())
                .as(what)
                .isEqualTo(gap ? List.of() : events.subList(rev, Math.min(events.size(), rev + limit)));

        int seq = random.nextInt(room.messages.size() + 2);
        List<Message> later =
                room.kept().stream().filter(message -> message.seq() > seq).toList();
        assertThat(stored.history(Side.AFTER, seq, limit).messages())
                .as(what)
                .isEqualTo(later.subList(0, Math.min(limit, later.size())));
        assertThat(stored.history(Side.AFTER, seq, limit).more()).as(what).isEqualTo(later.size() > limit);

        List<Message> earlier =
                room.kept().stream().filter(message -> message.seq() < seq).toList();
        assertThat(stored.history(Side.BEFORE, seq, limit).messages())
                .as(what)
                .isEqualTo(earlier.subList(Math.max(0, earlier.size() - limit), earlier.size()));
        assertThat(stored.history(Side.BEFORE, seq, limit).more()).as(what).isEqualTo(earlier.size() > limit);

        String user = RandomEntries.USERS.get(random.nextInt(RandomEntries.USERS.size()));
        assertThat(TestRoom.get(storage().log().reactions(stored.id(), seq, user)))
                .as(what)
                .isEqualTo(room.reactions(seq, user));
        assertThat(TestRoom.get(storage().log().pinned(stored.id())))
                .as(what)
                .isEqualTo(room.kept().stream().filter(Message::pinned).toList());
        String cid = "c" + random.nextInt(60);
        int found = room.find(user, cid);
        assertThat(stored.find(user, cid))
                .as(what)
                .isEqualTo(found < 0 ? Optional.empty() : Optional.of(room.messages.get(found)));
    }

    private void compareUpkeep(Map<String, ModelRoom> rooms, Random random, String what) {
        assertThat(TestRoom.get(storage().upkeep().extents(null, 100)))
                .as(what)
                .isEqualTo(rooms.values().stream().map(ModelRoom::extent).toList());
        String user = RandomEntries.USERS.get(random.nextInt(RandomEntries.USERS.size()));
        List<String> traces = new ArrayList<>();
        rooms.forEach((id, room) -> {
            List<Upkeep.Sent> sent = room.kept().stream()
                    .filter(message -> message.sender().equals(user) && !message.isErased())
                    .map(message -> new Upkeep.Sent(message.seq(), message.cid()))
                    .sorted(Comparator.comparing(Upkeep.Sent::cid))
                    .toList();
            List<Long> reacted = room.kept().stream()
                    .map(Message::seq)
                    .filter(seq -> !room.reactions(seq, user).isEmpty())
                    .toList();
            assertThat(TestRoom.get(storage().upkeep().sent(id, user, null, 1_000)))
                    .as(what)
                    .isEqualTo(sent);
            assertThat(TestRoom.get(storage().upkeep().reacted(id, user, 0, 1_000)))
                    .as(what)
                    .isEqualTo(reacted);
            boolean named = room.isNamed(user);
            assertThat(TestRoom.get(storage().upkeep().isNamed(id, user)))
                    .as(what)
                    .isEqualTo(named);
            boolean left = room.members.containsKey(user) || !sent.isEmpty() || !reacted.isEmpty() || named;
            if (left) traces.add(id);
        });
        assertThat(TestRoom.get(storage().upkeep().traces(user, null, 1_000)))
                .as(what)
                .isEqualTo(new Upkeep.Traces(traces, null));
    }

    private List<RoomState> roomsOf(RoomKind kind) {
        return TestRoom.get(storage().store().rooms(kind, null, 100));
    }

    private static List<RoomState> expectedOf(Map<String, ModelRoom> rooms, RoomKind kind) {
        return rooms.values().stream()
                .map(ModelRoom::state)
                .filter(state -> state.row().kind() == kind)
                .toList();
    }

    private static Seat seat(ModelRoom room, String user) {
        MemberRow member = room.members.get(user);
        if (member == null) throw new IllegalArgumentException(user);
        return new Seat(room.state(), member, room.mentions(member));
    }

    /** Why an entry failed is for people. */
    private static List<Outcome> plain(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome instanceof Outcome.Failed ? new Outcome.Failed("") : outcome)
                .toList();
    }
}
