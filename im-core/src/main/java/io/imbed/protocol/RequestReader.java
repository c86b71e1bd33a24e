package io.imbed.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.imbed.protocol.Request.Anchor;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads requests: the one place that knows every op's arguments and their limits. PROTOCOL.md, "Operations". */
final class RequestReader {
    static final int DEFAULT_PAGE = 50;
    static final int MAX_TITLE = 200;
    static final int MAX_TOKEN = 8_192;
    static final int MAX_LABEL = 128;
    static final int MAX_INVITED = 100;

    private RequestReader() {}

    static Request read(String line, JsonLimits limits) {
        try {
            JsonElement root = StrictJson.parse(line, limits);
            if (!(root instanceof JsonObject object)) {
                throw new MalformedFrameException("a request is " + Sentences.describe(root) + ", must be an object");
            }
            Fields in = new Fields("", object);
            return read(in.string("op"), positive(in, "id"), in);
        } catch (MalformedFrameException e) {
            // Found again rather than kept while reading: the fault may stand before the id.
            throw e.of(positiveInteger(line, "id"));
        }
    }

    private static Request read(String op, long id, Fields in) {
        return switch (op) {
            case "hello" -> hello(id, in);
            case "auth" -> auth(id, in);
            case "ping" -> new Request.Ping(id);
            case "room.create" -> roomCreate(id, in);
            case "room.get" -> new Request.RoomGet(id, in.id("room"));
            case "room.update" -> roomUpdate(id, in);
            case "room.delete" -> new Request.RoomDelete(id, in.id("room"));
            case "room.list" -> roomList(id, in);
            case "join" -> new Request.Join(id, in.id("room"), cursorOrNull(in));
            case "leave" -> new Request.Leave(id, in.id("room"));
            case "members" -> new Request.Members(id, in.id("room"), in.idOrNull("after"), limit(in));
            case "invite" -> new Request.Invite(id, in.id("room"), in.id("user"));
            case "kick" -> new Request.Kick(id, in.id("room"), in.id("user"));
            case "role" -> new Request.GiveRole(id, in.id("room"), in.id("user"), in.lower("role", Role.class));
            case "mute" -> new Request.Mute(id, in.id("room"), in.id("user"), duration(in), reason(in));
            case "unmute" -> new Request.Unmute(id, in.id("room"), in.id("user"));
            case "ban" -> new Request.Ban(id, in.id("room"), in.id("user"), duration(in), reason(in));
            case "unban" -> new Request.Unban(id, in.id("room"), in.id("user"));
            case "bans" -> new Request.Bans(id, in.id("room"), in.idOrNull("after"), limit(in));
            case "send" -> send(id, in);
            case "edit" -> edit(id, in);
            case "recall" -> new Request.Recall(id, in.id("room"), positive(in, "seq"));
            case "react" -> react(id, in);
            case "pin" -> new Request.Pin(id, in.id("room"), positive(in, "seq"), in.bool("on"));
            case "pins" -> new Request.Pins(id, in.id("room"));
            case "readers" ->
                new Request.Readers(id, in.id("room"), positive(in, "seq"), in.idOrNull("after"), limit(in));
            case "history" -> new Request.History(id, in.id("room"), anchor(in), limit(in));
            case "sync" -> new Request.Sync(id, in.id("room"), cursor(in), limit(in));
            case "mark" -> mark(id, in);
            case "typing" -> new Request.Typing(id, in.id("room"), in.bool("on"));
            case "presence" -> presence(id, in);
            case "sessions" -> new Request.Sessions(id);
            case "signout" -> new Request.SignOut(id, in.idOrNull("session"));
            default ->
                throw new MalformedFrameException(id, ErrorCode.UNKNOWN_OP, "unknown op " + Sentences.harmless(op));
        };
    }

    private static Request react(long id, Fields in) {
        String room = in.id("room");
        long seq = positive(in, "seq");
        String key = in.stringOrNull("key", Reaction.MAX_KEY);
        if (key == null) throw in.bad("key", "is missing");
        return new Request.React(id, room, seq, PlainText.requireNotBlank(in, "key", key), in.bool("on"));
    }

