package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Imported;
import io.imbed.ImportedMember;
import io.imbed.ImportedMessage;
import io.imbed.NewRoom;
import io.imbed.protocol.Content;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomView;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A room of another chat moves in, with its senders and times, once. */
class ImportTest extends MovingIn {
    @Test
    void wholeRoomIsHereAsItWasThere() {
        RoomView view = chat.done(imports.room(NewRoom.group("g1").title("Team").owner("alice"), FOUNDED));
        Imported imported = chat.done(imports.messages(
                "g1",
                List.of(
                        message(1),
                        ImportedMessage.of("a2", "gone", "Gone", at(2), Content.text("hi"))
                                .withReplyTo(1)
                                .withMentions(List.of("bob"))
                                .withMeta(new JsonText("{\"from\":\"there\"}"))
                                .withEditedAt(at(9)),
                        ImportedMessage.recalled("a3", "alice", "Alice", at(3)),
                        message(4))));
        chat.done(imports.members(
                "g1",
                List.of(
                        ImportedMember.of("alice", "Alice", Role.OWNER, FOUNDED).withRead(4),
                        ImportedMember.of("bob", "Bob", Role.MEMBER, at(1))
                                .withRead(1)
                                .withDelivered(3),
                        ImportedMember.of("carol", "Carol", Role.ADMIN, at(3))
                                .withJoinedSeq(3)
                                .withMutedUntil(Instant.parse("2099-01-01T00:00:00Z")))));

        assertThat(view.title()).isEqualTo("Team");
        assertThat(storage.room("g1").row().createdAt()).isEqualTo(FOUNDED);
        assertThat(storage.room("g1").row().createdBy()).isEqualTo("alice");
        assertThat(imported).isEqualTo(new Imported(List.of(1L, 2L, 3L, 4L), 4));
        List<Message> history = history("g1");
        assertThat(history.get(1))
                .isEqualTo(new Message(
                        "g1",
                        2,
                        2,
                        "a2",
                        "gone",
                        "Gone",
                        at(2),
                        Content.text("hi"),
                        1L,
                        List.of("bob"),
                        new JsonText("{\"from\":\"there\"}"),
                        at(9)));
        assertThat(history.get(2).recalled()).isTrue();
        assertThat(history).extracting(Message::at).containsExactly(at(1), at(2), at(3), at(4));
        assertThat(member("g1", "bob")).isEqualTo(new MemberRow("g1", "bob", "Bob", Role.MEMBER, at(1), 0, 1, 3, null));
        assertThat(member("g1", "carol").joinedAt()).isEqualTo(at(3));
        assertThat(told).isEmpty();
    }

    @Test
    void unreadCountsAreRightFromTheBeginning() {
        founded("g1");
        chat.done(imports.messages("g1", messages(1, 9)));
        chat.done(imports.messages(
                "g1",
                List.of(message(10).withMentions(List.of("bob")), message(11).withMentions(List.of("bob")))));
        chat.done(imports.members(
                "g1",
                List.of(
                        ImportedMember.of("bob", "Bob", Role.MEMBER, at(0)).withRead(10),
                        ImportedMember.of("carol", "Carol", Role.MEMBER, at(0)).withJoinedSeq(8))));

        JsonObject bob = room(chat.connect(), "bob");
        JsonObject carol = room(chat.connect(), "carol");

        assertThat(bob.get("unread").getAsLong()).isEqualTo(1);
        assertThat(bob.get("mentions").getAsLong()).isEqualTo(1);
        assertThat(bob.get("read").getAsLong()).isEqualTo(10);
        assertThat(carol.get("unread").getAsLong()).isEqualTo(3);
        assertThat(carol.get("joinedSeq").getAsLong()).isEqualTo(8);
    }

    private static JsonObject room(Peer peer, String user) {
        JsonObject welcome = peer.ok("hello", "\"v\":1,\"token\":\"guest:" + user + "\"");
        return welcome.getAsJsonArray("rooms").get(0).getAsJsonObject();
    }

    @Test
    void repeatedImportStoresNothingTwice() {
        founded("g1");
        List<ImportedMember> members =
                List.of(ImportedMember.of("bob", "Bob", Role.MEMBER, at(1)).withRead(2));
        chat.done(imports.messages("g1", messages(1, 5)));
        chat.done(imports.members("g1", members));
        RoomState before = storage.room("g1");

        founded("g1");
        Imported again = chat.done(imports.messages("g1", messages(1, 5)));
        chat.done(imports.members("g1", members));

        assertThat(again).isEqualTo(new Imported(List.of(1L, 2L, 3L, 4L, 5L), 0));
        assertThat(storage.room("g1")).isEqualTo(before);
    }

