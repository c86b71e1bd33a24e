package io.imbed.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.ImServer;
import io.imbed.ImportedMessage;
import io.imbed.Imports;
import io.imbed.NewRoom;
import io.imbed.Rooms;
import io.imbed.SendOptions;
import io.imbed.protocol.Content;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.ImException;
import io.imbed.protocol.JsonLimits;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Request;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.ServerFrame;
import io.imbed.protocol.SettingsPatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lets the host ask in the words of the wire, and be answered in them. */
final class HostDoor {
    private static final FrameCodec CODEC = new FrameCodec(JsonLimits.DEFAULT);

    private final Rooms rooms;
    private final Imports imports;

    HostDoor(ImServer server) {
        this.rooms = server.rooms();
        this.imports = server.imports();
    }

    /** What the host API makes of a request. */
    CompletionStage<JsonObject> ask(String op, JsonObject said) {
        return answer(op, said).handle((reply, error) -> error == null ? reply : refusal(error));
    }

    private CompletionStage<JsonObject> answer(String op, JsonObject said) {
        if (op.equals("import")) return imported(said);
        return call(op, said)
                .thenApply(result -> JsonParser.parseString(CODEC.encode(new ServerFrame.Reply(1, result)))
                        .getAsJsonObject());
    }

    private CompletionStage<JsonObject> imported(JsonObject said) {
        String sender = string(said, "sender");
        Instant at = Instant.ofEpochMilli(number(said, "at"));
        ImportedMessage message = ImportedMessage.of(string(said, "cid"), sender, sender, at, content(said))
                .withMentions(strings(said, "mentions"));
        return imports.messages(string(said, "room"), List.of(message)).thenApply(stored -> {
            JsonArray seqs = new JsonArray();
            stored.seqs().forEach(seqs::add);
            JsonObject reply = new JsonObject();
            reply.add("seqs", seqs);
            reply.addProperty("stored", stored.stored());
            return reply;
        });
    }

    private static JsonObject refusal(Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        if (!(cause instanceof ImException known)) throw new AssertionError("the host API failed", cause);
        JsonObject code = World.fields("code", known.code().name());
        JsonObject reply = new JsonObject();
        reply.add("error", code);
        return reply;
    }

    private CompletionStage<? extends Result> call(String op, JsonObject said) {
        String room = string(said, "room");
        String user = string(said, "user");
        return switch (op) {
            case "room.create" -> rooms.create(newRoom(said)).thenApply(Result.OneRoom::new);
            case "room.update" -> done(update(room, said));
            case "room.delete" -> done(rooms.delete(room));
            case "invite" -> done(rooms.invite(room, user, role(said)));
            case "kick" -> done(rooms.kick(room, user));
            case "role" -> done(rooms.role(room, user, role(said)));
            case "mute" -> done(rooms.mute(room, user, time(said), string(said, "reason")));
            case "unmute" -> done(rooms.unmute(room, user));
            case "ban" -> done(rooms.ban(room, user, time(said), string(said, "reason")));
            case "unban" -> done(rooms.unban(room, user));
            case "bans" ->
                rooms.bans(room, string(said, "after"), said.get("limit").getAsInt())
                        .thenApply(bans -> new Result.BanPage(bans, false));
            case "members" ->
                rooms.members(room, string(said, "after"), said.get("limit").getAsInt())
                        .thenApply(members -> new Result.MemberPage(members, false));
            case "send" ->
                rooms.send(room, Identity.system(), draft(said), SendOptions.DEFAULT.withCid(string(said, "cid")));
            case "edit" ->
                done(rooms.edit(room, said.get("seq").getAsLong(), content(said), strings(said, "mentions")));
            case "recall" -> done(rooms.recall(room, said.get("seq").getAsLong()));
            case "react" ->
                done(rooms.react(
                        room,
                        said.get("seq").getAsLong(),
                        user,
                        string(said, "key"),
                        said.get("on").getAsBoolean()));
            case "pin" ->
                done(rooms.pin(room, said.get("seq").getAsLong(), said.get("on").getAsBoolean()));
            case "mark" -> done(rooms.mark(room, user, number(said, "read"), number(said, "delivered")));
            case "readers" ->
                rooms.readers(
                                room,
                                said.get("seq").getAsLong(),
                                string(said, "after"),
                                said.get("limit").getAsInt())
                        .thenApply(readers -> new Result.ReaderPage(readers, false));
            case "pins" -> rooms.pins(room).thenApply(pins -> new Result.Pins(pins, 0));
            case "history" ->
                rooms.history(room, anchor(said), said.get("limit").getAsInt());
            default -> throw new IllegalArgumentException("the host has no " + op);
        };
    }

    private CompletionStage<Void> update(String room, JsonObject said) {
        if (said.has("mine"))
            return rooms.prefer(room, string(said, "user"), decoded(said).mine());
        return said.has("settings")
                ? rooms.configure(room, decoded(said).settings())
                : rooms.update(room, string(said, "title"));
    }

    private static CompletionStage<Result> done(CompletionStage<Void> stage) {
        return stage.thenApply(nothing -> new Result.Done());
    }

    private static NewRoom newRoom(JsonObject said) {
        RoomKind kind = RoomKind.valueOf(string(said, "kind"));
        List<String> members = strings(said, "members");
        return new NewRoom(
                kind, string(said, "room"), string(said, "title"), string(said, "owner"), members, SettingsPatch.NONE);
    }

    private static Draft draft(JsonObject said) {
        Long replyTo = said.has("replyTo") ? said.get("replyTo").getAsLong() : null;
        JsonText meta = said.has("meta") ? JsonText.parse(said.get("meta").toString()) : null;
        return new Draft(content(said), replyTo, strings(said, "mentions"), meta);
    }

    private static Content content(JsonObject said) {
        return Content.parse(said.get("content").toString());
    }

    private static Anchor anchor(JsonObject said) {
        for (Anchor.Side side : Anchor.Side.values()) {
            String name = side.name().toLowerCase(Locale.ROOT);
            if (said.has(name)) return new Anchor(side, said.get(name).getAsLong());
        }
        return Anchor.LATEST;
    }

    private static Request.RoomUpdate decoded(JsonObject said) {
        JsonObject request = said.deepCopy();
        request.addProperty("op", "room.update");
        request.addProperty("id", 1);
        return (Request.RoomUpdate) CODEC.decodeRequest(request.toString());
    }

    private static Role role(JsonObject said) {
        return Role.valueOf(string(said, "role").toUpperCase(Locale.ROOT));
    }

    private static @Nullable Duration time(JsonObject said) {
        return said.has("ms") ? Duration.ofMillis(said.get("ms").getAsLong()) : null;
    }

    private static @Nullable String string(JsonObject said, String name) {
        return said.has(name) ? said.get(name).getAsString() : null;
    }

    private static long number(JsonObject said, String name) {
        return said.has(name) ? said.get(name).getAsLong() : 0;
    }

    private static List<String> strings(JsonObject said, String name) {
        JsonArray array = said.has(name) ? said.getAsJsonArray(name) : new JsonArray();
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }
}
