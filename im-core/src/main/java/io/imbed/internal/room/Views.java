package io.imbed.internal.room;

import io.imbed.protocol.BanView;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Durability;
import io.imbed.protocol.Message;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomView;
import io.imbed.spi.MemberRow;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore.Seat;
import java.util.List;

/** What users see of a room. */
public final class Views {
    private Views() {}

    /**
     * For somebody who is not a member.
     *
     * @param count how many it has, here and below ({@link Lanes#count})
     */
    public static RoomView outside(RoomState room, long count) {
        return new RoomView(room.row().id(), room.row().kind(), room.row().title(), count, null);
    }

    /** A page of history with the range of seqs that it speaks for. */
    public static Result.MessagePage page(MessageSlice slice) {
        List<Message> messages = slice.messages();
        long from = messages.isEmpty() ? 0 : messages.get(0).seq();
        long to = messages.isEmpty() ? 0 : messages.get(messages.size() - 1).seq();
        return new Result.MessagePage(messages, slice.more(), from, to, slice.rev());
    }

    public static BanView ban(Restraint ban) {
        return new BanView(ban.user(), ban.by(), ban.at(), Term.shown(ban.until()), ban.reason());
    }

    /** For a member, from the storage's one row. */
    public static RoomView member(Seat seat, long count, Durability durability) {
        return view(seat.room(), seat.member(), seat.room().head(), seat.mentions(), count, durability);
    }

    /** For somebody who has just become a member, and has nothing unread. */
    static RoomView admitted(RoomState room, MemberRow member, Cursor at, long count, Durability durability) {
        return view(room, member, at, 0, count, durability);
    }

    /** For somebody who attends a LIVE room: of what mentions it nothing is counted. */
    public static RoomView attending(RoomState room, MemberRow member, long count, Durability durability) {
        return view(room, member, room.head(), 0, count, durability);
    }

    private static RoomView view(
            RoomState room, MemberRow member, Cursor at, long mentions, long count, Durability durability) {
        Message newest = room.last();
        Horizon horizon = Horizon.of(room, member);
        Message last = newest == null || horizon.hides(newest.seq()) ? null : newest;
        return new RoomView(
                room.row().id(),
                room.row().kind(),
                room.row().title(),
                count,
                new RoomView.Membership(
                        room.row().peerOf(member.user()).orElse(null),
                        at.epoch(),
                        at.rev(),
                        room.seq(),
                        member.joinedSeq(),
                        member.read(),
                        Math.max(0, room.seq() - Math.max(member.read(), member.joinedSeq())),
                        mentions,
                        member.role(),
                        member.mutedUntil(),
                        last == null ? null : RoomView.Last.of(last),
                        durability,
                        room.row().settings(),
                        member.preferences().shown(room.seq())));
    }
}
