package io.imbed.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the results of requests by the op that was asked: the reverse of {@link ResultWriter}. */
final class ResultReader {
    private static final Result.Done DONE = new Result.Done();

    private ResultReader() {}

    static Result read(String op, Fields in) {
        return switch (op) {
            case "ping",
                    "leave",
                    "invite",
                    "kick",
                    "role",
                    "mute",
                    "unmute",
                    "ban",
                    "unban",
                    "room.update",
                    "room.delete",
                    "edit",
                    "recall",
                    "react",
                    "pin",
                    "mark",
                    "typing",
                    "signout" -> DONE;
            case "send" -> sent(in);
            case "history" -> messages(in);
            case "readers" ->
                new Result.ReaderPage(
                        in.objects("readers").stream().map(ValueReader::user).toList(), in.bool("more"));
            case "pins" -> new Result.Pins(messageList(in), in.natural("rev"));
            case "sync" -> events(in);
            case "members" -> members(in);
            case "bans" ->
                new Result.BanPage(
                        in.objects("bans").stream().map(ValueReader::ban).toList(), in.bool("more"));
            case "room.list" -> new Result.Rooms(ValueReader.rooms(in), in.bool("more"));
            case "room.create", "room.get" -> new Result.OneRoom(ValueReader.room(in.object("room")));
            case "presence" -> presence(in);
            case "sessions" -> sessions(in);
            case "join" -> new Result.Joined(ValueReader.room(in.object("room")), in.bool("recovered"));
            case "auth" -> new Result.Renewed(expiresInMs(in));
            case "hello" -> welcome(in);
            default -> throw new IllegalArgumentException("no op of im.v1 is called " + op);
        };
    }

    private static Result sent(Fields in) {
        return new Result.Sent(
                in.natural("seq"),
                in.natural("rev"),
                in.time("at"),
                in.boolOrFalse("dup"),
                ValueReader.contentOrNull(in));
    }

    private static Result messages(Fields in) {
        List<Message> messages = messageList(in);
        long[] range = in.pair("range");
        return new Result.MessagePage(messages, in.bool("more"), range[0], range[1], in.natural("rev"));
    }

    private static List<Message> messageList(Fields in) {
        return in.objects("messages").stream().map(ValueReader::message).toList();
    }

    private static Result events(Fields in) {
        List<Event> events =
                in.objects("events").stream().map(ServerFrameReader::event).toList();
        return new Result.EventPage(events, in.bool("more"));
    }

    private static Result members(Fields in) {
        List<MemberView> members =
                in.objects("members").stream().map(ValueReader::member).toList();
        return new Result.MemberPage(members, in.bool("more"));
    }

    private static Result presence(Fields in) {
        return new Result.Presence(
                in.objects("presence").stream().map(ValueReader::presence).toList());
    }

    private static Result sessions(Fields in) {
        return new Result.Sessions(
                in.objects("sessions").stream().map(ValueReader::session).toList());
    }

    private static Result welcome(Fields in) {
        return new Result.Welcome(
                in.string("session"),
                ValueReader.user(in.object("user")),
                in.time("time"),
                in.natural("pingMs"),
                expiresInMs(in),
                bounds(in.object("limits")),
                ValueReader.rooms(in),
                in.bool("more"));
    }

    private static Result.Bounds bounds(Fields in) {
        return new Result.Bounds(
                size(in, "maxFrameBytes"), size(in, "maxTextBytes"), size(in, "maxPage"), size(in, "maxCatchUp"));
    }

    private static int size(Fields in, String name) {
        return (int) in.integer(name, 0, Integer.MAX_VALUE);
    }

    private static @Nullable Long expiresInMs(Fields in) {
        return in.integerOrNull("expiresInMs", 0, JsonTreeReader.MAX_INTEGER);
    }
}
