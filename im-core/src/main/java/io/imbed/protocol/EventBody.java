package io.imbed.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened, by type. PROTOCOL.md, "Events", lists them in this order. */
public sealed interface EventBody {
    /** The {@code type} on the wire. */
    String type();

    /** Why it was done, for people. */
    default @Nullable String reason() {
        return null;
    }

    /** The message this is about, or 0. */
    default long seq() {
        return 0;
    }

    /** The user this is about, if it is about one. */
    default @Nullable String user() {
        return null;
    }

    /** A message was posted. It comes as it is when read, so it may be edited or recalled already. */
    record Posted(Message message) implements EventBody {
        @Override
        public String type() {
            return "message";
        }

        @Override
        public long seq() {
            return message.seq();
        }
    }

    /**
     * A message's content was replaced, and with it whom it mentions.
     *
     * @param content as it is when read; null if the message has been recalled since
     * @param mentions as they are when read
     */
    record Edited(long seq, @Nullable Content content, List<String> mentions) implements EventBody {
        public Edited {
            mentions = List.copyOf(mentions);
        }

        /** As it is kept in a log: what it says is filled in from the message when it is read. */
        public static Edited bare(long seq) {
            return new Edited(seq, null, List.of());
        }

        /** As it is read while the message stands like this; null if it is not kept. */
        public static Edited of(long seq, @Nullable Message message) {
            return message == null ? bare(seq) : new Edited(seq, message.content(), message.mentions());
        }

        @Override
        public String type() {
            return "edited";
        }
    }

    /** A message's content was taken back. */
    record Recalled(long seq) implements EventBody {
        @Override
        public String type() {
            return "recalled";
        }
    }

    /** The event's {@code by} reacted to a message, or took its reaction back. */
    record Reacted(long seq, String key, boolean on) implements EventBody {
        @Override
        public String type() {
            return "reaction";
        }
    }

    /** A message was pinned, or is not any more. */
    record Pinned(long seq, boolean on) implements EventBody {
        @Override
        public String type() {
            return "pinned";
        }
    }

    /** A user became a member, by itself or invited by the event's {@code by}. */
    record Joined(String user, String name, Role role) implements EventBody {
        /** Without the name, in whose place the id stands. */
        public Joined unnamed() {
            return new Joined(user, user, role);
        }

        /** Whether it tells more of this user than its id. */
        public boolean names(String who) {
            return user.equals(who) && !name.equals(user);
        }

        @Override
        public String type() {
            return "joined";
        }
    }

    /** A member left. */
    record Left(String user) implements EventBody {
        @Override
        public String type() {
            return "left";
        }
    }

    /** A member was removed by the event's {@code by}. */
    record Kicked(String user) implements EventBody {
        @Override
        public String type() {
            return "kicked";
        }
    }

    /** A member's role changed. */
    record RoleChanged(String user, Role role) implements EventBody {
        @Override
        public String type() {
            return "role";
        }
    }

    /**
     * A member may not speak any more.
     *
     * @param until null for good
     */
    record Muted(
            String user, @Nullable Instant until, @Nullable String reason) implements EventBody {
        @Override
        public String type() {
            return "muted";
        }
    }

    /** A member may speak again, before its time. */
    record Unmuted(String user) implements EventBody {
        @Override
        public String type() {
            return "unmuted";
        }
    }

    /**
     * A user may not be a member any more, and is none from here on if it was one.
     *
     * @param until null for good
     */
    record Banned(
            String user, @Nullable Instant until, @Nullable String reason) implements EventBody {
        @Override
        public String type() {
            return "banned";
        }
    }

    /** A user may become a member again, before its time. */
    record Unbanned(String user) implements EventBody {
        @Override
        public String type() {
            return "unbanned";
        }
    }

    /**
     * The room is called something else, or other things can be done in it.
     *
     * @param title what it is called now, changed or not; null if nothing
     * @param settings the parts that have changed
     */
    record RoomChanged(@Nullable String title, SettingsPatch settings) implements EventBody {
        @Override
        public String type() {
            return "room";
        }
    }

    /** Something happened to a message that the reader may not see. It counts for the cursor. */
    record Hidden() implements EventBody {
        @Override
        public String type() {
            return "hidden";
        }
    }

    /** A type this version does not know. It counts for the cursor and changes nothing. */
    record Unknown(String type) implements EventBody {}
}
