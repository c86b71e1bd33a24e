package io.imbed.protocol;

import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.RoomView.Last;
import io.imbed.protocol.RoomView.Membership;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Frames of every shape with any value that the wire can carry. */
final class RandomFrames {
    private static final Arbitrary<Long> NATURALS = Arbitraries.longs().between(0, JsonTreeReader.MAX_INTEGER);
    private static final Arbitrary<Long> POSITIVE = Arbitraries.longs().between(1, JsonTreeReader.MAX_INTEGER);
    private static final Arbitrary<Boolean> FLAGS = Arbitraries.of(true, false);
    private static final Arbitrary<Instant> TIMES = NATURALS.map(Instant::ofEpochMilli);
    private static final Arbitrary<Integer> LIMITS = Arbitraries.integers().between(1, Request.MAX_PAGE);

    /** Any string with a UTF-8 form and without NUL. */
    private static final Arbitrary<String> TEXTS =
            Arbitraries.strings().ofMaxLength(40).map(any -> Content.text(any).fallback());

    private static final Arbitrary<String> IDS = ids(Ids.MAX_ID);
    private static final Arbitrary<String> CIDS = ids(Ids.MAX_CID);
    private static final Arbitrary<List<String>> ID_LISTS =
            IDS.list().uniqueElements().ofMaxSize(Request.Send.MAX_MENTIONS);
    private static final Arbitrary<String> LABELS = Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars("Ab 0é漢\u200D\"\\")
            .ofMaxLength(100)
            .map(label -> "x" + label);
    private static final Arbitrary<Cursor> CURSORS =
            Combinators.combine(IDS, NATURALS).as(Cursor::new);

    private static final Arbitrary<JsonText> OBJECTS = json(3).map(value -> JsonText.parse("{\"a\":" + value + "}"));
    private static final Arbitrary<Content> CONTENTS = Arbitraries.oneOf(
            TEXTS.map(Content::text),
            Combinators.combine(IDS, TEXTS, json(2))
                    .filter((type, fallback, value) -> !type.equals(Content.TEXT))
                    .as((type, fallback, value) -> Content.parse(new JsonOut(64)
                            .beginObject()
                            .field("x", new JsonText(value))
                            .field("type", type)
                            .field("fallback", fallback)
                            .endObject()
                            .toString())));

    private static final Arbitrary<String> KEYS = LABELS.map(
                    label -> label.length() > Reaction.MAX_KEY ? label.substring(0, Reaction.MAX_KEY) : label)
            .filter(key -> PlainText.fault(key) == null && !Character.isHighSurrogate(key.charAt(key.length() - 1)));

    private RandomFrames() {}

