package io.imbed.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a server sends. Kinds of frame, event and signal that this version does not know are passed over, so that
 * an old client lives with a newer server.
 */
final class ServerFrameReader {
    private ServerFrameReader() {}

    static ServerFrame read(String line, JsonLimits limits, LongFunction<@Nullable String> opOf) {
        try {
            JsonElement root = StrictJson.parse(line, limits);
            if (!(root instanceof JsonObject object)) {
                throw new MalformedFrameException("a frame is " + Sentences.describe(root) + ", must be an object");
            }
            Fields in = new Fields("", object);
            return in.has("re") ? reply(in, opOf) : pushed(in);
        } catch (MalformedFrameException e) {
            // With the request's id the client can end the one request that waits for this line.
            throw e.of(RequestReader.positiveInteger(line, "re"));
        }
    }

    private static ServerFrame reply(Fields in, LongFunction<@Nullable String> opOf) {
        long re = in.natural("re");
        Fields error = in.objectOrNull("error");
        if (error != null) return error(re, error);
        String op = opOf.apply(re);
        if (op == null) return new ServerFrame.Unrecognized("re");
        return new ServerFrame.Reply(re, ResultReader.read(op, in));
    }

    private static ServerFrame error(long re, Fields in) {
        return new ServerFrame.ErrorReply(
                re,
                code(in.string("code"), in.boolOrFalse("retryable")),
                in.string("message"),
                in.integerOrNull("retryAfterMs", 0, JsonTreeReader.MAX_INTEGER),
                in.boolOrFalse("unknown"));
    }

    /** A code of a later version is what it says of itself: something to be tried again, or not. */
    private static ErrorCode code(String name, boolean retryable) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(name)) return code;
        }
        return retryable ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL;
    }

    private static ServerFrame pushed(Fields in) {
        String ev = in.string("ev");
        return switch (ev) {
            case "event" -> event(in);
            case "signal" -> signal(in);
            case "room" -> gained(in.object("room"));
            case "gone" -> new ServerFrame.RoomGone(in.id("room"));
            case "reset" -> new ServerFrame.Reset(in.id("room"), RequestReader.cursor(in));
            case "ping" -> new ServerFrame.ServerPing();
            case "closing" -> closing(in);
            default -> new ServerFrame.Unrecognized(ev);
        };
    }

    static Event event(Fields in) {
        return new Event(
                in.id("room"),
                in.id("epoch"),
                in.integer("rev", 1, JsonTreeReader.MAX_INTEGER),
                in.time("at"),
                in.id("by"),
                body(in.string("type"), in));
    }

    private static EventBody body(String type, Fields in) {
        return switch (type) {
            case "message" -> new EventBody.Posted(ValueReader.message(in.object("message")));
            case "edited" ->
                new EventBody.Edited(
                        in.natural("seq"), ValueReader.contentOrNull(in), in.ids("mentions", Integer.MAX_VALUE));
            case "recalled" -> new EventBody.Recalled(in.natural("seq"));
            case "reaction" -> new EventBody.Reacted(in.natural("seq"), in.string("key"), in.bool("on"));
            case "pinned" -> new EventBody.Pinned(in.natural("seq"), in.bool("on"));
            case "joined" -> new EventBody.Joined(in.id("user"), in.string("name"), in.lower("role", Role.class));
            case "left" -> new EventBody.Left(in.id("user"));
            case "kicked" -> new EventBody.Kicked(in.id("user"));
            case "role" -> new EventBody.RoleChanged(in.id("user"), in.lower("role", Role.class));
            case "muted" -> new EventBody.Muted(in.id("user"), in.timeOrNull("until"), in.stringOrNull("reason"));
            case "unmuted" -> new EventBody.Unmuted(in.id("user"));
            case "banned" -> new EventBody.Banned(in.id("user"), in.timeOrNull("until"), in.stringOrNull("reason"));
            case "unbanned" -> new EventBody.Unbanned(in.id("user"));
            case "room" -> new EventBody.RoomChanged(in.stringOrNull("title"), ValueReader.settings(in));
            case "hidden" -> new EventBody.Hidden();
            default -> new EventBody.Unknown(type);
        };
    }

    private static ServerFrame signal(Fields in) {
        String type = in.string("type");
        return switch (type) {
            case "typing" -> new ServerFrame.TypingSignal(in.id("room"), in.id("user"), in.bool("on"));
            case "read" -> mark(ServerFrame.MarkSignal.Kind.READ, in);
            case "delivered" -> mark(ServerFrame.MarkSignal.Kind.DELIVERED, in);
            case "members" -> new ServerFrame.MembersSignal(in.id("room"), in.natural("count"));
            case "mine" -> new ServerFrame.MineSignal(in.id("room"), ValueReader.ownSettings(in));
            case "presence" -> new ServerFrame.PresenceSignal(ValueReader.presence(in));
            default -> new ServerFrame.Unrecognized("signal." + type);
        };
    }

    private static ServerFrame mark(ServerFrame.MarkSignal.Kind kind, Fields in) {
        return new ServerFrame.MarkSignal(in.id("room"), kind, in.id("user"), in.natural("seq"));
    }

    private static ServerFrame gained(Fields room) {
        if (!ValueReader.isKnownKind(room)) return new ServerFrame.Unrecognized("room");
        return new ServerFrame.RoomGained(ValueReader.room(room));
    }

    private static ServerFrame closing(Fields in) {
        CloseReason reason = new CloseReason((int) in.integer("code", 1000, 4999), in.string("reason"));
        Long retryAfterMs = in.integerOrNull("retryAfterMs", 0, JsonTreeReader.MAX_INTEGER);
        return new ServerFrame.Closing(reason, retryAfterMs == null ? 0 : retryAfterMs);
    }
}
