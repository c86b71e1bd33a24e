package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Message;
import io.imbed.protocol.Reaction;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.spi.Outcome;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reactions and pins belong to a message, change its rev, and go with what it says. */
interface ReactionCase extends StorageCase {
    private Set<String> keys(TestRoom room, long seq, String user) {
        return TestRoom.get(storage().log().reactions(room.id(), seq, user));
    }

    private List<Message> pinned(TestRoom room) {
        return TestRoom.get(storage().log().pinned(room.id()));
    }

    private static Outcome.Stored react(TestRoom room, String user, String key, boolean on) {
        return room.stored(room.entry().by(user).react(room.message(1), user, key, on));
    }

    @Test
    default void reactionsAreCountedByKeyInTheirOrder() {
        TestRoom room = group("room", "alice", "bob");
        room.posts(1);

        react(room, "bob", "\uD83D\uDC4D", true);
        react(room, "alice", "ok", true);
        Outcome.Stored last = react(room, "alice", "\uD83D\uDC4D", true);

        Message message = room.message(1);
        assertThat(message.reactions())
                .containsExactly(
                        new Reaction("\uD83D\uDC4D", 2, List.of("bob", "alice")),
                        new Reaction("ok", 1, List.of("alice")));
        assertThat(message.rev()).isEqualTo(last.firstRev());
        assertThat(message.content()).isNotNull();
        assertThat(keys(room, 1, "alice")).containsExactlyInAnyOrder("ok", "\uD83D\uDC4D");
        assertThat(keys(room, 1, "bob")).containsExactly("\uD83D\uDC4D");
        assertThat(keys(room, 1, "eve")).isEmpty();
        assertThat(keys(room, 9, "bob")).isEmpty();
        assertThat(room.history(Side.LATEST, 0, 9).messages()).containsExactly(message);
        assertThat(room.state().last()).isEqualTo(message);
    }

    @Test
    default void reactionTakenBackIsGoneAndMayComeAgain() {
        TestRoom room = group("room", "alice", "bob");
        room.posts(1);
        react(room, "bob", "a", true);
        react(room, "alice", "a", true);
        react(room, "bob", "a", false);

        assertThat(room.message(1).reactions()).containsExactly(new Reaction("a", 1, List.of("alice")));
        react(room, "alice", "a", false);
        assertThat(room.message(1).reactions()).isEmpty();
        react(room, "bob", "a", true);
        assertThat(room.message(1).reactions()).containsExactly(new Reaction("a", 1, List.of("bob")));
    }

    @Test
    default void twentyUsersAreShownAndAllAreCounted() {
        TestRoom room = group("room", "alice");
        room.posts(1);
        for (int i = 0; i < 22; i++) react(room, "u" + i, "a", true);
        List<String> first = IntStream.range(0, 20).mapToObj(i -> "u" + i).toList();
        assertThat(room.message(1).reactions()).containsExactly(new Reaction("a", 22, first));

        react(room, "u0", "a", false);

        List<String> next = IntStream.range(1, 21).mapToObj(i -> "u" + i).toList();
        assertThat(room.message(1).reactions()).containsExactly(new Reaction("a", 21, next));
        assertThat(keys(room, 1, "u21")).containsExactly("a");
    }

    @Test
    default void whatIsSoAlreadyIsAContradictionAndOldGroundIsStale() {
        TestRoom room = group("room", "alice");
        room.posts(1);
        Message before = room.message(1);
        assertThat(room.append(room.entry().react(before, "alice", "a", false))).isInstanceOf(Outcome.Failed.class);
        assertThat(room.append(room.entry().pin(before, false))).isInstanceOf(Outcome.Failed.class);
        react(room, "alice", "a", true);

        assertThat(room.append(room.entry().react(before, "bob", "a", true))).isInstanceOf(Outcome.Stale.class);
        assertThat(room.append(room.entry().pin(before, true))).isInstanceOf(Outcome.Stale.class);
        assertThat(room.append(room.entry().react(room.message(1), "alice", "a", true)))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(room.message(1).reactions()).hasSize(1);
        assertThat(pinned(room)).isEmpty();
    }

    @Test
    default void editLeavesReactionsAndPinAndRecallTakesThem() {
        TestRoom room = group("room", "alice", "bob");
        room.posts(1);
        react(room, "bob", "a", true);
        room.stored(room.entry().pin(room.message(1), true));
        room.stored(room.entry().edit(room.message(1), "edited"));
        assertThat(room.message(1).reactions()).hasSize(1);
        assertThat(pinned(room)).containsExactly(room.message(1));

        room.stored(room.entry().recall(room.message(1)));

        assertThat(room.message(1).reactions()).isEmpty();
        assertThat(room.message(1).pinned()).isFalse();
        assertThat(keys(room, 1, "bob")).isEmpty();
        assertThat(pinned(room)).isEmpty();
        assertThat(room.append(room.entry().react(room.message(1), "bob", "a", true)))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(room.append(room.entry().pin(room.message(1), true))).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    default void pinnedMessagesAreFoundInTheirOrder() {
        TestRoom room = group("room", "alice");
        room.posts(4);
        long policy = room.state().policy();
        for (long seq : List.of(3L, 1L, 4L)) room.stored(room.entry().pin(room.message(seq), true));

        assertThat(pinned(room)).extracting(Message::seq).containsExactly(1L, 3L, 4L);
        assertThat(pinned(room)).allMatch(Message::pinned);
        assertThat(room.state().policy()).isEqualTo(policy + 3);

        room.stored(room.entry().pin(room.message(3), false));
        assertThat(pinned(room)).extracting(Message::seq).containsExactly(1L, 4L);
        assertThat(pinned(group("other", "alice"))).isEmpty();
    }
}
