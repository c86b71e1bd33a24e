package io.imbed.protocol;

import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.RoomView.Last;
import io.imbed.protocol.RoomView.Membership;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** At least one frame of every shape, with and without its optional fields. */
final class Samples {
    static final Instant AT = Instant.ofEpochMilli(1_795_000_000_123L);
    static final Cursor CURSOR = new Cursor("e1", 41);
    static final Content TEXT = Content.text("hello \"wörld\"\n\\ 😀 \u2028");
    static final Content POLL =
            Content.parse("{\"type\":\"x.poll\",\"fallback\":\"Lunch?\",\"options\":[1,2.50,null,{}]}");
    static final JsonText META = JsonText.parse("{\"trace\":\"t-1\",\"n\":1e3}");

    static final Message MESSAGE =
            new Message("g.1", 12, 41, "c-1", "alice", "Alice", AT, TEXT, null, List.of(), null, null);
    static final Message FULL_MESSAGE = new Message(
            "g.1",
            13,
            44,
            "c-2",
            "bob",
            "Bob \u202E",
            AT,
            POLL,
            12L,
            List.of("alice", "carol"),
            META,
            AT.plusMillis(5));
    static final Message POPULAR = MESSAGE.reacted(
                    45,
                    List.of(
                            new Reaction("\uD83D\uDC4D", 21, List.of("bob", "alice")),
                            new Reaction("no", 1, List.of("eve"))))
            .pinned(46, true);
    static final Message TOMBSTONE = FULL_MESSAGE.recalled(45);

    static final OwnSettings.Patch MINE = new OwnSettings.Patch(Notify.MENTIONS, true, false);
    static final SettingsPatch PATCH = new SettingsPatch(
            RoomSettings.Joining.INVITED,
            Role.OWNER,
            Role.ADMIN,
            false,
            true,
            false,
            RoomSettings.History.JOINED,
            0L,
            86_400_000L,
            1_000_000L,
            1L,
            86_400_000L);

    static final RoomView GROUP = new RoomView(
            "g.1",
            RoomKind.GROUP,
            "Lunch",
            3,
            new Membership(
                    null,
                    "e1",
                    41,
                    12,
                    0,
                    10,
                    2,
                    1,
                    Role.OWNER,
                    null,
                    Last.of(MESSAGE),
                    Durability.DISK,
                    RoomSettings.preset(RoomKind.GROUP),
                    OwnSettings.DEFAULT));
    static final RoomView DIRECT = new RoomView(
            "d.9f",
            RoomKind.DIRECT,
            null,
            2,
            new Membership(
                    "bob",
                    "e2",
                    45,
                    13,
                    0,
                    13,
                    0,
                    0,
                    Role.MEMBER,
                    AT,
                    Last.of(TOMBSTONE),
                    Durability.PROCESS,
                    RoomSettings.preset(RoomKind.DIRECT),
                    new OwnSettings(Notify.NOTHING, true, true)));
    static final RoomView EMPTY = new RoomView(
            "news",
            RoomKind.CHANNEL,
            null,
            1,
            new Membership(
                    null,
                    "e3",
                    1,
                    0,
                    0,
                    0,
                    0,
                    0,
                    Role.ADMIN,
                    null,
                    null,
                    Durability.NONE,
                    RoomSettings.preset(RoomKind.CHANNEL).with(PATCH),
                    new OwnSettings(Notify.MENTIONS, false, true)));
    static final RoomView FOREIGN = new RoomView("news", RoomKind.CHANNEL, "News", 900, null);