    static Arbitrary<Request> requests() {
        return Arbitraries.oneOf(
                Combinators.combine(
                                POSITIVE,
                                Arbitraries.integers().greaterOrEqual(1),
                                TEXTS.injectNull(0.3),
                                LABELS.injectNull(0.3),
                                LABELS.injectNull(0.3),
                                Arbitraries.maps(IDS, CURSORS).ofMaxSize(Request.Hello.MAX_ROOMS))
                        .as(Request.Hello::new),
                Combinators.combine(POSITIVE, TEXTS).as(Request.Auth::new),
                POSITIVE.map(Request.Ping::new),
                Combinators.combine(POSITIVE, CIDS.injectNull(0.3), IDS)
                        .as((id, cid, user) -> new Request.RoomCreate(
                                id, RoomKind.DIRECT, cid, null, null, user, List.of(), SettingsPatch.NONE)),
                Combinators.combine(POSITIVE, CIDS.injectNull(0.3), LABELS.injectNull(0.3), ID_LISTS, patches())
                        .as((id, cid, title, members, settings) ->
                                new Request.RoomCreate(id, RoomKind.GROUP, cid, null, title, null, members, settings)),
                Combinators.combine(POSITIVE, IDS.injectNull(0.3), LABELS.injectNull(0.3), ID_LISTS, patches())
                        .as((id, room, title, members, settings) -> new Request.RoomCreate(
                                id, RoomKind.CHANNEL, null, room, title, null, members, settings)),
                Combinators.combine(
                                POSITIVE, Arbitraries.of(RoomKind.CHANNEL).injectNull(0.3), IDS.injectNull(0.3), LIMITS)
                        .as(Request.RoomList::new),
                Combinators.combine(POSITIVE, IDS, CURSORS.injectNull(0.3)).as(Request.Join::new),
                Combinators.combine(POSITIVE, IDS, IDS.injectNull(0.3), LIMITS).as(Request.Members::new),
                Combinators.combine(POSITIVE, IDS, LABELS.injectNull(0.3), patches())
                        .filter((id, room, title, settings) -> title != null || !settings.isEmpty())
                        .as((id, room, title, settings) ->
                                new Request.RoomUpdate(id, room, title, settings, OwnSettings.Patch.NONE)),
                Combinators.combine(POSITIVE, IDS, own())
                        .filter((id, room, mine) -> !mine.isEmpty())
                        .as((id, room, mine) -> new Request.RoomUpdate(id, room, null, SettingsPatch.NONE, mine)),
                Combinators.combine(POSITIVE, IDS, POSITIVE, IDS.injectNull(0.3), LIMITS)
                        .as(Request.Readers::new),
                Combinators.combine(POSITIVE, IDS).as(Request.RoomDelete::new),
                Combinators.combine(POSITIVE, IDS, IDS).as(Request.Invite::new),
                Combinators.combine(POSITIVE, IDS, IDS).as(Request.Kick::new),
                Combinators.combine(POSITIVE, IDS, IDS, Arbitraries.of(Role.class))
                        .as(Request.GiveRole::new),
                Combinators.combine(POSITIVE, IDS, IDS, POSITIVE.injectNull(0.3), LABELS.injectNull(0.3))
                        .as(Request.Mute::new),
                Combinators.combine(POSITIVE, IDS, IDS).as(Request.Unmute::new),
                Combinators.combine(POSITIVE, IDS, IDS, POSITIVE.injectNull(0.3), LABELS.injectNull(0.3))
                        .as(Request.Ban::new),
                Combinators.combine(POSITIVE, IDS, IDS).as(Request.Unban::new),
                Combinators.combine(POSITIVE, IDS, IDS.injectNull(0.3), LIMITS).as(Request.Bans::new),
                Combinators.combine(
                                POSITIVE,
                                IDS,
                                CIDS,
                                CONTENTS,
                                POSITIVE.injectNull(0.3),
                                ID_LISTS,
                                OBJECTS.injectNull(0.3))
                        .as(Request.Send::new),
                Combinators.combine(POSITIVE, IDS, POSITIVE, CONTENTS, ID_LISTS).as(Request.Edit::new),
                Combinators.combine(POSITIVE, IDS, POSITIVE).as(Request.Recall::new),
                Combinators.combine(POSITIVE, IDS, POSITIVE, KEYS, Arbitraries.of(true, false))
                        .as(Request.React::new),
                Combinators.combine(POSITIVE, IDS, POSITIVE, Arbitraries.of(true, false))
                        .as(Request.Pin::new),
                Combinators.combine(POSITIVE, IDS).as(Request.Pins::new),
                Combinators.combine(POSITIVE, IDS, anchors(), LIMITS).as(Request.History::new),
                Combinators.combine(POSITIVE, IDS, CURSORS, LIMITS).as(Request.Sync::new),
                Combinators.combine(POSITIVE, IDS, NATURALS, NATURALS.injectNull(0.5))
                        .as(Request.Mark::new),
                Combinators.combine(POSITIVE, IDS, FLAGS).as(Request.Typing::new),
                Combinators.combine(POSITIVE, ID_LISTS, FLAGS, FLAGS.injectNull(0.5))
                        .filter((id, users, watch, away) -> !users.isEmpty() || watch || away != null)
                        .as(Request.Presence::new),
                Combinators.combine(POSITIVE, IDS.injectNull(0.3)).as(Request.SignOut::new));
    }

    static Arbitrary<Event> events() {
        return Combinators.combine(IDS, IDS, POSITIVE, TIMES, IDS, bodies()).as(Event::new);
    }

    static Arbitrary<ServerFrame> pushed() {
        return Arbitraries.oneOf(
                Combinators.combine(NATURALS, Arbitraries.of(ErrorCode.class), TEXTS, NATURALS.injectNull(0.5), FLAGS)
                        .as(ServerFrame.ErrorReply::new),
                Combinators.combine(IDS, Arbitraries.of(ServerFrame.MarkSignal.Kind.class), IDS, NATURALS)
                        .as(ServerFrame.MarkSignal::new),
                Combinators.combine(IDS, NATURALS).as(ServerFrame.MembersSignal::new),
                Combinators.combine(IDS, mine()).as(ServerFrame.MineSignal::new),
                presences().map(ServerFrame.PresenceSignal::new),
                rooms().map(ServerFrame.RoomGained::new),
                Combinators.combine(IDS, CURSORS).as(ServerFrame.Reset::new),
                Combinators.combine(Arbitraries.integers().between(1_000, 4_999), TEXTS, NATURALS)
                        .as((code, text, wait) -> new ServerFrame.Closing(new CloseReason(code, text), wait)));
    }

