package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Limits;
import io.imbed.protocol.Role;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many members of one room come at once, of whom this node has never heard. */
class StormTest {
    private static final int USERS = 4_500; // more than a lane keeps of one room

    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(
            storage,
            builder -> builder.limits(Chat.unhurried().with(new Limits.Connections(100_000, 20, 100_000, 8_192))));

    @AfterEach
    void close() {
        storage.reads().release();
        chat.close();
    }

    private void admitBehindTheBack(String room, int users) {
        RoomState state = storage.room(room);
        Instant now = chat.env.clock().instant();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            changes.add(new Change.Admit(MemberRow.joining(room, "user" + i, "user" + i, Role.MEMBER, now)));
        }
        Outcome outcome = storage.store(
                new Entry(room, new Guard.At(state.epoch(), state.policy()), now, "~system", changes, List.of()));
        assertThat(outcome).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void allOfThemFollowTheRoomOnceTheStorageAnswers() {
        Peer alice = chat.channel("r", "alice")[0];
        admitBehindTheBack("r", USERS);
        List<Peer> peers = new ArrayList<>();
        storage.reads().hold();
        for (int i = 0; i < USERS; i++) {
            Peer peer = chat.connect();
            peer.post("hello", "\"v\":1,\"token\":\"guest:user" + i + "\"");
            peers.add(peer);
        }
        chat.env.runAll();
        storage.reads().release(); // their rooms
        storage.reads().hold();
        chat.env.runAll();
        int asked = alice.postText("r", "c1", "hi");
        chat.env.runAll();

        storage.reads().release(); // their memberships
        chat.env.runAll();

        assertThat(alice.reply(asked).has("seq")).isTrue();
        alice.sendText("r", "c2", "all of you");
        for (Peer each : peers) assertThat(Peer.texts(each.takeEvents())).containsExactly("hi", "all of you");
    }
}
