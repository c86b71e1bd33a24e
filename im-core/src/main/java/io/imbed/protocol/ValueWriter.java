package io.imbed.protocol;

import io.imbed.protocol.RoomView.Membership;
import org.jspecify.annotations.Nullable;

/** Writes the values that frames carry. The order of fields is PROTOCOL.md's. */
final class ValueWriter {
    private ValueWriter() {}

    static void cursor(JsonOut out, Cursor cursor) {
        out.field("epoch", cursor.epoch()).field("rev", cursor.rev());
    }

    /** The fields of a message, within an object that the caller opens and closes. */
    static void message(JsonOut out, Message message) {
        out.field("room", message.room())
                .field("seq", message.seq())
                .field("rev", message.rev())
                .field("cid", message.cid())
                .field("sender", message.sender())
                .field("senderName", message.senderName())
                .field("at", message.at());
        Content content = message.content();
        if (content != null) out.field("content", content.json());
        out.optional("replyTo", message.replyTo())
                .optional("mentions", message.mentions())
                .optional("meta", message.meta())
                .optional("editedAt", message.editedAt())
                .flag("recalled", content == null);
        if (!message.reactions().isEmpty()) {
            out.beginArray("reactions");
            for (Reaction each : message.reactions()) {
                out.beginObject()
                        .field("key", each.key())
                        .field("count", each.count())
                        .optional("users", each.users())
                        .endObject();
            }
            out.endArray();
        }
        out.flag("pinned", message.pinned());
    }

    /** The fields of a room, within an object that the caller opens and closes. */
    static void room(JsonOut out, RoomView room) {
        out.field("id", room.id()).field("kind", room.kind().name()).optional("title", room.title());
        Membership mine = room.membership();
        if (mine == null) {
            out.field("members", room.members());
            return;
        }
        out.optional("peer", mine.peer())
                .field("epoch", mine.epoch())
                .field("rev", mine.rev())
                .field("seq", mine.seq())
                .field("joinedSeq", mine.joinedSeq())
                .field("read", mine.read())
                .field("unread", mine.unread())
                .field("mentions", mine.mentions())
                .field("members", room.members())
                .field("role", Wire.lower(mine.role()))
                .optional("mutedUntil", mine.mutedUntil());
        RoomView.Last last = mine.last();
        if (last != null) {
            out.beginObject("last")
                    .field("seq", last.seq())
                    .field("sender", last.sender())
                    .field("at", last.at())
                    .optional("preview", last.preview())
                    .endObject();
        }
        out.field("durability", Wire.lower(mine.durability()));
        settings(out, mine.settings().from(RoomSettings.preset(room.kind())));
        mine(out, mine.mine());
    }

    /** The parts that are to be said, as one field; nothing if there are none. */
    static void mine(JsonOut out, OwnSettings.Patch patch) {
        if (patch.isEmpty()) return;
        out.beginObject("mine");
        constant(out, "notify", patch.notifications());
        if (patch.hidden() != null) out.field("hidden", patch.hidden());
        if (patch.privateReading() != null) out.field("privateReading", patch.privateReading());
        out.endObject();
    }

    /** Those that are other than by default, as one field; nothing if there are none. */
    static void mine(JsonOut out, OwnSettings mine) {
        mine(
                out,
                new OwnSettings.Patch(
                        mine.notifications() == Notify.ALL ? null : mine.notifications(),
                        mine.hidden() ? true : null,
                        mine.privateReading() ? true : null));
    }

    /** The parts that are to be said, as one field; nothing if there are none. */
    static void settings(JsonOut out, SettingsPatch patch) {
        if (patch.isEmpty()) return;
        out.beginObject("settings");
        constant(out, "join", patch.join());
        constant(out, "post", patch.post());
        constant(out, "mentionAll", patch.mentionAll());
        if (patch.receipts() != null) out.field("receipts", patch.receipts());
        if (patch.typing() != null) out.field("typing", patch.typing());
        if (patch.presence() != null) out.field("presence", patch.presence());
        constant(out, "history", patch.history());
        out.optional("recallMs", patch.recallMs())
                .optional("slowMs", patch.slowMs())
                .optional("maxMembers", patch.maxMembers())
                .optional("keep", patch.keep())
                .optional("keepMs", patch.keepMs())
                .endObject();
    }

    private static void constant(JsonOut out, String name, @Nullable Enum<?> value) {
        if (value != null) out.field(name, Wire.lower(value));
    }

    static void user(JsonOut out, UserView user) {
        out.field("id", user.id()).field("name", user.name()).optional("avatar", user.avatar());
    }

    /** The fields of a user's presence, within an object that the caller opens and closes. */
    static void presence(JsonOut out, PresenceView presence) {
        out.field("user", presence.user())
                .field("state", Wire.lower(presence.state()))
                .optional("lastSeen", presence.lastSeen());
    }

    /** The fields of one of a user's sessions, within an object that the caller opens and closes. */
    static void session(JsonOut out, OwnSession session) {
        out.field("session", session.session())
                .optional("device", session.device())
                .optional("client", session.client())
                .field("since", session.since())
                .flag("current", session.current());
    }

    static void member(JsonOut out, MemberView member) {
        out.field("user", member.user())
                .field("name", member.name())
                .field("role", Wire.lower(member.role()))
                .field("online", member.online())
                .optional("read", member.read())
                .optional("mutedUntil", member.mutedUntil());
    }

    static void ban(JsonOut out, BanView ban) {
        out.field("user", ban.user())
                .field("by", ban.by())
                .field("at", ban.at())
                .optional("until", ban.until())
                .optional("reason", ban.reason());
    }
}
