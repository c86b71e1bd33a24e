package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Role;
import io.imbed.spi.EventSlice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events are read in order without a gap, or the read says that there is one. */
interface EventCase extends StorageCase {
    @Test
    default void everyKindOfEventIsReadAsItWasWritten() {
        TestRoom room = group("room", "alice", "bob", "carol");
        Instant later = EntryBuilder.START.plusMillis(77);
        room.post("alice", "c1");
        room.stored(room.entry().recall(room.message(1)));
        room.stored(room.entry().by("bob").dismiss("carol"));
        room.stored(room.entry().by(Event.SYSTEM).at(later).promote("bob", Role.ADMIN, "Bob"));
        room.stored(room.entry().event(new EventBody.Left("dave")));

        List<Event> events = room.events(0);

        assertThat(events)
                .extracting(Event::body)
                .containsExactly(
                        new EventBody.Joined("alice", "ALICE", Role.OWNER),
                        new EventBody.Joined("bob", "BOB", Role.MEMBER),
                        new EventBody.Joined("carol", "CAROL", Role.MEMBER),
                        new EventBody.Posted(room.message(1)),
                        new EventBody.Recalled(1),
                        new EventBody.Kicked("carol"),
                        new EventBody.RoleChanged("bob", Role.ADMIN),
                        new EventBody.Left("dave"));
        assertThat(events).extracting(Event::room).containsOnly("room");
        assertThat(events).extracting(Event::epoch).containsOnly(room.epoch());
        assertThat(events.get(5).by()).isEqualTo("bob");
        assertThat(events.get(6).by()).isEqualTo(Event.SYSTEM);
        assertThat(events.get(6).at()).isEqualTo(later);
        assertThat(events.get(7).at()).isEqualTo(later);
    }

    @Test
    default void eventsFollowTheCursor() {
        TestRoom room = group("room", "alice");
        room.posts(9);

        assertThat(room.events(0)).hasSize(10);
        assertThat(room.events(6)).extracting(Event::rev).containsExactly(7L, 8L, 9L, 10L);
        assertThat(room.events(9)).extracting(Event::rev).containsExactly(10L);
        assertThat(room.events(10)).isEmpty();
        assertThat(room.slice(6, 2, TestRoom.ALL).head()).isEqualTo(10);
    }

    @Test
    default void pageHoldsAtMostAsManyAsAskedFor() {
        TestRoom room = group("room", "alice");
        room.posts(9);

        assertThat(room.slice(0, 1, TestRoom.ALL).events())
                .extracting(Event::rev)
                .containsExactly(1L);
        assertThat(room.slice(4, 3, TestRoom.ALL).events())
                .extracting(Event::rev)
                .containsExactly(5L, 6L, 7L);
        assertThat(room.slice(4, 6, TestRoom.ALL).events()).hasSize(6);
        assertThat(room.slice(4, 7, TestRoom.ALL).events()).hasSize(6);
    }

    @Test
    default void pageEndsOnceItIsAboveItsBytesButHoldsOne() {
        TestRoom room = group("room", "alice");
        for (int i = 1; i <= 6; i++) room.stored(room.entry().post("alice", "c" + i, "x".repeat(10_000)));

        // Frames weigh a little more than their contents, so limits stand well away from multiples of these.
        assertThat(room.slice(1, 100, 1).events()).hasSize(1);
        assertThat(room.slice(1, 100, 5_000).events()).hasSize(1);
        assertThat(room.slice(1, 100, 15_000).events()).hasSize(2);
        assertThat(room.slice(1, 100, 35_000).events()).hasSize(4);
        assertThat(room.slice(1, 100, 90_000).events()).hasSize(6);
    }

    @Test
    default void bytesCountAsUtf8() {
        TestRoom room = group("room", "alice");
        for (int i = 1; i <= 4; i++) room.stored(room.entry().post("alice", "c" + i, "世".repeat(5_000)));

        assertThat(room.slice(1, 100, 20_000).events()).hasSize(2);
    }

    @Test
    default void pagesJoinWithoutGapOrRepeat() {
        TestRoom room = group("room", "alice");
        room.posts(40);
        List<Event> joined = new ArrayList<>();

        for (int page = 0; page < 6; page++)
            joined.addAll(room.slice(joined.size(), 7, TestRoom.ALL).events());

        assertThat(joined).isEqualTo(room.events(0));
    }

    @Test
    default void cursorThatIsNotGoodIsAGap() {
        TestRoom room = group("room", "alice");
        room.posts(3);

        assertThat(room.slice(5, 100, TestRoom.ALL)).isEqualTo(EventSlice.GAP);
        assertThat(events("room", new Cursor("other", 2))).isEqualTo(EventSlice.GAP);
        assertThat(events("room", new Cursor("other", 0))).isEqualTo(EventSlice.GAP);
        assertThat(events("ROOM", new Cursor(room.epoch(), 2))).isEqualTo(EventSlice.GAP);
        assertThat(events("unknown", new Cursor(room.epoch(), 0))).isEqualTo(EventSlice.GAP);
    }

    @Test
    default void contentsAreThoseOfTheMessageNow() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        room.stored(room.entry().edit(room.message(1), "second"));
        room.stored(room.entry().edit(room.message(1), "third", "bob"));

        List<Event> events = room.events(1);

        assertThat(events)
                .extracting(Event::body)
                .containsExactly(
                        new EventBody.Posted(room.message(1)),
                        new EventBody.Edited(1, Content.text("third"), List.of("bob")),
                        new EventBody.Edited(1, Content.text("third"), List.of("bob")));
        assertThat(room.message(1).rev()).isEqualTo(4);
    }

    @Test
    default void contentThatAnEntryGivesWithAnEventIsNotKept() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");

        room.stored(room.entry().event(new EventBody.Edited(1, Content.text("from nowhere"), List.of("mallory"))));

        assertThat(room.events(2)).extracting(Event::body).containsExactly(EventBody.Edited.of(1, room.message(1)));
    }

    private EventSlice events(String room, Cursor cursor) {
        return TestRoom.get(storage().log().events(room, cursor, 100, TestRoom.ALL));
    }
}
