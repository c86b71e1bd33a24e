package io.imbed;

import io.imbed.protocol.Content;
import io.imbed.protocol.Ids;
import io.imbed.protocol.JsonText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as another chat kept it: see {@link Imports#messages}. Times are in milliseconds; what is finer is cut off.
 *
 * @param id the message's id there, one of its sender's own; 1 to 64 characters of the grammar of ids. It becomes the
 *     message's {@code cid}, and tells a repeat from another message
 * @param sender a user id, member or not
 * @param senderName the sender's display name when it was sent
 * @param content null if it was recalled; then it has nothing else of what was said either
 * @param replyTo the seq of the message it answers, as {@link Imported} has told it
 * @param mentions user ids, at most 50
 * @param meta own data as a JSON object, if any
 * @param editedAt when its content was last replaced, if ever
 */
public record ImportedMessage(
        String id,
        String sender,
        String senderName,
        Instant at,
        @Nullable Content content,
        @Nullable Long replyTo,
        List<String> mentions,
        @Nullable JsonText meta,
        @Nullable Instant editedAt) {
    public ImportedMessage {
        Ids.requireCid(id);
        senderName = Identity.of(sender, senderName).name();
        at = at.truncatedTo(ChronoUnit.MILLIS);
        mentions = List.copyOf(mentions);
        if (editedAt != null) {
            editedAt = editedAt.truncatedTo(ChronoUnit.MILLIS);
            if (editedAt.isBefore(at)) throw wrong(id, "was edited at " + editedAt + ", before it was sent at " + at);
        }
        boolean says = replyTo != null || !mentions.isEmpty() || meta != null || editedAt != null;
        if (content == null && says) throw wrong(id, "was recalled, and says something all the same");
    }

    public static ImportedMessage of(String id, String sender, String senderName, Instant at, Content content) {
        return new ImportedMessage(id, sender, senderName, at, content, null, List.of(), null, null);
    }

    public static ImportedMessage text(String id, String sender, String senderName, Instant at, String text) {
        return of(id, sender, senderName, at, Content.text(text));
    }

    /** One that was taken back: who and when stay, and its place among the others. */
    public static ImportedMessage recalled(String id, String sender, String senderName, Instant at) {
        return new ImportedMessage(id, sender, senderName, at, null, null, List.of(), null, null);
    }

    public ImportedMessage withReplyTo(long seq) {
        return new ImportedMessage(id, sender, senderName, at, content, seq, mentions, meta, editedAt);
    }

    public ImportedMessage withMentions(List<String> users) {
        return new ImportedMessage(id, sender, senderName, at, content, replyTo, users, meta, editedAt);
    }

    public ImportedMessage withMeta(JsonText newMeta) {
        return new ImportedMessage(id, sender, senderName, at, content, replyTo, mentions, newMeta, editedAt);
    }

    public ImportedMessage withEditedAt(Instant when) {
        return new ImportedMessage(id, sender, senderName, at, content, replyTo, mentions, meta, when);
    }

    private static IllegalArgumentException wrong(String id, String why) {
        return new IllegalArgumentException("message " + id + " " + why);
    }
}
