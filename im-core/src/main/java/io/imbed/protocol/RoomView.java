package io.imbed.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A room as one user sees it.
 *
 * @param title null for rooms without one
 * @param members how many
 * @param membership null if the viewer is not a member, who sees nothing but the fields above
 */
public record RoomView(
        String id,
        RoomKind kind,
        @Nullable String title,
        long members,
        @Nullable Membership membership) {

    /**
     * What only a member sees. On the wire these fields stand beside the others.
     *
     * @param peer the other user of a DIRECT room
     * @param epoch with {@code rev}, the cursor from which this session follows the room
     * @param seq the room's last message
     * @param joinedSeq the room's last message when the viewer joined
     * @param read the viewer's read mark
     * @param unread messages above both {@code read} and {@code joinedSeq}, tombstones included
     * @param mentions how many of the unread ones mention the viewer; 100 stands for any more
     * @param mutedUntil until when the viewer may not speak, 2^53 - 1 ms for good; null, or over, if it may
     * @param last the newest message, if there is one
     */
    public record Membership(
            @Nullable String peer,
            String epoch,
            long rev,
            long seq,
            long joinedSeq,
            long read,
            long unread,
            long mentions,
            Role role,
            @Nullable Instant mutedUntil,
            @Nullable Last last,
            Durability durability,
            RoomSettings settings,
            OwnSettings mine) {}

    /** The newest message in brief; {@code preview} is null once recalled, else its fallback, at most 200 characters. */
    public record Last(
            long seq, String sender, Instant at, @Nullable String preview) {
        public static final int MAX_PREVIEW = 200;

        public static Last of(Message message) {
            Content content = message.content();
            return new Last(
                    message.seq(),
                    message.sender(),
                    message.at(),
                    content == null ? null : preview(content.fallback()));
        }

        private static String preview(String text) {
            if (text.length() <= MAX_PREVIEW) return text;
            int end = Character.isHighSurrogate(text.charAt(MAX_PREVIEW - 1)) ? MAX_PREVIEW - 1 : MAX_PREVIEW;
            return text.substring(0, end);
        }
    }
}