    private static Request hello(long id, Fields in) {
        return new Request.Hello(
                id,
                (int) in.integer("v", 1, Integer.MAX_VALUE),
                in.stringOrNull("token", MAX_TOKEN),
                label(in, "device"),
                label(in, "client"),
                cursors(in));
    }

    private static @Nullable String label(Fields in, String name) {
        String label = in.stringOrNull(name, MAX_LABEL);
        return label == null ? null : PlainText.require(in, name, label);
    }

    private static Map<String, Cursor> cursors(Fields in) {
        Fields rooms = in.objectOrNull("rooms");
        if (rooms == null) return Map.of();
        int size = rooms.json().size();
        if (size > Request.Hello.MAX_ROOMS) {
            throw in.tooLarge("rooms", "has " + size + " entries, limit " + Request.Hello.MAX_ROOMS);
        }
        Map<String, Cursor> cursors = new LinkedHashMap<>();
        for (String room : rooms.json().keySet()) {
            cursors.put(Ids.requireId("a key of rooms", room), cursor(rooms.object(room)));
        }
        return cursors;
    }

    private static Request auth(long id, Fields in) {
        String token = in.stringOrNull("token", MAX_TOKEN);
        if (token == null) throw in.bad("token", "is missing");
        return new Request.Auth(id, token);
    }

    private static Request roomCreate(long id, Fields in) {
        RoomKind kind = in.upper("kind", RoomKind.class);
        String cid = cidOrNull(in);
        String room = in.idOrNull("room");
        if (room != null && !kind.isOpen()) throw in.bad("room", "may be given with kind CHANNEL or LIVE only");
        String user = in.idOrNull("user");
        if (user != null && kind != RoomKind.DIRECT) throw in.bad("user", "may be given with kind DIRECT only");
        if (user == null && kind == RoomKind.DIRECT) throw in.bad("user", "is missing, kind DIRECT needs it");
        List<String> members = in.ids("members", MAX_INVITED);
        boolean invites = kind == RoomKind.GROUP || kind == RoomKind.CHANNEL;
        if (!invites && in.has("members")) {
            throw in.bad("members", "may be given with kind GROUP or CHANNEL only");
        }
        if (kind == RoomKind.DIRECT && in.has("title")) {
            throw in.bad("title", "may be given with kind GROUP, CHANNEL or LIVE only");
        }
        if (kind == RoomKind.DIRECT && in.has("settings")) {
            throw in.bad("settings", "may be given with kind GROUP, CHANNEL or LIVE only");
        }
        return new Request.RoomCreate(id, kind, cid, room, titleOrNull(in), user, members, ValueReader.settings(in));
    }

    private static Request roomList(long id, Fields in) {
        RoomKind kind = in.has("kind") ? in.upper("kind", RoomKind.class) : null;
        // Refused rather than ignored, so that another kind can mean something one day.
        if (kind != null && !kind.isOpen()) throw in.bad("kind", "is " + kind + ", must be CHANNEL, LIVE or absent");
        return new Request.RoomList(id, kind, in.idOrNull("after"), limit(in));
    }

    private static Request roomUpdate(long id, Fields in) {
        String room = in.id("room");
        String title = titleOrNull(in);
        SettingsPatch settings = ValueReader.settings(in);
        OwnSettings.Patch mine = ValueReader.mine(in);
        boolean ofTheRoom = title != null || !settings.isEmpty();
        if (mine.isEmpty() && !ofTheRoom) throw in.bad("title", "is missing, and so are settings and mine");
        if (!mine.isEmpty() && ofTheRoom) throw in.bad("mine", "must be given alone, without title and settings");
        return new Request.RoomUpdate(id, room, title, settings, mine);
    }

    private static @Nullable String titleOrNull(Fields in) {
        String title = in.stringOrNull("title", MAX_TITLE);
        return title == null ? null : PlainText.requireNotBlank(in, "title", title);
    }

    private static @Nullable Long duration(Fields in) {
        return in.integerOrNull("ms", 1, JsonTreeReader.MAX_INTEGER);
    }

    private static @Nullable String reason(Fields in) {
        String reason = in.stringOrNull("reason", Request.MAX_REASON);
        return reason == null ? null : PlainText.requireNotBlank(in, "reason", reason);
    }

