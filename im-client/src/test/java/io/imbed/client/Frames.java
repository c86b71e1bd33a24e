package io.imbed.client;

import io.imbed.protocol.Content;
import io.imbed.protocol.Durability;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.ServerFrame;
import io.imbed.protocol.UserView;
import java.time.Instant;
import java.util.List;

/** What servers say, in short. Seqs equal revs, which is so in a room where nothing but messages happens. */
final class Frames {
    static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);
    static final long PING_MS = 25_000;

    private Frames() {}

    static RoomView room(String id, String epoch, long rev) {
        RoomView.Membership mine = new RoomView.Membership(
                null,
                epoch,
                rev,
                rev,
                0,
                0,
                0,
                0,
                Role.MEMBER,
                null,
                null,
                Durability.DISK,
                RoomSettings.preset(RoomKind.GROUP),
                OwnSettings.DEFAULT);
        return new RoomView(id, RoomKind.GROUP, null, 2, mine);
    }

    static Result.Welcome welcome(RoomView... rooms) {
        return welcome(null, false, rooms);
    }

    static Result.Welcome welcome(Long expiresInMs, boolean more, RoomView... rooms) {
        Result.Bounds bounds = new Result.Bounds(65_536, 8_192, 100, 1_000);
        UserView me = new UserView("me", "Me", null);
        return new Result.Welcome("s1", me, AT, PING_MS, expiresInMs, bounds, List.of(rooms), more);
    }

    static Event message(String room, String epoch, long rev) {
        return message(room, epoch, rev, "other", "cid-" + rev, "text " + rev);
    }

    static Event message(String room, String epoch, long rev, String sender, String cid, String text) {
        Message message =
                new Message(room, rev, rev, cid, sender, sender, AT, Content.text(text), null, List.of(), null, null);
        return new Event(room, epoch, rev, AT, sender, new EventBody.Posted(message));
    }

    static Result.Sent sent(long rev) {
        return new Result.Sent(rev, rev, AT, false, null);
    }

    static ServerFrame.ErrorReply error(Request request, ErrorCode code) {
        return new ServerFrame.ErrorReply(request.id(), code, "no", null, false);
    }

    static ServerFrame.ErrorReply later(Request request, ErrorCode code, long retryAfterMs) {
        return new ServerFrame.ErrorReply(request.id(), code, "later", retryAfterMs, false);
    }
}
