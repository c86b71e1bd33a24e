package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Content;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.spi.Change;
import io.imbed.spi.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was recalled can be read by no way, and the tombstone stays. */
interface RecallCase extends StorageCase {
    @Test
    default void recalledContentIsGoneFromEveryRead() {
        TestRoom room = group("room", "alice", "bob");
        room.stored(room.entry()
                .change(new Change.Post(
                        "alice",
                        "Alice",
                        "c1",
                        EntryBuilder.digestOf("secret"),
                        Content.text("secret"),
                        null,
                        List.of("bob"),
                        JsonText.parse("{\"secret\":1}"))));
        room.stored(room.entry().edit(room.message(1), "another secret", "bob"));

        Outcome.Stored recall = room.stored(room.entry().recall(room.message(1)));

        Message tombstone = room.message(1);
        assertThat(tombstone)
                .isEqualTo(new Message(
                        "room",
                        1,
                        recall.firstRev(),
                        "c1",
                        "alice",
                        "Alice",
                        EntryBuilder.START,
                        null,
                        null,
                        List.of(),
                        null,
                        null));
        assertThat(room.events(2))
                .extracting(Event::body)
                .containsExactly(new EventBody.Posted(tombstone), EventBody.Edited.bare(1), new EventBody.Recalled(1));
        for (Side side : Side.values()) {
            long seq = side == Side.BEFORE ? 2 : side == Side.AROUND ? 1 : 0;
            assertThat(room.history(side, seq, 10).messages()).as(side.name()).containsExactly(tombstone);
        }
        assertThat(room.find("alice", "c1")).contains(tombstone);
        assertThat(room.state().last()).isEqualTo(tombstone);
        assertThat(room.seat("bob").room().last()).isEqualTo(tombstone);
        assertThat(room.seat("bob").mentions()).isZero();
        assertThat(room.append(room.entry().post("alice", "c1", "secret")))
                .isEqualTo(new Outcome.Duplicate(tombstone, 3));
    }

    @Test
    default void tombstoneKeepsItsPlaceAmongTheMessages() {
        TestRoom room = group("room", "alice");
        room.posts(3);

        room.stored(room.entry().recall(room.message(2)));
        room.post("alice", "c4");

        List<Message> messages = room.history(Side.LATEST, 0, 10).messages();
        assertThat(messages).extracting(Message::seq).containsExactly(1L, 2L, 3L, 4L);
        assertThat(messages).extracting(Message::recalled).containsExactly(false, true, false, false);
        assertThat(room.state().seq()).isEqualTo(4);
    }

    @Test
    default void recallOfAnOlderMessageLeavesTheLastOne() {
        TestRoom room = group("room", "alice");
        room.posts(2);

        room.stored(room.entry().recall(room.message(1)));

        assertThat(room.state().last()).isEqualTo(room.message(2));
        assertThat(room.message(2).recalled()).isFalse();
    }
}