    static final List<Request> REQUESTS = List.of(
            new Request.Hello(1, 1, null, null, null, Map.of()),
            new Request.Hello(1, 1, "t0ken", "phone", "im-java/1", Map.of("g.1", CURSOR, "a", new Cursor("e", 0))),
            new Request.Auth(2, "t0ken"),
            new Request.Ping(JsonTreeReader.MAX_INTEGER),
            new Request.RoomCreate(3, RoomKind.DIRECT, null, null, null, "bob", List.of(), SettingsPatch.NONE),
            new Request.RoomCreate(
                    3, RoomKind.GROUP, "c-1", null, "Lunch", null, List.of("bob", "carol"), SettingsPatch.NONE),
            new Request.RoomCreate(3, RoomKind.CHANNEL, "c-1", "news", "News", null, List.of("bob"), PATCH),
            new Request.RoomGet(4, "news"),
            new Request.RoomList(5, null, null, 50),
            new Request.RoomList(5, RoomKind.CHANNEL, "news", 100),
            new Request.Join(6, "news", null),
            new Request.Join(6, "news", CURSOR),
            new Request.Leave(7, "news"),
            new Request.Members(8, "g.1", null, 1),
            new Request.Members(8, "g.1", "bob", 100),
            new Request.RoomUpdate(8, "g.1", "Dinner", SettingsPatch.NONE, OwnSettings.Patch.NONE),
            new Request.RoomUpdate(8, "g.1", null, PATCH, OwnSettings.Patch.NONE),
            new Request.RoomUpdate(8, "g.1", null, SettingsPatch.NONE, MINE),
            new Request.RoomDelete(8, "g.1"),
            new Request.Invite(8, "g.1", "bob"),
            new Request.Kick(8, "g.1", "bob"),
            new Request.GiveRole(8, "g.1", "bob", Role.ADMIN),
            new Request.Mute(8, "g.1", "bob", null, null),
            new Request.Mute(8, "g.1", "bob", 60_000L, "too loud"),
            new Request.Unmute(8, "g.1", "bob"),
            new Request.Ban(8, "g.1", "bob", null, null),
            new Request.Ban(8, "g.1", "bob", JsonTreeReader.MAX_INTEGER, "spam"),
            new Request.Unban(8, "g.1", "bob"),
            new Request.Bans(8, "g.1", null, 50),
            new Request.Bans(8, "g.1", "bob", 1),
            new Request.Send(9, "g.1", "c-1", TEXT, null, List.of(), null),
            new Request.Send(9, "g.1", "c-1", POLL, 12L, List.of("bob", "alice"), META),
            new Request.Edit(9, "g.1", 12, TEXT, List.of()),
            new Request.Edit(9, "g.1", 12, POLL, List.of("bob")),
            new Request.Recall(9, "g.1", 12),
            new Request.React(10, "g.1", 12, "\uD83D\uDC4D", true),
            new Request.Pin(10, "g.1", 12, false),
            new Request.Pins(10, "g.1"),
            new Request.Readers(10, "g.1", 12, null, 50),
            new Request.Readers(10, "g.1", 12, "bob", 1),
            new Request.History(10, "g.1", Anchor.LATEST, 50),
            new Request.History(10, "g.1", new Anchor(Anchor.Side.BEFORE, 12), 20),
            new Request.History(10, "g.1", new Anchor(Anchor.Side.AFTER, 0), 20),
            new Request.History(10, "g.1", new Anchor(Anchor.Side.AROUND, 7), 20),
            new Request.Sync(11, "g.1", CURSOR, 100),
            new Request.Mark(12, "g.1", 12L, null),
            new Request.Mark(12, "g.1", null, 12L),
            new Request.Mark(12, "g.1", 11L, 12L),
            new Request.Typing(13, "g.1", true),
            new Request.Typing(13, "g.1", false),
            new Request.Presence(14, List.of("bob", "carol"), false, null),
            new Request.Presence(14, List.of("bob"), true, false),
            new Request.Presence(14, List.of(), true, null),
            new Request.Presence(14, List.of(), false, true),
            new Request.Sessions(15),
            new Request.SignOut(16, null),
            new Request.SignOut(16, "s-1"));

    static final List<EventBody> BODIES = List.of(
            new EventBody.Posted(MESSAGE),
            new EventBody.Posted(FULL_MESSAGE),
            new EventBody.Posted(TOMBSTONE),
            new EventBody.Edited(12, POLL, List.of("bob")),
            EventBody.Edited.bare(12),
            new EventBody.Recalled(12),
            new EventBody.Posted(POPULAR),
            new EventBody.Reacted(12, "no", false),
            new EventBody.Pinned(12, true),
            new EventBody.Joined("bob", "Bob", Role.MEMBER),
            new EventBody.Left("bob"),
            new EventBody.Kicked("bob"),
            new EventBody.RoleChanged("bob", Role.ADMIN),
            new EventBody.Muted("bob", AT, "too loud"),
            new EventBody.Muted("bob", null, null),
            new EventBody.Unmuted("bob"),
            new EventBody.Banned("bob", AT, "spam"),
            new EventBody.Banned("bob", null, null),
            new EventBody.Unbanned("bob"),
            new EventBody.RoomChanged("Dinner", PATCH),
            new EventBody.RoomChanged(null, SettingsPatch.NONE),
            new EventBody.Hidden(),
            new EventBody.Unknown("translated"));

    static final List<ServerFrame> PUSHED = List.of(
            new ServerFrame.ErrorReply(0, ErrorCode.BAD_REQUEST, "no", null, false),
            new ServerFrame.ErrorReply(7, ErrorCode.UNAVAILABLE, "later", 1_500L, true),
            new ServerFrame.TypingSignal("g.1", "bob", true),
            new ServerFrame.TypingSignal("g.1", "bob", false),
            new ServerFrame.MarkSignal("g.1", ServerFrame.MarkSignal.Kind.READ, "bob", 12),
            new ServerFrame.MarkSignal("g.1", ServerFrame.MarkSignal.Kind.DELIVERED, "bob", 12),
            new ServerFrame.MembersSignal("live", 0),
            new ServerFrame.MineSignal("g.1", OwnSettings.DEFAULT),
            new ServerFrame.MineSignal("g.1", new OwnSettings(Notify.NOTHING, true, true)),
            new ServerFrame.MembersSignal("live", 100_000),
            new ServerFrame.PresenceSignal(new PresenceView("bob", PresenceView.State.AWAY, null)),
            new ServerFrame.PresenceSignal(new PresenceView("bob", PresenceView.State.OFFLINE, AT)),
            new ServerFrame.RoomGained(GROUP),
            new ServerFrame.RoomGained(DIRECT),
            new ServerFrame.RoomGone("g.1"),
            new ServerFrame.Reset("g.1", CURSOR),
            new ServerFrame.ServerPing(),
            new ServerFrame.Closing(CloseReason.RESTART, 12_000),
            new ServerFrame.Closing(CloseReason.BANNED.withText("see the rules"), 0));

