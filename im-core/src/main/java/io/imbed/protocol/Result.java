package io.imbed.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a successful {@link ServerFrame.Reply} holds; which one follows from the op that was asked. */
public sealed interface Result {
    /**
     * Of ops whose success says all: {@code ping leave invite kick role mute unmute ban unban room.update room.delete edit
     * recall mark typing signout}.
     */
    record Done() implements Result {}

    /**
     * Of {@code hello}.
     *
     * @param pingMs how often the server pings
     * @param expiresInMs how long the token is good for, if it ends
     * @param rooms the 100 most recently active rooms of the user
     * @param more whether there are other rooms
     */
    record Welcome(
            String session,
            UserView user,
            Instant time,
            long pingMs,
            @Nullable Long expiresInMs,
            Bounds limits,
            List<RoomView> rooms,
            boolean more)
            implements Result {
        public Welcome {
            rooms = List.copyOf(rooms);
        }
    }

    /** The limits a client must know to stay within. Sizes in bytes of UTF-8. */
    record Bounds(int maxFrameBytes, int maxTextBytes, int maxPage, int maxCatchUp) {}

    /** Of {@code auth}. */
    record Renewed(@Nullable Long expiresInMs) implements Result {}

    /** Of {@code room.create} and {@code room.get}. */
    record OneRoom(RoomView room) implements Result {}

    /** Of {@code room.list}. */
    record Rooms(List<RoomView> rooms, boolean more) implements Result {
        public Rooms {
            rooms = List.copyOf(rooms);
        }
    }

    /** Of {@code join}; {@code recovered} if the events after the given cursor follow. */
    record Joined(RoomView room, boolean recovered) implements Result {}

    /** Of {@code members}. */
    record MemberPage(List<MemberView> members, boolean more) implements Result {
        public MemberPage {
            members = List.copyOf(members);
        }
    }

    /** Of {@code bans}. */
    record BanPage(List<BanView> bans, boolean more) implements Result {
        public BanPage {
            bans = List.copyOf(bans);
        }
    }

    /**
     * Of {@code send}: the log has it.
     *
     * @param dup whether an earlier send with the same cid had stored it already
     * @param content the stored form, only if a hook changed it
     */
    record Sent(
            long seq,
            long rev,
            Instant at,
            boolean dup,
            @Nullable Content content) implements Result {}

    /**
     * Of {@code history}.
     *
     * @param messages ascending by seq
     * @param more whether there are messages beyond this page, on the side that was asked for
     * @param from the lowest seq this page speaks for, 0 if none
     * @param to the highest seq this page speaks for
     * @param rev as of which the messages are true
     */
    record MessagePage(List<Message> messages, boolean more, long from, long to, long rev) implements Result {
        public MessagePage {
            messages = List.copyOf(messages);
        }
    }

    /**
     * Of {@code pins}.
     *
     * @param messages ascending by seq
     * @param rev as of which they are true
     */
    record Pins(List<Message> messages, long rev) implements Result {
        public Pins {
            messages = List.copyOf(messages);
        }
    }

    /** Of {@code readers}: by id. */
    record ReaderPage(List<UserView> readers, boolean more) implements Result {
        public ReaderPage {
            readers = List.copyOf(readers);
        }
    }

    /** Of {@code presence}: one for each user asked about, in the order asked. */
    record Presence(List<PresenceView> presence) implements Result {
        public Presence {
            presence = List.copyOf(presence);
        }
    }

    /** Of {@code sessions}: oldest first. */
    record Sessions(List<OwnSession> sessions) implements Result {
        public Sessions {
            sessions = List.copyOf(sessions);
        }
    }

    /** Of {@code sync}: events without a gap after the cursor asked for. */
    record EventPage(List<Event> events, boolean more) implements Result {
        public EventPage {
            events = List.copyOf(events);
        }
    }
}
