package io.imbed.protocol;

import io.imbed.protocol.RoomView.Last;
import io.imbed.protocol.RoomView.Membership;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the values that server frames carry: the reverse of {@link ValueWriter}. */
final class ValueReader {
    private ValueReader() {}

    static Message message(Fields in) {
        Fields meta = in.objectOrNull("meta");
        return new Message(
                in.id("room"),
                in.natural("seq"),
                in.natural("rev"),
                Ids.requireCid(in.string("cid")),
                in.id("sender"),
                in.string("senderName"),
                in.time("at"),
                in.boolOrFalse("recalled") ? null : StrictJson.content(in.any("content")),
                in.integerOrNull("replyTo", 1, JsonTreeReader.MAX_INTEGER),
                in.ids("mentions", Integer.MAX_VALUE),
                meta == null ? null : StrictJson.compact(meta.json()),
                in.timeOrNull("editedAt"),
                in.has("reactions")
                        ? in.objects("reactions").stream()
                                .map(ValueReader::reaction)
                                .toList()
                        : List.of(),
                in.boolOrFalse("pinned"));
    }

    private static Reaction reaction(Fields in) {
        return new Reaction(in.string("key"), in.natural("count"), in.ids("users", Integer.MAX_VALUE));
    }

    static @Nullable Content contentOrNull(Fields in) {
        return in.has("content") ? StrictJson.content(in.any("content")) : null;
    }

    static RoomView room(Fields in) {
        return new RoomView(
                in.id("id"),
                in.upper("kind", RoomKind.class),
                in.stringOrNull("title"),
                in.natural("members"),
                in.has("role") ? membership(in) : null);
    }

    /** Rooms of a kind that this version does not know are left out: an old client may belong to one. */
    static List<RoomView> rooms(Fields in) {
        List<RoomView> rooms = new ArrayList<>();
        for (Fields room : in.objects("rooms")) {
            if (isKnownKind(room)) rooms.add(room(room));
        }
        return rooms;
    }

    static boolean isKnownKind(Fields room) {
        String kind = room.string("kind");
        for (RoomKind known : RoomKind.values()) {
            if (known.name().equals(kind)) return true;
        }
        return false;
    }

    private static Membership membership(Fields in) {
        return new Membership(
                in.idOrNull("peer"),
                in.id("epoch"),
                in.natural("rev"),
                in.natural("seq"),
                in.natural("joinedSeq"),
                in.natural("read"),
                in.natural("unread"),
                in.natural("mentions"),
                in.lower("role", Role.class),
                in.timeOrNull("mutedUntil"),
                lastOrNull(in.objectOrNull("last")),
                in.lower("durability", Durability.class),
                RoomSettings.preset(in.upper("kind", RoomKind.class)).with(settings(in)),
                ownSettings(in));
    }

    private static OwnSettings own(OwnSettings.Patch said) {
        return new OwnSettings(
                said.notifications() == null ? Notify.ALL : said.notifications(),
                Boolean.TRUE.equals(said.hidden()),
                Boolean.TRUE.equals(said.privateReading()));
    }

    /** The parts that are there. */
    static OwnSettings.Patch mine(Fields in) {
        Fields mine = in.objectOrNull("mine");
        if (mine == null) return OwnSettings.Patch.NONE;
        return new OwnSettings.Patch(
                mine.has("notify") ? mine.lower("notify", Notify.class) : null,
                mine.has("hidden") ? mine.bool("hidden") : null,
                mine.has("privateReading") ? mine.bool("privateReading") : null);
    }

    /** All of them; a part that is missing is as it is by default. */
    static OwnSettings ownSettings(Fields in) {
        return own(mine(in));
    }

    /** The parts that are there; a part that is missing is as it was, or as the kind presets it. */
    static SettingsPatch settings(Fields in) {
        Fields settings = in.objectOrNull("settings");
        if (settings == null) return SettingsPatch.NONE;
        return new SettingsPatch(
                settings.has("join") ? settings.lower("join", RoomSettings.Joining.class) : null,
                settings.has("post") ? settings.lower("post", Role.class) : null,
                settings.has("mentionAll") ? settings.lower("mentionAll", Role.class) : null,
                settings.has("receipts") ? settings.bool("receipts") : null,
                settings.has("typing") ? settings.bool("typing") : null,
                settings.has("presence") ? settings.bool("presence") : null,
                settings.has("history") ? settings.lower("history", RoomSettings.History.class) : null,
                settings.integerOrNull("recallMs", 0, JsonTreeReader.MAX_INTEGER),
                settings.integerOrNull("slowMs", 0, RoomSettings.MAX_SLOW_MS),
                settings.integerOrNull("maxMembers", 1, RoomSettings.MAX_MEMBERS),
                settings.integerOrNull("keep", 0, JsonTreeReader.MAX_INTEGER),
                settings.integerOrNull("keepMs", 0, JsonTreeReader.MAX_INTEGER));
    }

    private static @Nullable Last lastOrNull(@Nullable Fields in) {
        if (in == null) return null;
        return new Last(in.natural("seq"), in.id("sender"), in.time("at"), in.stringOrNull("preview"));
    }

    static UserView user(Fields in) {
        return new UserView(in.id("id"), in.string("name"), in.stringOrNull("avatar"));
    }

    static PresenceView presence(Fields in) {
        return new PresenceView(in.id("user"), in.lower("state", PresenceView.State.class), in.timeOrNull("lastSeen"));
    }

    static OwnSession session(Fields in) {
        return new OwnSession(
                in.id("session"),
                in.stringOrNull("device"),
                in.stringOrNull("client"),
                in.time("since"),
                in.boolOrFalse("current"));
    }

    static MemberView member(Fields in) {
        return new MemberView(
                in.id("user"),
                in.string("name"),
                in.lower("role", Role.class),
                in.bool("online"),
                in.integerOrNull("read", 0, JsonTreeReader.MAX_INTEGER),
                in.timeOrNull("mutedUntil"));
    }

    static BanView ban(Fields in) {
        return new BanView(
                in.id("user"), in.id("by"), in.time("at"), in.timeOrNull("until"), in.stringOrNull("reason"));
    }
}
