package io.imbed.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message as it is now. {@code (epoch of the room, room, seq)} names it for ever.
 *
 * @param room where it stands
 * @param seq its number among the room's messages, from 1 without gaps: its address and display order
 * @param rev the room event that changed it last; apply an event to it only if the event's rev is above this
 * @param cid the client message id it was sent with
 * @param sender a user id
 * @param senderName the sender's display name when it was sent; empty once erased
 * @param at when the log took it; never goes backwards within a room
 * @param content null once recalled
 * @param replyTo the seq of the message it answers, if any
 * @param mentions user ids, each once; {@link #ALL} stands for everybody
 * @param meta the host's or client's own data, if any
 * @param editedAt when its content was last replaced, if ever
 * @param reactions by key, in the order in which keys came
 * @param pinned whether it is among those to be found quickly
 */
public record Message(
        String room,
        long seq,
        long rev,
        String cid,
        String sender,
        String senderName,
        Instant at,
        @Nullable Content content,
        @Nullable Long replyTo,
        List<String> mentions,
        @Nullable JsonText meta,
        @Nullable Instant editedAt,
        List<Reaction> reactions,
        boolean pinned) {
    /** Among the mentions, every member but the sender. Ids that begin with ~ are no users'. */
    public static final String ALL = "~all";

    public Message {
        mentions = List.copyOf(mentions);
        reactions = List.copyOf(reactions);
    }

    /** One that nobody has reacted to or pinned. */
    public Message(
            String room,
            long seq,
            long rev,
            String cid,
            String sender,
            String senderName,
            Instant at,
            @Nullable Content content,
            @Nullable Long replyTo,
            List<String> mentions,
            @Nullable JsonText meta,
            @Nullable Instant editedAt) {
        this(room, seq, rev, cid, sender, senderName, at, content, replyTo, mentions, meta, editedAt, List.of(), false);
    }
    /** Whether its content was taken back; the tombstone keeps its seq. */
    public boolean recalled() {
        return content == null;
    }

    /** Whether a member is mentioned: by its id, or with everybody, unless it is the sender. */
    public boolean isMentioning(String member) {
        return mentions.contains(member) || (mentions.contains(ALL) && !sender.equals(member));
    }

    /** Same message, another content; {@code newRev} and {@code when} are those of the event that changed it. */
    public Message edited(long newRev, Content newContent, List<String> newMentions, Instant when) {
        return new Message(
                room,
                seq,
                newRev,
                cid,
                sender,
                senderName,
                at,
                newContent,
                replyTo,
                newMentions,
                meta,
                when,
                reactions,
                pinned);
    }

    /** Same message, with these reactions as of an event. */
    public Message reacted(long newRev, List<Reaction> newReactions) {
        return marked(newRev, newReactions, pinned);
    }

    /** Same message, pinned or not as of an event. */
    public Message pinned(long newRev, boolean nowPinned) {
        return marked(newRev, reactions, nowPinned);
    }

    private Message marked(long newRev, List<Reaction> newReactions, boolean nowPinned) {
        return new Message(
                room,
                seq,
                newRev,
                cid,
                sender,
                senderName,
                at,
                content,
                replyTo,
                mentions,
                meta,
                editedAt,
                newReactions,
                nowPinned);
    }

    /** The tombstone: who and when stay, everything that was said goes. */
    public Message recalled(long newRev) {
        return new Message(room, seq, newRev, cid, sender, senderName, at, null, null, List.of(), null, null);
    }

    /** The tombstone of a user whose content was erased: without the name, too. */
    public Message erased(long newRev) {
        return new Message(room, seq, newRev, cid, sender, "", at, null, null, List.of(), null, null);
    }

    /** Whether nothing is left of it but its place, and the id of its sender. */
    public boolean isErased() {
        return recalled() && senderName.isEmpty();
    }
}
