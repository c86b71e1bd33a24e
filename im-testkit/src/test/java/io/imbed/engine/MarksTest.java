package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.spi.Storage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Read and delivered marks, unread counts, typing. */
class MarksTest {
    private Chat chat = Chat.open(storage(), builder -> builder.limits(Chat.unhurried()));

    Storage storage() {
        return MemoryStorage.create();
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private void hostSends(int count) {
        for (int i = 0; i < count; i++) chat.done(chat.server.rooms().send("r", Draft.text("x")));
    }

    private static long field(Peer peer, String name) {
        return peer.ok("room.get", "\"room\":\"r\"")
                .getAsJsonObject("room")
                .get(name)
                .getAsLong();
    }

    @Test
    void unreadCountsWhatCameSinceJoiningAndIsNotRead() {
        chat.channel("r");
        hostSends(3);
        Peer alice = chat.signIn("alice");
        alice.ok("join", "\"room\":\"r\"");
        assertThat(field(alice, "unread")).isZero();
        assertThat(field(alice, "joinedSeq")).isEqualTo(3);

        hostSends(4);
        assertThat(field(alice, "unread")).isEqualTo(4);
        alice.ok("mark", "\"room\":\"r\",\"read\":5");
        assertThat(field(alice, "unread")).isEqualTo(2);
        assertThat(field(alice, "read")).isEqualTo(5);
    }

    @Test
    void ownSendsCountAsRead() {
        Peer alice = chat.channel("r", "alice")[0];
        hostSends(2);

        alice.sendText("r", "c1", "mine");

        assertThat(field(alice, "unread")).isZero();
    }

    @Test
    void mentionsAreCountedApart() {
        Peer alice = chat.channel("r", "alice")[0];
        chat.done(chat.server.rooms().send("r", Draft.text("x").withMentions(List.of("alice"))));
        hostSends(2);

        assertThat(field(alice, "mentions")).isEqualTo(1);
        alice.ok("mark", "\"room\":\"r\",\"read\":1");
        assertThat(field(alice, "mentions")).isZero();
        assertThat(field(alice, "unread")).isEqualTo(2);
    }

    @Test
    void marksOnlyMoveForwardAndNotBeyondTheLastMessage() {
        Peer alice = chat.channel("r", "alice")[0];
        hostSends(5);

        alice.ok("mark", "\"room\":\"r\",\"read\":4");
        alice.ok("mark", "\"room\":\"r\",\"read\":2");
        assertThat(field(alice, "read")).isEqualTo(4);
        alice.ok("mark", "\"room\":\"r\",\"read\":99");
        assertThat(field(alice, "read")).isEqualTo(5);
        hostSends(1);
        assertThat(field(alice, "unread")).isEqualTo(1);
    }

    @Test
    void othersAndOnesOtherDevicesSeeAMarkMove() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        Peer desk = chat.signIn("alice");
        hostSends(2);

        peers[0].ok("mark", "\"room\":\"r\",\"read\":2");

        for (Peer each : List.of(peers[1], desk)) {
            JsonObject signal = each.take("signal").get(0);
            assertThat(signal.get("type").getAsString()).isEqualTo("read");
            assertThat(signal.get("user").getAsString()).isEqualTo("alice");
            assertThat(signal.get("seq").getAsLong()).isEqualTo(2);
        }
        peers[0].ok("mark", "\"room\":\"r\",\"read\":1");
        assertThat(peers[1].take("signal")).isEmpty();
    }

    @Test
    void inALargeRoomOnlyOnesOwnDevicesSeeAMarkMove() {
        chat.close();
        Limits.Pages pages = Limits.defaults().pages();
        chat = Chat.open(
                storage(),
                builder -> builder.limits(Chat.unhurried()
                        .with(new Limits.Pages(
                                pages.items(), pages.bytes(), pages.catchUpEvents(), pages.roomsFollowed(), 1))));
        Peer[] peers = chat.channel("r", "alice", "bob");
        Peer desk = chat.signIn("alice");
        hostSends(1);

        peers[0].ok("mark", "\"room\":\"r\",\"read\":1");

        assertThat(peers[1].take("signal")).isEmpty();
        assertThat(desk.take("signal")).hasSize(1);
    }

    @Test
    void marksMakeNoEvent() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        hostSends(1);
        long rev = field(peers[0], "rev");

        peers[0].ok("mark", "\"room\":\"r\",\"read\":1,\"delivered\":1");

        assertThat(field(peers[0], "rev")).isEqualTo(rev);
    }

    @Test
    void typingIsSeenByOthersAndNotByOneself() {
        Peer[] peers = chat.channel("r", "alice", "bob");

        peers[0].ok("typing", "\"room\":\"r\",\"on\":true");

        JsonObject signal = peers[1].take("signal").get(0);
        assertThat(signal.get("type").getAsString()).isEqualTo("typing");
        assertThat(signal.get("user").getAsString()).isEqualTo("alice");
        assertThat(signal.get("on").getAsBoolean()).isTrue();
        assertThat(peers[0].take("signal")).isEmpty();
    }
}
