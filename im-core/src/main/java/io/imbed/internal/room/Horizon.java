package io.imbed.internal.room;

import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.protocol.RoomSettings;
import io.imbed.spi.EventSlice;
import io.imbed.spi.MemberRow;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far back somebody may read a room's messages: where a room shows its history since joining only, messages that are
 * older do not exist for a member, and events about them say nothing but that they were.
 *
 * @param seq of the newest message that may not be seen; 0 if all may
 */
public record Horizon(long seq) {
    static final Horizon NONE = new Horizon(0);

    /** @param member null for the host, who sees everything */
    static Horizon of(RoomState room, @Nullable MemberRow member) {
        return member == null ? NONE : of(room, member.joinedSeq());
    }

    static Horizon of(RoomState room, long joinedSeq) {
        return of(room.row().settings().history(), joinedSeq);
    }

    static Horizon of(RoomSettings.History history, long joinedSeq) {
        return history == RoomSettings.History.JOINED && joinedSeq > 0 ? new Horizon(joinedSeq) : NONE;
    }

    /** Whether this message may not be seen. */
    public boolean hides(long message) {
        return message > 0 && message <= seq;
    }

    /** The event as it may be seen. */
    public Event seen(Event event) {
        return hides(event.body().seq()) ? hidden(event.room(), event.epoch(), event.rev(), event.at()) : event;
    }

    /** What is told of an event about a message that may not be seen: its place in the log. */
    static Event hidden(String room, String epoch, long rev, Instant at) {
        return new Event(room, epoch, rev, at, Event.SYSTEM, new EventBody.Hidden());
    }

    /** The page of events as it may be seen. */
    public EventSlice seen(EventSlice slice) {
        if (seq == 0) return slice;
        return new EventSlice(
                slice.gap(), slice.events().stream().map(this::seen).toList(), slice.head());
    }

    /** The same side of what may be seen, so that a page does not come out empty while there is something to see. */
    public Anchor within(Anchor anchor) {
        return switch (anchor.side()) {
            case LATEST, BEFORE -> anchor;
            case AFTER -> new Anchor(Side.AFTER, Math.max(anchor.seq(), seq));
            case AROUND -> new Anchor(Side.AROUND, Math.max(anchor.seq(), seq + 1));
        };
    }

    /** Messages as they may be seen, with no others before them. */
    public MessageSlice seen(MessageSlice slice) {
        return seen(slice, Side.LATEST);
    }

    /**
     * The page of messages on this side, read {@link #within}, as it may be seen: before the first one that may be seen
     * there is nothing, so a page that begins with it does not say that there is more.
     */
    public MessageSlice seen(MessageSlice slice, Side side) {
        List<Message> all = slice.messages();
        if (seq == 0 || all.isEmpty() || all.get(0).seq() > seq + 1) return slice;
        List<Message> seen = all.stream().filter(each -> !hides(each.seq())).toList();
        return new MessageSlice(seen, side == Side.AFTER && slice.more(), slice.rev());
    }
}