    @Test
    void importThatEndedHalfwayGoesOnWhereItEnded() {
        founded("g1");
        chat.done(imports.messages("g1", messages(1, 300)));

        Imported all = chat.done(imports.messages("g1", messages(1, 700)));

        assertThat(all.stored()).isEqualTo(400);
        assertThat(all.seqs())
                .isEqualTo(IntStream.rangeClosed(1, 700).mapToObj(i -> (long) i).toList());
        assertThat(storage.room("g1").seq()).isEqualTo(700);
    }

    @Test
    void messagesOfOneTimeKeepTheirOrderOverAnInterruption() {
        founded("g1");
        List<ImportedMessage> all = IntStream.rangeClosed(1, 6)
                .mapToObj(i -> ImportedMessage.text("m" + i, "alice", "Alice", at(1), "text " + i))
                .toList();
        chat.done(imports.messages("g1", all.subList(0, 3)));

        Imported imported = chat.done(imports.messages("g1", all));

        assertThat(imported).isEqualTo(new Imported(List.of(1L, 2L, 3L, 4L, 5L, 6L), 3));
        assertThat(history("g1")).extracting(Message::cid).containsExactly("m1", "m2", "m3", "m4", "m5", "m6");
    }

    @Test
    void repeatLeavesWhatHasBecomeOfAMessageSince() {
        founded("g1");
        chat.done(imports.messages("g1", messages(1, 2)));
        chat.done(chat.server.rooms().recall("g1", 1));

        Imported again = chat.done(imports.messages("g1", messages(1, 2)));

        assertThat(again.stored()).isZero();
        assertThat(history("g1").get(0).recalled()).isTrue();
    }

    @Test
    void roomInUseIsAddedToAndItsFollowersSeeIt() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        chat.pass(Duration.ofHours(1));
        Instant then = chat.env.clock().instant().minusSeconds(60);

        chat.done(imports.messages("r", List.of(ImportedMessage.text("m1", "alice", "Alice", then, "from there"))));

        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("from there");
        assertThat(member("r", "alice").read()).isZero(); // though it is its own
        peers[0].sendText("r", "c1", "hi");
        assertThat(member("r", "alice").read()).isEqualTo(2);
    }

    @Test
    void newMembersSessionsGainTheRoomWithItsHistory() {
        founded("g1");
        chat.done(imports.messages("g1", messages(1, 3)));
        Peer bob = chat.signIn("bob");

        chat.done(imports.members(
                "g1",
                List.of(ImportedMember.of("bob", "Bob", Role.MEMBER, at(1)).withRead(1))));

        JsonObject gained = bob.take("room").get(0).getAsJsonObject("room");
        assertThat(gained.get("unread").getAsLong()).isEqualTo(2);
        assertThat(gained.get("read").getAsLong()).isEqualTo(1);
    }

    @Test
    void directRoomHasTheIdOfThePairAndItsTwoUsersAlone() {
        String id =
                chat.done(imports.room(NewRoom.direct("alice", "bob"), FOUNDED)).id();
        ImportedMember bob = ImportedMember.of("bob", "Bob", Role.MEMBER, FOUNDED);

        chat.done(imports.members(id, List.of(bob)));

        assertThat(chat.done(imports.room(NewRoom.direct("bob", "alice"), at(1)))
                        .id())
                .isEqualTo(id);
        assertThat(refusal(imports.members(id, List.of(ImportedMember.of("eve", "Eve", Role.MEMBER, FOUNDED)))))
                .startsWith("FORBIDDEN ");
        assertThat(refusal(imports.members(id, List.of(ImportedMember.of("alice", "A", Role.OWNER, FOUNDED)))))
                .startsWith("FORBIDDEN ");
    }

    @Test
    void messageThatTheStorageDoesNotTakeKeepsTheOnesBehindItOut() {
        founded("g1");
        storage.outcomeOnce("text 3", entry -> new Outcome.Refused("full"));

        assertThat(refusal(imports.messages("g1", messages(1, 6)))).startsWith("UNAVAILABLE ");
        assertThat(history("g1")).extracting(Message::cid).containsExactly("m1", "m2");

        assertThat(chat.done(imports.messages("g1", messages(1, 6))).stored()).isEqualTo(4);
        assertThat(history("g1")).extracting(Message::cid).containsExactly("m1", "m2", "m3", "m4", "m5", "m6");
    }

    @Test
    void appendWhoseOutcomeIsUnknownIsSettledInOrder() {
        founded("g1");
        storage.outcomeOnce("text 3", entry -> new Outcome.Unknown());

        var stage = imports.messages("g1", messages(1, 6));
        chat.pass(Duration.ofSeconds(1));

        assertThat(chat.done(stage).stored()).isEqualTo(6);
        assertThat(history("g1")).extracting(Message::cid).containsExactly("m1", "m2", "m3", "m4", "m5", "m6");
    }
}
