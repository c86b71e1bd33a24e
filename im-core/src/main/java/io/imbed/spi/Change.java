package io.imbed.spi;

import io.imbed.protocol.Content;
import io.imbed.protocol.JsonText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row that an {@link Entry} writes. */
public sealed interface Change {
    /** Whether this raises the room's policy version. */
    default boolean policy() {
        return true;
    }

    /** Makes or replaces the room's own row. Makes the room, with the given epoch, where the guard says it is absent. */
    record PutRoom(RoomRow room, String epoch) implements Change {}

    /** Adds a member. The storage fills in {@code joinedSeq}, and both marks, with the room's last seq. */
    record Admit(MemberRow member) implements Change {}

    /** Replaces a member's role and name; joining, marks and the rest stay. */
    record Promote(MemberRow member) implements Change {}

    /** Removes a member. */
    record Dismiss(String user) implements Change {}

    /**
     * Adds a message with the room's next seq, and its event; moves the sender's read mark, if a member, up to it.
     *
     * @param digest of what the client submitted, before hooks; tells a repeat from a conflict
     */
    record Post(
            String sender,
            String senderName,
            String cid,
            String digest,
            Content content,
            @Nullable Long replyTo,
            List<String> mentions,
            @Nullable JsonText meta)
            implements Change {
        public Post {
            mentions = List.copyOf(mentions);
        }

        @Override
        public boolean policy() {
            return false;
        }
    }

    /**
     * Replaces a message's content, or with null recalls it; its rev becomes that of the entry's first event.
     *
     * @param expectedRev the message's rev that the decision stood on; another makes the entry stale
     */
    record Rewrite(long seq, long expectedRev, @Nullable Content content, List<String> mentions, Instant at)
            implements Change {
        public Rewrite {
            mentions = List.copyOf(mentions);
        }

        @Override
        public boolean policy() {
            return false;
        }
    }

    /** Moves a member's marks forward, never back; no further than the room's last seq. Unknown members are ignored. */
    record Mark(String user, long read, long delivered) implements Change {
        @Override
        public boolean policy() {
            return false;
        }
    }
}