    private static Request send(long id, Fields in) {
        Fields meta = in.objectOrNull("meta");
        return new Request.Send(
                id,
                in.id("room"),
                Ids.requireCid(in.string("cid")),
                StrictJson.content(in.any("content")),
                in.integerOrNull("replyTo", 1, JsonTreeReader.MAX_INTEGER),
                in.ids("mentions", Request.Send.MAX_MENTIONS),
                meta == null ? null : StrictJson.compact(meta.json()));
    }

    private static Request edit(long id, Fields in) {
        return new Request.Edit(
                id,
                in.id("room"),
                positive(in, "seq"),
                StrictJson.content(in.any("content")),
                in.ids("mentions", Request.Send.MAX_MENTIONS));
    }

    private static Anchor anchor(Fields in) {
        Anchor anchor = Anchor.LATEST;
        for (Anchor.Side side : Anchor.Side.values()) {
            if (side == Anchor.Side.LATEST) continue;
            Long seq = in.integerOrNull(Wire.lower(side), 0, JsonTreeReader.MAX_INTEGER);
            if (seq == null) continue;
            if (anchor.side() != Anchor.Side.LATEST) {
                throw in.bad(
                        Wire.lower(side), "stands beside " + Wire.lower(anchor.side()) + ", only one may be given");
            }
            anchor = new Anchor(side, seq);
        }
        return anchor;
    }

    private static Request mark(long id, Fields in) {
        Long read = in.integerOrNull("read", 0, JsonTreeReader.MAX_INTEGER);
        Long delivered = in.integerOrNull("delivered", 0, JsonTreeReader.MAX_INTEGER);
        if (read == null && delivered == null) throw in.bad("read", "is missing, and so is delivered");
        return new Request.Mark(id, in.id("room"), read, delivered);
    }

    private static Request presence(long id, Fields in) {
        List<String> users = in.ids("users", Request.Presence.MAX_USERS);
        boolean watch = in.boolOrFalse("watch");
        Boolean away = in.has("away") ? in.bool("away") : null;
        if (users.isEmpty() && !watch && away == null) throw in.bad("users", "is missing, and so are watch and away");
        return new Request.Presence(id, users, watch, away);
    }

    private static @Nullable Cursor cursorOrNull(Fields in) {
        return in.has("epoch") || in.has("rev") ? cursor(in) : null;
    }

    static Cursor cursor(Fields in) {
        return new Cursor(in.id("epoch"), in.natural("rev"));
    }

    private static @Nullable String cidOrNull(Fields in) {
        String cid = in.stringOrNull("cid");
        return cid == null ? null : Ids.requireCid(cid);
    }

    private static int limit(Fields in) {
        Long limit = in.integerOrNull("limit", 1, Request.MAX_PAGE);
        return limit == null ? DEFAULT_PAGE : limit.intValue();
    }

    private static long positive(Fields in, String name) {
        return in.integer(name, 1, JsonTreeReader.MAX_INTEGER);
    }

    /**
     * The positive integer in a field of the outermost object of a line that was refused, so that the sender learns
     * which of its requests failed. 0 if there is none, more than one, or the line is broken before it.
     */
    static long positiveInteger(String line, String name) {
        long found = 0;
        long certain = 0; // what is found at the very end of a line that was cut off may lack digits
        boolean seen = false;
        try (JsonReader in = new JsonReader(new StringReader(line))) {
            in.setStrictness(Strictness.STRICT);
            in.beginObject();
            while (in.hasNext()) {
                certain = found;
                boolean wanted = in.nextName().equals(name);
                if (wanted && seen) return 0;
                seen |= wanted;
                if (wanted && in.peek() == JsonToken.NUMBER) {
                    found = positiveInteger(in.nextString());
                } else {
                    in.skipValue();
                }
            }
            return found;
        } catch (EOFException e) {
            return certain;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            return found;
        }
    }

    private static long positiveInteger(String literal) {
        if (literal.length() > 16 || !NumberLiteral.isInteger(literal)) return 0;
        long number = Long.parseLong(literal);
        return number > 0 && number <= JsonTreeReader.MAX_INTEGER ? number : 0;
    }
}
