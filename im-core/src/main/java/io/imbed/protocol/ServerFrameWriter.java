package io.imbed.protocol;

/** Writes what a server sends, but for the results of requests, which are {@link ResultWriter}'s. */
final class ServerFrameWriter {
    private ServerFrameWriter() {}

    static JsonOut write(ServerFrame frame) {
        JsonOut out = new JsonOut(capacity(frame));
        out.beginObject();
        if (frame instanceof Event event) {
            event(out, event);
        } else if (frame instanceof ServerFrame.Reply reply) {
            ResultWriter.write(out.field("re", reply.re()), reply.result());
        } else if (frame instanceof ServerFrame.ErrorReply error) {
            error(out, error);
        } else if (frame instanceof ServerFrame.TypingSignal typing) {
            signal(out, typing.room(), "typing").field("user", typing.user()).field("on", typing.on());
        } else if (frame instanceof ServerFrame.MarkSignal mark) {
            signal(out, mark.room(), Wire.lower(mark.kind()))
                    .field("user", mark.user())
                    .field("seq", mark.seq());
        } else if (frame instanceof ServerFrame.MembersSignal members) {
            signal(out, members.room(), "members").field("count", members.count());
        } else if (frame instanceof ServerFrame.MineSignal signal) {
            ValueWriter.mine(signal(out, signal.room(), "mine"), signal.mine());
        } else if (frame instanceof ServerFrame.PresenceSignal signal) {
            ValueWriter.presence(out.field("ev", "signal").field("type", "presence"), signal.presence());
        } else {
            control(out, frame);
        }
        return out.endObject();
    }

    /** So that the two hot frames, a message's event and the reply to its send, are written without growing. */
    private static int capacity(ServerFrame frame) {
        if (!(frame instanceof Event event)) return 128;
        if (!(event.body() instanceof EventBody.Posted posted)) return 256;
        Content content = posted.message().content();
        return 400 + (content == null ? 0 : content.json().text().length());
    }

    /** The fields of an event, within an object that the caller opens and closes. */
    static void event(JsonOut out, Event event) {
        EventBody body = event.body();
        out.field("ev", "event")
                .field("room", event.room())
                .field("epoch", event.epoch())
                .field("rev", event.rev())
                .field("type", body.type())
                .field("at", event.at())
                .field("by", event.by());
        if (body instanceof EventBody.Posted posted) {
            out.beginObject("message");
            ValueWriter.message(out, posted.message());
            out.endObject();
        } else if (body instanceof EventBody.Edited edited) {
            out.field("seq", edited.seq());
            if (edited.content() != null) out.field("content", edited.content().json());
            out.optional("mentions", edited.mentions());
        } else if (body instanceof EventBody.Recalled recalled) {
            out.field("seq", recalled.seq());
        } else if (body instanceof EventBody.Reacted reacted) {
            out.field("seq", reacted.seq()).field("key", reacted.key()).field("on", reacted.on());
        } else if (body instanceof EventBody.Pinned pinned) {
            out.field("seq", pinned.seq()).field("on", pinned.on());
        } else if (body instanceof EventBody.Joined joined) {
            out.field("user", joined.user()).field("name", joined.name()).field("role", Wire.lower(joined.role()));
        } else if (body instanceof EventBody.RoleChanged changed) {
            out.field("user", changed.user()).field("role", Wire.lower(changed.role()));
        } else if (body instanceof EventBody.RoomChanged changed) {
            out.optional("title", changed.title());
            ValueWriter.settings(out, changed.settings());
        } else if (body instanceof EventBody.Muted muted) {
            out.field("user", muted.user()).optional("until", muted.until()).optional("reason", muted.reason());
        } else if (body instanceof EventBody.Banned banned) {
            out.field("user", banned.user()).optional("until", banned.until()).optional("reason", banned.reason());
        } else {
            out.optional(
                    "user",
                    body.user()); // left, kicked and the like; nothing for a type that this version does not know
        }
    }

    private static void error(JsonOut out, ServerFrame.ErrorReply error) {
        out.field("re", error.re())
                .beginObject("error")
                .field("code", error.code().name())
                .field("message", error.message())
                .field("retryable", error.code().retryable())
                .optional("retryAfterMs", error.retryAfterMs())
                .flag("unknown", error.unknown())
                .endObject();
    }

    private static JsonOut signal(JsonOut out, String room, String type) {
        return out.field("ev", "signal").field("room", room).field("type", type);
    }

    private static void control(JsonOut out, ServerFrame frame) {
        if (frame instanceof ServerFrame.RoomGained gained) {
            out.field("ev", "room").beginObject("room");
            ValueWriter.room(out, gained.room());
            out.endObject();
        } else if (frame instanceof ServerFrame.RoomGone gone) {
            out.field("ev", "gone").field("room", gone.room());
        } else if (frame instanceof ServerFrame.Reset reset) {
            out.field("ev", "reset").field("room", reset.room());
            ValueWriter.cursor(out, reset.cursor());
        } else if (frame instanceof ServerFrame.ServerPing) {
            out.field("ev", "ping");
        } else if (frame instanceof ServerFrame.Closing closing) {
            out.field("ev", "closing")
                    .field("code", closing.reason().code())
                    .field("reason", closing.reason().text())
                    .field("retryAfterMs", closing.retryAfterMs());
        } else {
            throw new IllegalArgumentException(frame.getClass().getSimpleName()
                    + " is what a client makes of an unknown frame; it has no wire form");
        }
    }
}
