package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Draft;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.protocol.Role;
import io.imbed.spi.Storage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A room is deleted and made anew on one node while others follow it on another, over one storage. */
class AnotherLifeTest {
    private final Storage storage = MemoryStorage.create();
    private final TroubledStorage reads = new TroubledStorage(storage);
    private final Chat here = Chat.open(reads, builder -> builder.limits(Chat.unhurried()));
    private final Chat there = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private void makeAnewThere(NewRoom room) {
        there.channel(
                "before"); // Both nodes draw the same random numbers: without this the two lives were of one epoch.
        there.done(there.server.rooms().delete("r"));
        there.done(there.server.rooms().create(room));
    }

    @Test
    void followerWhoIsNoMemberOfTheNewLifeIsToldThatTheRoomIsGone() {
        Peer[] peers = here.channel("r", "alice", "bob");
        makeAnewThere(NewRoom.channel("r").members("alice"));

        peers[0].sendText("r", "c1", "for members alone");

        assertThat(peers[1].take("gone")).hasSize(1);
        assertThat(peers[1].takeAll()).isEmpty();
        assertThat(peers[0].take("reset")).hasSize(1);
        assertThat(Peer.texts(peers[0].takeEvents())).containsExactly("for members alone");
        assertThat(peers[1].refused("history", "\"room\":\"r\"")).isEqualTo("FORBIDDEN");
    }

    @Test
    void followerWhoIsAMemberOfTheNewLifeIsResetAndFollowsIt() {
        Peer[] peers = here.channel("r", "alice", "bob");
        makeAnewThere(NewRoom.group("r").members("alice", "bob"));

        peers[0].sendText("r", "c1", "one");
        peers[0].sendText("r", "c2", "two");

        for (Peer each : peers) {
            assertThat(each.take("gone")).isEmpty();
            assertThat(each.take("reset")).hasSize(1);
            assertThat(Peer.texts(each.takeEvents())).containsExactly("one", "two");
        }
    }

    @Test
    void whoBecomesAMemberOfTheNewLifeLaterGainsIt() {
        Peer[] peers = here.channel("r", "alice", "bob");
        makeAnewThere(NewRoom.group("r").members("alice"));
        peers[0].sendText("r", "c1", "one");
        peers[1].takeAll();

        here.done(here.server.rooms().invite("r", "bob", Role.MEMBER));
        peers[0].sendText("r", "c2", "two");

        assertThat(peers[1].take("room")).hasSize(1);
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("two");
    }

    @Test
    void pageOfALifeThatIsOverKeepsNoOtherRoomOfTheSessionWaiting() {
        for (String room : List.of("r", "other")) {
            there.channel(room);
            there.done(there.server.rooms().invite(room, "alice", Role.MEMBER));
            for (int i = 0; i < 10; i++) there.done(there.server.rooms().send(room, Draft.text(room + i)));
        }
        Peer alice = here.connect();
        reads.reads().hold(TroubledReads.Kind.EVENTS);
        alice.post("hello", "\"v\":1,\"token\":\"guest:alice\",\"rooms\":{\"r\":{" + cursor("r", 8) + "}}");
        here.env.runAll();

        makeAnewThere(NewRoom.channel("r").members("alice"));
        here.done(here.server.rooms().send("r", Draft.text("anew"))); // by which this node learns of it
        alice.post("join", "\"room\":\"other\"," + cursor("other", 9));
        here.env.runAll();
        reads.reads().release();

        assertThat(alice.take("reset")).hasSize(1);
        assertThat(Peer.texts(alice.takeEvents())).containsExactly("anew", "other8", "other9");
    }

    private String cursor(String room, long rev) {
        return "\"epoch\":\"" + reads.room(room).epoch() + "\",\"rev\":" + rev;
    }
}
