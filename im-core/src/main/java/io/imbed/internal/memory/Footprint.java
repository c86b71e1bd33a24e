package io.imbed.internal.memory;

import io.imbed.protocol.EventBody;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import io.imbed.protocol.Reaction;
import io.imbed.spi.Change;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomRow;
import org.jspecify.annotations.Nullable;

/**
 * What things weigh, estimated: on the wire for the bytes of a page, on the heap for the bytes of the whole storage. The
 * one place for such figures. Exact sizes would mean to encode every message here only to count it; pages are cut at
 * hundreds of kilobytes, so the few dozen bytes that these may be off per item do not matter.
 */
final class Footprint {
    /** Names, braces, numbers and times of an event frame with its ids at usual lengths. */
    private static final int FRAME = 250;

    // On the heap, with the places in the indexes and without strings; measured with 64 bits and compressed references,
    // then rounded up: 100 000 messages of 2, 100 and 2 000 characters with their events took 270, 380 and 2 290 bytes
    // each where this says 430, 520 and 2 420, as their sender's id and name were of one session; a member of a large
    // room 450, a room with one member 750.
    private static final int MESSAGE = 140;
    private static final int EVENT = 80;
    private static final int MEMBER = 350;
    private static final int ROOM = 800;
    private static final int RESTRAINT = 160;
    private static final int REACTION = 200;
    private static final int STRING = 48;

    private Footprint() {}

    /**
     * Bytes of a message in a frame, also of the event that brought or edited it.
     *
     * @param contentBytes of the content's JSON in UTF-8; 0 if there is none
     */
    static int encoded(Message message, int contentBytes) {
        JsonText meta = message.meta();
        long size = (long) FRAME + contentBytes + utf8(message.senderName());
        if (meta != null) size += utf8(meta.text());
        for (String user : message.mentions()) size += user.length() + 3;
        for (Reaction each : message.reactions()) {
            size += 40 + utf8(each.key());
            for (String user : each.users()) size += user.length() + 3;
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    /** Bytes of an event that holds no message's content. */
    static int encodedBare(@Nullable EventBody body) {
        String text = textOf(body);
        return FRAME + (text == null ? 0 : utf8(text));
    }

    /** @param textBytes of its texts, see {@link KeptMessage} */
    static long heap(Message message, int textBytes) {
        JsonText meta = message.meta();
        long size = MESSAGE + textBytes + string(message.sender()) + string(message.senderName());
        if (meta != null) size += string(meta.text());
        for (String user : message.mentions()) size += string(user);
        return size;
    }

    private static @Nullable String textOf(@Nullable EventBody body) {
        if (body instanceof EventBody.RoomChanged changed) return changed.title();
        return body == null ? null : body.reason();
    }

    /** Titles count as reasons do: texts of at most 200 characters that an event keeps itself. */
    static long heap(LoggedEvent event) {
        EventBody body = event.body();
        String text = textOf(body);
        return EVENT + string(event.by()) + (text == null ? 0 : string(text));
    }

    /** One reaction in the table; the first twenty of a key are shown by the message as well, which is within this. */
    static long heap(Change.React react) {
        return REACTION + string(react.user()) + string(react.key());
    }

    static long heap(MemberRow member) {
        return MEMBER + string(member.user()) + string(member.name());
    }

    static long heap(Restraint restraint) {
        String reason = restraint.reason();
        return RESTRAINT + string(restraint.user()) + string(restraint.by()) + (reason == null ? 0 : string(reason));
    }

    static long heap(RoomRow room) {
        String title = room.title();
        return ROOM + string(room.id()) + (title == null ? 0 : string(title));
    }

    /** The JVM keeps a byte a character until one is not Latin-1, then two for all. */
    private static long string(String text) {
        return STRING + (long) text.length() * (utf8(text) == text.length() ? 1 : 2);
    }

    private static int utf8(String text) {
        int size = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) size += c < 0x800 || Character.isSurrogate(c) ? 1 : 2; // a pair takes four bytes
        }
        return size;
    }
}