    static Arbitrary<Samples.Answer> answers() {
        return Arbitraries.oneOf(
                Combinators.combine(POSITIVE, POSITIVE, TIMES, FLAGS, CONTENTS.injectNull(0.5))
                        .as(Result.Sent::new)
                        .map(sent -> new Samples.Answer("send", sent)),
                Combinators.combine(messages().list().ofMaxSize(5), FLAGS, NATURALS, NATURALS, NATURALS)
                        .as(Result.MessagePage::new)
                        .map(page -> new Samples.Answer("history", page)),
                Combinators.combine(events().list().ofMaxSize(5), FLAGS)
                        .as(Result.EventPage::new)
                        .map(page -> new Samples.Answer("sync", page)),
                Combinators.combine(IDS, LABELS.injectNull(0.3), LABELS.injectNull(0.3), TIMES, FLAGS)
                        .as(OwnSession::new)
                        .list()
                        .ofMaxSize(5)
                        .map(mine -> new Samples.Answer("sessions", new Result.Sessions(mine))),
                presences()
                        .list()
                        .ofMaxSize(5)
                        .map(users -> new Samples.Answer("presence", new Result.Presence(users))),
                Combinators.combine(rooms().list().ofMaxSize(5), FLAGS)
                        .as(Result.Rooms::new)
                        .map(page -> new Samples.Answer("room.list", page)),
                Combinators.combine(IDS, IDS, TIMES, TIMES.injectNull(0.3), TEXTS.injectNull(0.3))
                        .as(BanView::new)
                        .list()
                        .ofMaxSize(5)
                        .map(bans -> new Samples.Answer("bans", new Result.BanPage(bans, true))),
                Combinators.combine(
                                IDS,
                                TEXTS,
                                Arbitraries.of(Role.class),
                                FLAGS,
                                NATURALS.injectNull(0.3),
                                TIMES.injectNull(0.5))
                        .as(MemberView::new)
                        .list()
                        .ofMaxSize(5)
                        .map(members -> new Samples.Answer("members", new Result.MemberPage(members, false))));
    }

    private static Arbitrary<PresenceView> presences() {
        return Combinators.combine(IDS, Arbitraries.of(PresenceView.State.class), TIMES.injectNull(0.5))
                .as(PresenceView::new);
    }

    private static Arbitrary<Message> messages() {
        Arbitrary<Message> posted = Combinators.combine(
                        IDS,
                        Combinators.combine(POSITIVE, POSITIVE).as(List::of),
                        CIDS,
                        Combinators.combine(IDS, TEXTS).as(List::of),
                        TIMES,
                        CONTENTS,
                        POSITIVE.injectNull(0.5),
                        Combinators.combine(ID_LISTS, OBJECTS.injectNull(0.5), TIMES.injectNull(0.5))
                                .as(Rest::new))
                .as((room, numbers, cid, sender, at, content, replyTo, rest) -> new Message(
                        room,
                        numbers.get(0),
                        numbers.get(1),
                        cid,
                        sender.get(0),
                        sender.get(1),
                        at,
                        content,
                        replyTo,
                        rest.mentions,
                        rest.meta,
                        rest.editedAt));
        Arbitrary<Reaction> reactions =
                Combinators.combine(KEYS, NATURALS, ID_LISTS).as(Reaction::new);
        Arbitrary<Message> popular = Combinators.combine(
                        posted, reactions.list().ofMaxSize(3), Arbitraries.of(true, false))
                .as((message, some, pinned) ->
                        message.reacted(message.rev(), some).pinned(message.rev(), pinned));
        return Arbitraries.oneOf(posted, popular, posted.map(message -> message.recalled(message.rev())));
    }

    private record Rest(List<String> mentions, JsonText meta, Instant editedAt) {}

    private static Arbitrary<EventBody> bodies() {
        return Arbitraries.oneOf(
                messages().map(EventBody.Posted::new),
                Combinators.combine(POSITIVE, CONTENTS.injectNull(0.2), ID_LISTS)
                        .as(EventBody.Edited::new),
                POSITIVE.map(EventBody.Recalled::new),
                Combinators.combine(POSITIVE, KEYS, Arbitraries.of(true, false)).as(EventBody.Reacted::new),
                Combinators.combine(POSITIVE, Arbitraries.of(true, false)).as(EventBody.Pinned::new),
                Combinators.combine(IDS, TEXTS, Arbitraries.of(Role.class)).as(EventBody.Joined::new),
                IDS.map(EventBody.Left::new),
                IDS.map(EventBody.Kicked::new),
                Combinators.combine(IDS, Arbitraries.of(Role.class)).as(EventBody.RoleChanged::new),
                Combinators.combine(IDS, TIMES.injectNull(0.3), TEXTS.injectNull(0.3))
                        .as(EventBody.Muted::new),
                IDS.map(EventBody.Unmuted::new),
                Combinators.combine(TEXTS.injectNull(0.2), patches()).as(EventBody.RoomChanged::new),
                Arbitraries.just(new EventBody.Hidden()),
                Combinators.combine(IDS, TIMES.injectNull(0.3), TEXTS.injectNull(0.3))
                        .as(EventBody.Banned::new),
                IDS.map(EventBody.Unbanned::new));
    }

