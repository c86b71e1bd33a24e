package io.imbed.spi;

import io.imbed.protocol.Content;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import io.imbed.protocol.OwnSettings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row that an {@link Entry} writes. An entry's changes are applied in their order, each on what those before it left.
 *
 * <p>While the guard holds, who decided knew the room and its members exactly. A change that contradicts them, such as
 * admitting a member or dismissing somebody who is none, is therefore a defect of the caller, and the whole entry is
 * {@link Outcome.Failed}: to store its events all the same would tell readers of something that did not happen.
 */
public sealed interface Change {
    /** Whether this raises the room's policy version. */
    default boolean policy() {
        return true;
    }

    /** The message that it adds, or null. */
    default @Nullable Post post() {
        return null;
    }

    /**
     * Makes or replaces the room's own row; a room keeps its kind. Makes the room, with the given epoch and from policy
     * version 0, where the guard says it is absent; an entry with that guard but without this is {@link Outcome.Failed}.
     */
    record PutRoom(RoomRow room, String epoch) implements Change {}

    /**
     * Ends the room: its row, members, restraints, messages and events go, and its id is free. The one change of its entry,
     * which has no events; it is {@link Outcome.Stored} with the room's last rev and seq.
     */
    record DropRoom() implements Change {}

    /**
     * Drops the messages before {@code firstSeq} and the events before {@code firstRev}, and with a dropped message all events
     * up to the last that shows it, so that cursors before them meet a gap. Numbers go on as they were. What is gone already
     * is nothing, and nothing goes that is not there yet. The one change of its entry, which has no events.
     */
    record Trim(long firstSeq, long firstRev) implements Change {
        /** Drops nothing. */
        public static final Trim NOTHING = new Trim(0, 0);

        @Override
        public boolean policy() {
            return false;
        }
    }

    /** Adds somebody who is no member. The storage fills in {@code joinedSeq}, and both marks, with the room's last seq. */
    record Admit(MemberRow member) implements Change {}

    /** Adds somebody who is no member as the row says: {@code joinedSeq} and marks are kept, up to the room's last seq. */
    record Settle(MemberRow member) implements Change {}

    /** Replaces a member's role, name and mute; joining, marks and the rest stay. */
    record Promote(MemberRow member) implements Change {}

    /** Removes a member. */
    record Dismiss(String user) implements Change {}

    /** Imposes a restraint, or replaces the one of its kind. */
    record Restrain(Restraint restraint) implements Change {}

    /** Lifts a restraint, which must be there, ended or not. */
    record Release(String user, Restraint.Kind kind) implements Change {}

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

        @Override
        public Post post() {
            return this;
        }
    }

    /**
     * Adds a message from elsewhere as it was there: as a {@link Post}, which it counts as, but it moves nobody's mark and
     * may have been edited or recalled.
     *
     * @param editedAt becomes {@link Message#editedAt}; null if it was never edited
     * @param recalled whether it is a tombstone; then nothing of what the post says is kept but who and when
     * @param after the room's last rev that the decision stood on; another makes the entry stale. So messages keep their
     *     order and their times whatever comes between, and none is stored behind one that was not
     */
    record Import(Post post, @Nullable Instant editedAt, boolean recalled, long after) implements Change {
        @Override
        public boolean policy() {
            return false;
        }

        /** The message as the log has it from the beginning, made of what a post would have made. */
        public Message of(Message posted) {
            if (recalled) return posted.recalled(posted.rev());
            return editedAt == null ? posted : posted.edited(posted.rev(), post.content(), post.mentions(), editedAt);
        }
    }

    /**
     * Replaces a message's content, or with null recalls it, which takes its reactions and its pin too; its rev becomes that of the entry's first event, so there
     * must be one.
     *
     * @param expectedRev the message's rev that the decision stood on; another, or a message that is no longer kept,
     *     makes the entry stale
     * @param at becomes {@link io.imbed.protocol.Message#editedAt}, moved forward as {@link Entry#at}
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

    /**
     * Makes a message, recalled or not, {@linkplain Message#erased a tombstone that has nothing of its sender's but the id},
     * as {@link Rewrite} recalls it. Its digest goes too: whoever sends it once more meets a conflict.
     *
     * @param expectedRev as of {@link Rewrite}
     */
    record Erase(long seq, long expectedRev) implements Change {
        @Override
        public boolean policy() {
            return false;
        }
    }

    /**
     * Takes a user's name out of the room: where events that it joined tell it, and in the row of its membership, its id stands
     * from then on. The one change of its entry, which has no events; it raises the policy version, so that other nodes forget
     * what they remember.
     */
    record Unname(String user) implements Change {}

    /**
     * Adds a user's reaction to a message, which must not be there, or takes it back, which must be; the message's rev
     * becomes that of the entry's first event, so there must be one. The only one of its kind in its entry, and not of a
     * message that was recalled.
     *
     * @param expectedRev as of {@link Rewrite}
     */
    record React(long seq, long expectedRev, String user, String key, boolean on) implements Change {
        @Override
        public boolean policy() {
            return false;
        }
    }

    /**
     * Pins a message that is not, or unpins one that is, of those that were not recalled; its rev becomes that of the entry's first event, so there must be
     * one. Raises the policy version, so that nobody decides on a count of pins that has changed.
     *
     * @param expectedRev as of {@link Rewrite}
     */
    record Pin(long seq, long expectedRev, boolean on) implements Change {}

    /**
     * Changes a member's own settings; a room that is hidden is so from the room's last seq on. Not of the policy: nobody
     * else's rights hang on it. Unknown members are ignored.
     */
    record Prefer(String user, OwnSettings.Patch patch) implements Change {
        @Override
        public boolean policy() {
            return false;
        }
    }

    /**
     * Takes a message that the host wrote in a transaction of its own ({@link PendingSends}), beside the post of it. If it has
     * gone, another node has appended it, and the message is not kept any more: {@link Outcome.Conflict}.
     */
    record Take(long pending) implements Change {
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
