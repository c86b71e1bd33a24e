package io.imbed.store.jdbc;

import io.imbed.protocol.Content;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import io.imbed.protocol.Reaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What things weigh on the wire, estimated, to cut pages by. Pages are cut at hundreds of kilobytes, so the few dozen bytes
 * that this may be off per item do not matter, and to encode each only to count it would cost more than to read it.
 */
final class FrameSize {
    /** Names, braces, numbers and times of an event frame with its ids at usual lengths. */
    private static final int FRAME = 250;

    private FrameSize() {}

    static long of(Message message) {
        long size = FRAME + utf8(message.senderName()) + said(message.content(), message.mentions());
        JsonText meta = message.meta();
        if (meta != null) size += utf8(meta.text());
        for (Reaction each : message.reactions()) size += 40 + utf8(each.key()) + ids(each.users());
        return size;
    }

    static long of(EventBody body) {
        if (body instanceof EventBody.Posted posted) return of(posted.message());
        if (body instanceof EventBody.Edited edited) return FRAME + said(edited.content(), edited.mentions());
        String reason = body instanceof EventBody.RoomChanged changed ? changed.title() : body.reason();
        return FRAME + (reason == null ? 0 : utf8(reason));
    }

    private static long said(@Nullable Content content, List<String> mentions) {
        return ids(mentions) + (content == null ? 0 : utf8(content.json().text()));
    }

    private static long ids(List<String> ids) {
        long size = 0;
        for (String id : ids) size += id.length() + 3;
        return size;
    }

    private static long utf8(String text) {
        long size = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) size += c < 0x800 || Character.isSurrogate(c) ? 1 : 2; // a pair takes four bytes
        }
        return size;
    }
}
