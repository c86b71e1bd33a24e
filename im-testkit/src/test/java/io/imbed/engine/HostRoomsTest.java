package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.NewRoom;
import io.imbed.Rooms;
import io.imbed.SendOptions;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.ImException;
import io.imbed.protocol.MemberView;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.SettingsPatch;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the host does with rooms by itself. */
class HostRoomsTest {
    private final Chat chat = Chat.open(builder -> builder.limits(Chat.unhurried()));
    private final Rooms rooms = chat.server.rooms();

    @AfterEach
    void close() {
        chat.close();
    }

    private void assertRefused(CompletionStage<?> stage, ErrorCode code) {
        assertThatThrownBy(() -> chat.done(stage))
                .cause()
                .isInstanceOfSatisfying(
                        ImException.class, thrown -> assertThat(thrown.code()).isEqualTo(code));
    }

    private List<String> members(String room) {
        return chat.done(rooms.members(room, null, 100)).stream()
                .map(member -> member.user() + " " + member.role())
                .toList();
    }

    @Test
    void makingTheSameRoomAgainFindsIt() {
        NewRoom news = NewRoom.channel("news").title("News").owner("alice").members("bob");

        CompletionStage<RoomView> first = rooms.create(news);
        CompletionStage<RoomView> second = rooms.create(news);

        assertThat(chat.done(first)).isEqualTo(new RoomView("news", RoomKind.CHANNEL, "News", 2, null));
        assertThat(chat.done(second)).isEqualTo(chat.done(first));
        assertThat(chat.done(rooms.create(news))).isEqualTo(chat.done(first));
        assertThat(members("news")).containsExactly("alice OWNER", "bob MEMBER");
    }

    @Test
    void anotherRoomUnderTheSameIdIsAConflict() {
        chat.done(rooms.create(NewRoom.channel("news").title("News")));

        assertRefused(rooms.create(NewRoom.channel("news").title("Other")), ErrorCode.CONFLICT);
        assertRefused(rooms.create(NewRoom.group("news").title("News")), ErrorCode.CONFLICT);
        assertRefused(rooms.create(NewRoom.channel("news").title("News").owner("bob")), ErrorCode.CONFLICT);
    }

    @Test
    void directRoomIsOneWhoeverOpensIt() {
        RoomView first = chat.done(rooms.create(NewRoom.direct("alice", "bob")));
        RoomView second = chat.done(rooms.create(NewRoom.direct("bob", "alice")));

        assertThat(second).isEqualTo(first);
        assertThat(members(first.id())).containsExactly("alice MEMBER", "bob MEMBER");
    }

    @Test
    void roomWithoutAnIdGetsOneOfItsOwn() {
        RoomView one =
                chat.done(rooms.create(new NewRoom(RoomKind.GROUP, null, null, null, List.of(), SettingsPatch.NONE)));
        RoomView two =
                chat.done(rooms.create(new NewRoom(RoomKind.GROUP, null, null, null, List.of(), SettingsPatch.NONE)));

        assertThat(one.id()).startsWith("g.").isNotEqualTo(two.id());
    }

    @Test
    void findShowsARoomAsAnOutsiderSeesItOrNothing() {
        chat.done(rooms.create(NewRoom.group("g1").title("Lunch").owner("alice")));

        assertThat(chat.done(rooms.find("g1"))).contains(new RoomView("g1", RoomKind.GROUP, "Lunch", 1, null));
        assertThat(chat.done(rooms.find("nowhere"))).isEmpty();
    }

    @Test
    void invitedUserIsAMemberAtOnceAndOnlyOnce() {
        chat.done(rooms.create(NewRoom.group("g1").owner("alice")));
        Peer bob = chat.signIn("bob");

        chat.done(rooms.invite("g1", "bob", Role.ADMIN));
        chat.done(rooms.invite("g1", "bob", Role.MEMBER));

        assertThat(members("g1")).containsExactly("alice OWNER", "bob ADMIN");
        assertThat(bob.take("room")).hasSize(1);
        assertThat(bob.takeEvents()).isEmpty(); // follows from its own joining on
    }

    @Test
    void kickEndsAMembershipOrDoesNothing() {
        Peer[] peers = chat.channel("r", "alice", "bob");

        chat.done(rooms.kick("r", "bob"));
        chat.done(rooms.kick("r", "bob"));
        chat.done(rooms.kick("r", "stranger"));

        assertThat(members("r")).containsExactly("alice MEMBER");
        assertThat(peers[0].takeEvents()).hasSize(1);
        assertThat(peers[1].take("gone")).hasSize(1);
    }

    @Test
    void roleIsGivenToMembersAlone() {
        Peer alice = chat.channel("r", "alice")[0];

        chat.done(rooms.role("r", "alice", Role.ADMIN));
        chat.done(rooms.role("r", "alice", Role.ADMIN));

        assertThat(members("r")).containsExactly("alice ADMIN");
        JsonObject event = alice.takeEvents().get(0);
        assertThat(event.get("type").getAsString()).isEqualTo("role");
        assertThat(alice.takeEvents()).isEmpty();
        assertRefused(rooms.role("r", "stranger", Role.ADMIN), ErrorCode.NOT_FOUND);
    }

