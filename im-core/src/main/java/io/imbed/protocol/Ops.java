package io.imbed.protocol;

import static java.util.Map.entry;

import java.util.Map;

/** What requests are called on the wire. */
final class Ops {
    private static final Map<Class<? extends Request>, String> BY_TYPE = Map.ofEntries(
            entry(Request.Hello.class, "hello"),
            entry(Request.Auth.class, "auth"),
            entry(Request.Ping.class, "ping"),
            entry(Request.RoomCreate.class, "room.create"),
            entry(Request.RoomGet.class, "room.get"),
            entry(Request.RoomUpdate.class, "room.update"),
            entry(Request.RoomDelete.class, "room.delete"),
            entry(Request.RoomList.class, "room.list"),
            entry(Request.Join.class, "join"),
            entry(Request.Leave.class, "leave"),
            entry(Request.Members.class, "members"),
            entry(Request.Invite.class, "invite"),
            entry(Request.Kick.class, "kick"),
            entry(Request.GiveRole.class, "role"),
            entry(Request.Mute.class, "mute"),
            entry(Request.Unmute.class, "unmute"),
            entry(Request.Ban.class, "ban"),
            entry(Request.Unban.class, "unban"),
            entry(Request.Bans.class, "bans"),
            entry(Request.Send.class, "send"),
            entry(Request.Edit.class, "edit"),
            entry(Request.Recall.class, "recall"),
            entry(Request.React.class, "react"),
            entry(Request.Pin.class, "pin"),
            entry(Request.Pins.class, "pins"),
            entry(Request.Readers.class, "readers"),
            entry(Request.History.class, "history"),
            entry(Request.Sync.class, "sync"),
            entry(Request.Mark.class, "mark"),
            entry(Request.Typing.class, "typing"),
            entry(Request.Presence.class, "presence"),
            entry(Request.Sessions.class, "sessions"),
            entry(Request.SignOut.class, "signout"));

    private Ops() {}

    static String of(Class<? extends Request> type) {
        String op = BY_TYPE.get(type);
        if (op == null) throw new IllegalStateException(type.getSimpleName() + " has no op");
        return op;
    }
}