    private static Arbitrary<RoomView> rooms() {
        return Combinators.combine(
                        IDS,
                        Arbitraries.of(RoomKind.class),
                        TEXTS.injectNull(0.3),
                        NATURALS,
                        memberships().injectNull(0.2))
                .as(RoomView::new);
    }

    private static Arbitrary<Membership> memberships() {
        Arbitrary<Last> last =
                Combinators.combine(NATURALS, IDS, TIMES, TEXTS.injectNull(0.2)).as(Last::new);
        return Combinators.combine(
                        Combinators.combine(IDS.injectNull(0.5), mine()).as(Viewer::new),
                        CURSORS,
                        NATURALS.list().ofSize(5),
                        Arbitraries.of(Role.class),
                        TIMES.injectNull(0.5),
                        last.injectNull(0.3),
                        Arbitraries.of(Durability.class),
                        patches())
                .as((viewer, cursor, n, role, mutedUntil, newest, durability, settings) -> new Membership(
                        viewer.peer(),
                        cursor.epoch(),
                        cursor.rev(),
                        n.get(0),
                        n.get(1),
                        n.get(2),
                        n.get(3),
                        n.get(4),
                        role,
                        mutedUntil,
                        newest,
                        durability,
                        RoomSettings.preset(RoomKind.GROUP).with(settings),
                        viewer.mine()));
    }

    private record Viewer(String peer, OwnSettings mine) {}

    private static Arbitrary<OwnSettings.Patch> own() {
        Arbitrary<Boolean> flags = Arbitraries.of(true, false).injectNull(0.5);
        return Combinators.combine(Arbitraries.of(Notify.class).injectNull(0.5), flags, flags)
                .as(OwnSettings.Patch::new);
    }

    private static Arbitrary<OwnSettings> mine() {
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        return Combinators.combine(Arbitraries.of(Notify.class), flags, flags).as(OwnSettings::new);
    }

    private static Arbitrary<SettingsPatch> patches() {
        Arbitrary<Boolean> flags = Arbitraries.of(true, false).injectNull(0.5);
        Arbitrary<Role> roles = Arbitraries.of(Role.class).injectNull(0.5);
        Arbitrary<SettingsPatch> features = Combinators.combine(
                        Arbitraries.of(RoomSettings.Joining.class).injectNull(0.5),
                        roles,
                        roles,
                        flags,
                        flags,
                        flags,
                        Arbitraries.of(RoomSettings.History.class).injectNull(0.5))
                .as((join, post, mentionAll, receipts, typing, presence, history) -> new SettingsPatch(
                        join, post, mentionAll, receipts, typing, presence, history, null, null, null, null, null));
        return Combinators.combine(
                        features,
                        NATURALS.injectNull(0.5),
                        Arbitraries.longs().between(0, RoomSettings.MAX_SLOW_MS).injectNull(0.5),
                        Arbitraries.longs().between(1, RoomSettings.MAX_MEMBERS).injectNull(0.5),
                        NATURALS.injectNull(0.5),
                        NATURALS.injectNull(0.5))
                .as((some, recallMs, slowMs, maxMembers, keep, keepMs) -> new SettingsPatch(
                        some.join(),
                        some.post(),
                        some.mentionAll(),
                        some.receipts(),
                        some.typing(),
                        some.presence(),
                        some.history(),
                        recallMs,
                        slowMs,
                        maxMembers,
                        keep,
                        keepMs));
    }

    private static Arbitrary<Anchor> anchors() {
        return Combinators.combine(Arbitraries.of(Anchor.Side.class), NATURALS)
                .as((side, seq) -> side == Anchor.Side.LATEST ? Anchor.LATEST : new Anchor(side, seq));
    }

    private static Arbitrary<String> ids(int maxLength) {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars("._:~@-")
                .ofMinLength(1)
                .ofMaxLength(maxLength);
    }

    /** Any JSON value, compact. */
    private static Arbitrary<String> json(int depth) {
        Arbitrary<String> scalars = Arbitraries.oneOf(
                Arbitraries.of("null", "true", "false", "[]", "{}", "-0", "1.50", "1e-7", "-2E+10"),
                NATURALS.map(String::valueOf),
                TEXTS.map(RandomFrames::quoted));
        if (depth == 0) return scalars;
        Arbitrary<String> inner = json(depth - 1);
        return Arbitraries.oneOf(
                scalars,
                inner.list().ofMaxSize(3).map(items -> "[" + String.join(",", items) + "]"),
                Combinators.combine(TEXTS, inner).as((name, value) -> "{" + quoted(name) + ":" + value + "}"));
    }

    private static String quoted(String text) {
        return new JsonOut(text.length() + 16).value(text).toString();
    }
}
