package io.imbed;

import io.imbed.protocol.Content;
import io.imbed.protocol.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message before it is stored: all that its sender, or a hook, may choose.
 *
 * @param replyTo the seq of the message it answers, if any
 * @param mentions user ids, at most 50; {@link io.imbed.protocol.Message#ALL} stands for everybody
 * @param meta own data as a JSON object, if any
 */
public record Draft(
        Content content,
        @Nullable Long replyTo,
        List<String> mentions,
        @Nullable JsonText meta) {
    public Draft {
        mentions = List.copyOf(mentions);
    }

    public static Draft of(Content content) {
        return new Draft(content, null, List.of(), null);
    }

    public static Draft text(String text) {
        return of(Content.text(text));
    }

    public Draft withContent(Content newContent) {
        return new Draft(newContent, replyTo, mentions, meta);
    }

    public Draft withText(String text) {
        return withContent(Content.text(text));
    }

    public Draft withReplyTo(long seq) {
        return new Draft(content, seq, mentions, meta);
    }

    public Draft withMentions(List<String> users) {
        return new Draft(content, replyTo, users, meta);
    }

    public Draft withMeta(JsonText newMeta) {
        return new Draft(content, replyTo, mentions, newMeta);
    }
}
