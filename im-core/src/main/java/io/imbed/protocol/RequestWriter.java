package io.imbed.protocol;

import io.imbed.protocol.Request.Anchor;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes requests: the reverse of {@link RequestReader}. */
final class RequestWriter {
    private RequestWriter() {}

    static String write(Request request) {
        JsonOut out = new JsonOut(capacity(request));
        out.beginObject().field("op", request.op()).field("id", request.id());
        if (request instanceof Request.InRoom inRoom) out.field("room", inRoom.room());
        arguments(out, request);
        return out.endObject().toString();
    }

    private static int capacity(Request request) {
        return request instanceof Request.Send send
                ? 160 + send.content().json().text().length()
                : 128;
    }

    /** Ops without a branch have no argument but the room. */
    private static void arguments(JsonOut out, Request request) {
        if (request instanceof Request.Send send) {
            send(out, send);
        } else if (request instanceof Request.Mark mark) {
            out.optional("read", mark.read()).optional("delivered", mark.delivered());
        } else if (request instanceof Request.Typing typing) {
            out.field("on", typing.on());
        } else if (request instanceof Request.Edit edit) {
            out.field("seq", edit.seq()).field("content", edit.content().json()).optional("mentions", edit.mentions());
        } else if (request instanceof Request.Recall recall) {
            out.field("seq", recall.seq());
        } else if (request instanceof Request.Presence presence) {
            presence(out, presence);
        } else if (request instanceof Request.SignOut signOut) {
            out.optional("session", signOut.session());
        } else if (request instanceof Request.History history) {
            anchor(out, history.anchor());
            out.field("limit", history.limit());
        } else if (request instanceof Request.Sync sync) {
            ValueWriter.cursor(out, sync.cursor());
            out.field("limit", sync.limit());
        } else if (request instanceof Request.Join join) {
            cursorOrNothing(out, join.cursor());
        } else if (request instanceof Request.Members members) {
            out.optional("after", members.after()).field("limit", members.limit());
        } else if (request instanceof Request.Invite invite) {
            out.field("user", invite.user());
        } else if (request instanceof Request.Kick kick) {
            out.field("user", kick.user());
        } else if (request instanceof Request.GiveRole give) {
            out.field("user", give.user()).field("role", Wire.lower(give.role()));
        } else if (request instanceof Request.Mute mute) {
            out.field("user", mute.user()).optional("ms", mute.ms()).optional("reason", mute.reason());
        } else if (request instanceof Request.React react) {
            out.field("seq", react.seq()).field("key", react.key()).field("on", react.on());
        } else if (request instanceof Request.Readers readers) {
            out.field("seq", readers.seq()).optional("after", readers.after()).field("limit", readers.limit());
        } else if (request instanceof Request.Pin pin) {
            out.field("seq", pin.seq()).field("on", pin.on());
        } else if (request instanceof Request.Unmute unmute) {
            out.field("user", unmute.user());
        } else if (request instanceof Request.Ban ban) {
            out.field("user", ban.user()).optional("ms", ban.ms()).optional("reason", ban.reason());
        } else if (request instanceof Request.Unban unban) {
            out.field("user", unban.user());
        } else if (request instanceof Request.Bans bans) {
            out.optional("after", bans.after()).field("limit", bans.limit());
        } else if (request instanceof Request.RoomUpdate update) {
            out.optional("title", update.title());
            ValueWriter.settings(out, update.settings());
            ValueWriter.mine(out, update.mine());
        } else if (request instanceof Request.RoomList list) {
            if (list.kind() != null) out.field("kind", list.kind().name());
            out.optional("after", list.after()).field("limit", list.limit());
        } else if (request instanceof Request.RoomCreate create) {
            roomCreate(out, create);
        } else if (request instanceof Request.Hello hello) {
            hello(out, hello);
        } else if (request instanceof Request.Auth auth) {
            out.field("token", auth.token());
        }
    }

    private static void send(JsonOut out, Request.Send send) {
        out.field("cid", send.cid())
                .field("content", send.content().json())
                .optional("replyTo", send.replyTo())
                .optional("mentions", send.mentions())
                .optional("meta", send.meta());
    }

    private static void presence(JsonOut out, Request.Presence presence) {
        out.optional("users", presence.users()).flag("watch", presence.watch());
        if (presence.away() != null) out.field("away", presence.away());
    }

    private static void anchor(JsonOut out, Anchor anchor) {
        if (anchor.side() != Anchor.Side.LATEST) out.field(Wire.lower(anchor.side()), anchor.seq());
    }

    private static void cursorOrNothing(JsonOut out, @Nullable Cursor cursor) {
        if (cursor != null) ValueWriter.cursor(out, cursor);
    }

    private static void roomCreate(JsonOut out, Request.RoomCreate create) {
        out.field("kind", create.kind().name())
                .optional("cid", create.cid())
                .optional("room", create.room())
                .optional("title", create.title())
                .optional("user", create.user())
                .optional("members", create.members());
        ValueWriter.settings(out, create.settings());
    }

    private static void hello(JsonOut out, Request.Hello hello) {
        out.field("v", hello.v())
                .optional("token", hello.token())
                .optional("device", hello.device())
                .optional("client", hello.client());
        if (hello.rooms().isEmpty()) return;
        out.beginObject("rooms");
        // Sorted, because the order of a Map.copyOf changes from one JVM to the next.
        for (Map.Entry<String, Cursor> room : new TreeMap<>(hello.rooms()).entrySet()) {
            out.beginObjectAt(room.getKey());
            ValueWriter.cursor(out, room.getValue());
            out.endObject();
        }
        out.endObject();
    }
}
