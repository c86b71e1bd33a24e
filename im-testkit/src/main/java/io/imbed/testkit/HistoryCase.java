package io.imbed.testkit;

import static io.imbed.protocol.Request.Anchor.Side.AFTER;
import static io.imbed.protocol.Request.Anchor.Side.AROUND;
import static io.imbed.protocol.Request.Anchor.Side.BEFORE;
import static io.imbed.protocol.Request.Anchor.Side.LATEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.spi.MessageSlice;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Messages come ascending by seq, nearest to the anchor, and {@code more} is right at every boundary. */
interface HistoryCase extends StorageCase {
    @Test
    default void latestAreTheNewest() {
        TestRoom room = tenMessages();

        page(room, LATEST, 0, 3, true, 8, 9, 10);
        page(room, LATEST, 0, 9, true, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        page(room, LATEST, 0, 10, false, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        page(room, LATEST, 0, 11, false, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    default void beforeAreTheNearestBelowTheAnchor() {
        TestRoom room = tenMessages();

        page(room, BEFORE, 6, 3, true, 3, 4, 5);
        page(room, BEFORE, 4, 2, true, 2, 3);
        page(room, BEFORE, 4, 3, false, 1, 2, 3);
        page(room, BEFORE, 4, 4, false, 1, 2, 3);
        page(room, BEFORE, 2, 1, false, 1);
        page(room, BEFORE, 1, 5, false);
        page(room, BEFORE, 11, 2, true, 9, 10);
        page(room, BEFORE, 1_000, 2, true, 9, 10);
        page(room, BEFORE, Long.MAX_VALUE, 10, false, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    default void afterAreTheNearestAboveTheAnchor() {
        TestRoom room = tenMessages();

        page(room, AFTER, 5, 3, true, 6, 7, 8);
        page(room, AFTER, 7, 2, true, 8, 9);
        page(room, AFTER, 7, 3, false, 8, 9, 10);
        page(room, AFTER, 7, 4, false, 8, 9, 10);
        page(room, AFTER, 9, 1, false, 10);
        page(room, AFTER, 10, 5, false);
        page(room, AFTER, 1_000, 5, false);
        page(room, AFTER, Long.MAX_VALUE, 5, false);
        page(room, AFTER, 0, 2, true, 1, 2);
    }

    @Test
    default void aroundTakesHalfFromEachSideAndTheAnchorAmongTheLater() {
        TestRoom room = tenMessages();

        page(room, AROUND, 5, 4, true, 3, 4, 5, 6);
        page(room, AROUND, 5, 5, true, 3, 4, 5, 6, 7);
        page(room, AROUND, 5, 1, true, 5);
        page(room, AROUND, 5, 2, true, 4, 5);
        page(room, AROUND, 5, 8, false, 1, 2, 3, 4, 5, 6, 7, 8);
        page(room, AROUND, 5, 10, false, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        page(room, AROUND, 5, 100, false, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    default void aroundLeavesTheShareOfAShortSideUnused() {
        TestRoom room = tenMessages();

        page(room, AROUND, 1, 6, false, 1, 2, 3);
        page(room, AROUND, 2, 6, false, 1, 2, 3, 4);
        page(room, AROUND, 10, 6, true, 7, 8, 9, 10);
        page(room, AROUND, 11, 6, true, 8, 9, 10);
        page(room, AROUND, 1, 1, false, 1);
        page(room, AROUND, Long.MAX_VALUE, 4, true, 9, 10);
    }

    @Test
    default void pageEndsOnceItIsAboveItsBytesButHoldsTheNearest() {
        TestRoom room = group("room", "alice");
        for (int i = 1; i <= 9; i++) room.stored(room.entry().post("alice", "c" + i, "x".repeat(10_000)));

        assertThat(bytes(room, LATEST, 0, 1)).containsExactly(9L);
        assertThat(bytes(room, LATEST, 0, 25_000)).containsExactly(7L, 8L, 9L);
        assertThat(bytes(room, BEFORE, 6, 15_000)).containsExactly(4L, 5L);
        assertThat(bytes(room, AFTER, 2, 1)).containsExactly(3L);
        assertThat(bytes(room, AFTER, 2, 25_000)).containsExactly(3L, 4L, 5L);
        assertThat(bytes(room, AFTER, 2, 200_000)).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(bytes(room, AROUND, 5, 1)).containsExactly(5L);
        assertThat(bytes(room, AROUND, 5, 25_000)).containsExactly(4L, 5L, 6L);
    }

    @Test
    default void moreIsRightWhereBytesCutThePage() {
        TestRoom room = group("room", "alice");
        for (int i = 1; i <= 3; i++) room.stored(room.entry().post("alice", "c" + i, "x".repeat(10_000)));

        assertThat(slice(room, LATEST, 0, 15_000).more()).isTrue();
        assertThat(slice(room, LATEST, 0, 25_000).more()).isFalse();
        assertThat(slice(room, AFTER, 0, 15_000).more()).isTrue();
        assertThat(slice(room, AFTER, 0, 25_000).more()).isFalse();
    }

    @Test
    default void pageSaysAsOfWhichRevItIsTrue() {
        TestRoom room = tenMessages();
        room.stored(room.entry().edit(room.message(3), "edited"));

        MessageSlice slice = room.history(BEFORE, 5, 2);

        assertThat(slice.rev()).isEqualTo(room.state().rev()).isEqualTo(12);
        assertThat(slice.messages()).containsExactly(room.message(3), room.message(4));
        assertThat(slice.messages().get(0).rev()).isEqualTo(12);
    }

    @Test
    default void historyOfAnEmptyOrUnknownRoomIsEmpty() {
        TestRoom room = group("room", "alice");

        for (Side side : Side.values()) {
            long seq = side == LATEST ? 0 : 1;
            assertThat(room.history(side, seq, 10)).as(side.name()).isEqualTo(new MessageSlice(List.of(), false, 1));
            assertThat(TestRoom.get(storage().log().history("unknown", new Anchor(side, seq), 10, 100)))
                    .as(side.name())
                    .isEqualTo(new MessageSlice(List.of(), false, 0));
        }
    }

    @Test
    default void messageIsFoundBySeqAlone() {
        TestRoom room = tenMessages();
        TestRoom other = group("other", "alice");

        assertThat(room.message(1).cid()).isEqualTo("m1");
        assertThat(room.message(10).cid()).isEqualTo("m10");
        assertThat(TestRoom.get(storage().log().message("room", 0))).isEmpty();
        assertThat(TestRoom.get(storage().log().message("room", 11))).isEmpty();
        assertThat(TestRoom.get(storage().log().message("room", -1))).isEmpty();
        assertThat(TestRoom.get(storage().log().message("room", Long.MAX_VALUE)))
                .isEmpty();
        assertThat(TestRoom.get(storage().log().message(other.id(), 1))).isEmpty();
        assertThat(TestRoom.get(storage().log().message("unknown", 1))).isEmpty();
    }

    private TestRoom tenMessages() {
        TestRoom room = group("room", "alice");
        room.posts(10);
        return room;
    }

    private static void page(TestRoom room, Side side, long seq, int limit, boolean more, long... seqs) {
        MessageSlice slice = room.history(side, seq, limit);
        String what = side + " " + seq + ", at most " + limit;
        assertThat(seqs(slice))
                .as(what)
                .containsExactlyElementsOf(LongStream.of(seqs).boxed().toList());
        assertThat(slice.more()).as(what + ": more").isEqualTo(more);
    }

    private static List<Long> bytes(TestRoom room, Side side, long seq, int maxBytes) {
        return seqs(slice(room, side, seq, maxBytes));
    }

    private static MessageSlice slice(TestRoom room, Side side, long seq, int maxBytes) {
        return room.history(new Anchor(side, seq), 100, maxBytes);
    }

    private static List<Long> seqs(MessageSlice slice) {
        return slice.messages().stream().map(Message::seq).toList();
    }
}
