package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.Lookup;
import io.imbed.NewRoom;
import io.imbed.RoomInfo;
import io.imbed.Rooms;
import io.imbed.SendOptions;
import io.imbed.hook.Read;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.MemberView;
import io.imbed.protocol.Message;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.RoomView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the host finds out without being in a room. */
class HostLookupTest {
    private final List<String> told = new ArrayList<>();
    private final Chat chat = Chat.open(builder ->
            builder.limits(Chat.unhurried()).on(Read.class, mark -> told.add(mark.user() + " " + mark.seq())));
    private final Rooms rooms = chat.server.rooms();
    private final Lookup lookup = chat.server.lookup();

    @AfterEach
    void close() {
        chat.close();
    }

    private void post(String room, String sender, String cid, String... mentions) {
        Draft draft = Draft.text(cid).withMentions(List.of(mentions));
        chat.done(rooms.send(room, Identity.of(sender), draft, SendOptions.DEFAULT.withCid(cid)));
    }

    @Test
    void roomTellsWhenAndByWhomItWasMadeAndWhereItStands() {
        Instant made = chat.env.clock().instant();
        chat.done(rooms.create(NewRoom.group("g1").title("Lunch").owner("alice").members("bob")));
        chat.pass(Duration.ofMinutes(5));
        post("g1", "bob", "c1");

        RoomInfo info = chat.done(lookup.room("g1")).orElseThrow();

        Cursor head = chat.done(rooms.head("g1"));
        RoomSettings settings = RoomSettings.preset(RoomKind.GROUP);
        assertThat(info)
                .isEqualTo(new RoomInfo(
                        "g1",
                        RoomKind.GROUP,
                        "Lunch",
                        "alice",
                        null,
                        made,
                        settings,
                        2,
                        head,
                        1,
                        chat.env.clock().instant()));
        assertThat(head.rev()).isEqualTo(3);
    }

    @Test
    void directRoomIsFoundByItsPairInAnyOrder() {
        String id = chat.done(rooms.create(NewRoom.direct("alice", "bob"))).id();

        assertThat(chat.done(lookup.direct("bob", "alice")).orElseThrow().id()).isEqualTo(id);
        assertThat(chat.done(lookup.direct("alice", "bob")).orElseThrow().with())
                .isEqualTo("bob");
        assertThat(chat.done(lookup.direct("alice", "carol"))).isEmpty();
    }

    @Test
    void roomsOfAKindAndOfAUserComeInPagesById() {
        for (String id : List.of("b", "c", "a")) {
            chat.done(rooms.create(NewRoom.channel(id).members("alice")));
            chat.done(rooms.create(NewRoom.group("g" + id)));
        }

        assertThat(chat.done(lookup.rooms(RoomKind.CHANNEL, null, 2)))
                .extracting(RoomInfo::id)
                .containsExactly("a", "b");
        assertThat(chat.done(lookup.rooms(RoomKind.CHANNEL, "b", 2)))
                .extracting(RoomInfo::id)
                .containsExactly("c");
        assertThat(chat.done(lookup.roomsOf("alice", null, 2)))
                .extracting(RoomView::id)
                .containsExactly("a", "b");
        assertThat(chat.done(lookup.roomsOf("alice", "b", 2)))
                .extracting(RoomView::id)
                .containsExactly("c");
    }

    @Test
    void roomOfAUserIsAsTheUserSeesIt() {
        chat.done(rooms.create(NewRoom.group("g1").members("alice", "bob")));
        post("g1", "bob", "c1", "alice");
        post("g1", "bob", "c2");

        RoomView.Membership alice =
                chat.done(lookup.roomOf("alice", "g1")).orElseThrow().membership();

        assertThat(alice.unread()).isEqualTo(2);
        assertThat(alice.mentions()).isEqualTo(1);
        assertThat(alice.role()).isEqualTo(Role.MEMBER);
        assertThat(chat.done(lookup.roomsOf("alice", null, 10)).get(0).membership())
                .isEqualTo(alice);
    }

    @Test
    void memberTellsRoleMarkAndMute() {
        chat.done(rooms.create(NewRoom.group("g1").owner("alice").members("bob")));
        post("g1", "alice", "c1");
        chat.done(rooms.mark("g1", "bob", 1, 0));
        chat.done(rooms.mute("g1", "bob", Duration.ofHours(1), null));

        MemberView bob = chat.done(lookup.member("g1", "bob")).orElseThrow();

        assertThat(bob.role()).isEqualTo(Role.MEMBER);
        assertThat(bob.read()).isEqualTo(1);
        assertThat(bob.mutedUntil()).isEqualTo(chat.env.clock().instant().plus(Duration.ofHours(1)));
    }

    @Test
    void messageIsFoundByItsSeqAndByItsCidAsItIsNow() {
        chat.done(rooms.create(NewRoom.group("g1").members("alice")));
        post("g1", "alice", "c1");
        post("g1", "alice", "c2");
        chat.done(rooms.recall("g1", 2));

        Message first = chat.done(lookup.message("g1", 1)).orElseThrow();
        Message second = chat.done(lookup.message("g1", "alice", "c2")).orElseThrow();

        assertThat(first.cid()).isEqualTo("c1");
        assertThat(second.seq()).isEqualTo(2);
        assertThat(second.recalled()).isTrue();
        assertThat(chat.done(lookup.message("g1", "bob", "c1"))).isEmpty();
    }

    @Test
    void eventsComeInPagesUpToTheHead() {
        chat.done(rooms.create(NewRoom.group("g1").members("alice", "bob")));
        post("g1", "alice", "c1");
        String epoch = chat.done(rooms.head("g1")).epoch();

        Result.EventPage first = chat.done(lookup.events("g1", new Cursor(epoch, 0), 2));
        Result.EventPage rest = chat.done(lookup.events("g1", new Cursor(epoch, 2), 2));

        assertThat(first.events()).extracting(Event::rev).containsExactly(1L, 2L);
        assertThat(first.more()).isTrue();
        assertThat(rest.events()).extracting(Event::rev).containsExactly(3L);
        assertThat(rest.more()).isFalse();
    }

    @Test
    void markOfTheHostsIsSeenByTheUsersSessionsAndTheHook() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        post("r", "alice", "c1");
        for (Peer each : peers) each.takeAll();

        chat.done(rooms.mark("r", "bob", 9, 0));
        chat.done(rooms.mark("r", "bob", 1, 0));

        assertThat(peers[0].take("signal")).isNotEmpty();
        assertThat(peers[1].take("signal")).isNotEmpty();
        assertThat(told).containsExactly("bob 1");
    }
}