    /** A result and an op that it answers. */
    record Answer(String op, Result result) {}

    static final List<Answer> ANSWERS = List.of(
            new Answer("ping", new Result.Done()),
            new Answer("leave", new Result.Done()),
            new Answer("room.update", new Result.Done()),
            new Answer("room.delete", new Result.Done()),
            new Answer("invite", new Result.Done()),
            new Answer("kick", new Result.Done()),
            new Answer("role", new Result.Done()),
            new Answer("mute", new Result.Done()),
            new Answer("unmute", new Result.Done()),
            new Answer("ban", new Result.Done()),
            new Answer("unban", new Result.Done()),
            new Answer("bans", new Result.BanPage(List.of(), false)),
            new Answer(
                    "bans",
                    new Result.BanPage(
                            List.of(
                                    new BanView("bob", "alice", AT, AT.plusMillis(5), "spam"),
                                    new BanView("eve", Event.SYSTEM, AT, null, null)),
                            true)),
            new Answer("edit", new Result.Done()),
            new Answer("recall", new Result.Done()),
            new Answer("react", new Result.Done()),
            new Answer("pin", new Result.Done()),
            new Answer("pins", new Result.Pins(List.of(POPULAR), 46)),
            new Answer("readers", new Result.ReaderPage(List.of(new UserView("bob", "Bob", null)), true)),
            new Answer("mark", new Result.Done()),
            new Answer("typing", new Result.Done()),
            new Answer("hello", welcome(null, List.of(), false)),
            new Answer("hello", welcome(3_600_000L, List.of(GROUP, DIRECT, EMPTY), true)),
            new Answer("auth", new Result.Renewed(null)),
            new Answer("auth", new Result.Renewed(3_600_000L)),
            new Answer("room.create", new Result.OneRoom(GROUP)),
            new Answer("room.get", new Result.OneRoom(FOREIGN)),
            new Answer("room.list", new Result.Rooms(List.of(), false)),
            new Answer("room.list", new Result.Rooms(List.of(GROUP, FOREIGN), true)),
            new Answer("join", new Result.Joined(EMPTY, true)),
            new Answer("join", new Result.Joined(EMPTY, false)),
            new Answer("members", new Result.MemberPage(List.of(), false)),
            new Answer(
                    "members",
                    new Result.MemberPage(
                            List.of(
                                    new MemberView("alice", "Alice", Role.OWNER, true, 12L, null),
                                    new MemberView("bob", "", Role.MEMBER, false, null, AT)),
                            true)),
            new Answer("send", new Result.Sent(12, 41, AT, false, null)),
            new Answer("send", new Result.Sent(12, 41, AT, true, POLL)),
            new Answer("history", new Result.MessagePage(List.of(), false, 0, 0, 0)),
            new Answer("history", new Result.MessagePage(List.of(MESSAGE, FULL_MESSAGE, TOMBSTONE), true, 12, 14, 45)),
            new Answer("signout", new Result.Done()),
            new Answer(
                    "sessions",
                    new Result.Sessions(List.of(
                            new OwnSession("s-1", "phone", "im-java/1", AT, true),
                            new OwnSession("s-2", null, null, AT, false)))),
            new Answer("presence", new Result.Presence(List.of())),
            new Answer(
                    "presence",
                    new Result.Presence(List.of(
                            new PresenceView("alice", PresenceView.State.ONLINE, null),
                            new PresenceView("bob", PresenceView.State.OFFLINE, AT),
                            PresenceView.unseen("carol")))),
            new Answer("sync", new Result.EventPage(List.of(), false)),
            new Answer(
                    "sync",
                    new Result.EventPage(BODIES.stream().map(Samples::event).toList(), true)));

    private Samples() {}

    static Event event(EventBody body) {
        return new Event("g.1", "e1", 41, AT, Event.SYSTEM, body);
    }

    private static Result.Welcome welcome(@Nullable Long expiresInMs, List<RoomView> rooms, boolean more) {
        return new Result.Welcome(
                "s-1",
                new UserView("alice", "Alice", more ? "https://example.org/a.png" : null),
                AT,
                25_000,
                expiresInMs,
                new Result.Bounds(65_536, 8_192, 100, 1_000),
                rooms,
                more);
    }
}