    @Test
    void directRoomKeepsItsTwoUsers() {
        String room = chat.done(rooms.create(NewRoom.direct("alice", "bob"))).id();

        assertRefused(rooms.invite(room, "carol", Role.MEMBER), ErrorCode.FORBIDDEN);
        assertRefused(rooms.kick(room, "bob"), ErrorCode.FORBIDDEN);
    }

    @Test
    void membersComeInPagesById() {
        chat.done(rooms.create(NewRoom.group("g1").members("carol", "alice", "bob")));

        List<MemberView> page = chat.done(rooms.members("g1", null, 2));

        assertThat(page).extracting(MemberView::user).containsExactly("alice", "bob");
        assertThat(chat.done(rooms.members("g1", "bob", 2)))
                .extracting(MemberView::user)
                .containsExactly("carol");
        assertThat(chat.done(rooms.members("g1", "zoe", 2))).isEmpty();
    }

    @Test
    void sendIsStoredUnderTheNameGivenMemberOrNot() {
        Peer alice = chat.channel("r", "alice")[0];

        Result.Sent sent = chat.done(rooms.send("r", Draft.text("maintenance at noon")));
        chat.done(rooms.send("r", Identity.of("bot", "The Bot"), Draft.text("beep"), SendOptions.DEFAULT));

        assertThat(sent.seq()).isEqualTo(1);
        List<JsonObject> events = alice.takeEvents();
        assertThat(Peer.texts(events)).containsExactly("maintenance at noon", "beep");
        assertThat(events.get(0).get("by").getAsString()).isEqualTo("~system");
        assertThat(events.get(1).getAsJsonObject("message").get("senderName").getAsString())
                .isEqualTo("The Bot");
        assertThat(members("r")).containsExactly("alice MEMBER");
    }

    @Test
    void repeatedSendWithOneCidIsOneMessage() {
        chat.channel("r");
        SendOptions options = SendOptions.DEFAULT.withCid("order-17");

        Result.Sent first = chat.done(rooms.send("r", Identity.system(), Draft.text("shipped"), options));
        Result.Sent second = chat.done(rooms.send("r", Identity.system(), Draft.text("shipped"), options));

        assertThat(first.dup()).isFalse();
        assertThat(second.dup()).isTrue();
        assertThat(second.seq()).isEqualTo(first.seq());
        assertRefused(rooms.send("r", Identity.system(), Draft.text("lost"), options), ErrorCode.CONFLICT);
    }

    @Test
    void historyIsReadAroundAnAnchor() {
        chat.channel("r");
        for (int i = 1; i <= 5; i++) chat.done(rooms.send("r", Draft.text("m" + i)));

        Result.MessagePage latest = chat.done(rooms.history("r", Anchor.LATEST, 2));
        Result.MessagePage after = chat.done(rooms.history("r", new Anchor(Anchor.Side.AFTER, 1), 2));

        assertThat(latest.messages()).extracting(Message::seq).containsExactly(4L, 5L);
        assertThat(latest.more()).isTrue();
        assertThat(after.messages()).extracting(Message::seq).containsExactly(2L, 3L);
    }

    @Test
    void roomThatIsNotIsNotFoundByWhateverIsDone() {
        assertRefused(rooms.invite("nowhere", "alice", Role.MEMBER), ErrorCode.NOT_FOUND);
        assertRefused(rooms.kick("nowhere", "alice"), ErrorCode.NOT_FOUND);
        assertRefused(rooms.role("nowhere", "alice", Role.MEMBER), ErrorCode.NOT_FOUND);
        assertRefused(rooms.members("nowhere", null, 10), ErrorCode.NOT_FOUND);
        assertRefused(rooms.send("nowhere", Draft.text("x")), ErrorCode.NOT_FOUND);
        assertRefused(rooms.history("nowhere", Anchor.LATEST, 10), ErrorCode.NOT_FOUND);
    }

    @Test
    void mistakesOfTheHostFailTheStageAndThrowNothing() {
        chat.channel("r");

        assertRefused(rooms.invite("r", "no such id!", Role.MEMBER), ErrorCode.BAD_REQUEST);
        assertRefused(rooms.send("r", Draft.text("x".repeat(10_000))), ErrorCode.TOO_LARGE);
        assertRefused(rooms.send("r", Draft.text("x").withReplyTo(1)), ErrorCode.NOT_FOUND);
        for (int limit : new int[] {0, 101}) {
            assertThatThrownBy(() -> chat.done(rooms.members("r", null, limit)))
                    .hasCauseInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> chat.done(rooms.history("r", Anchor.LATEST, limit)))
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
    }
}
