package io.imbed.internal.memory;

import io.imbed.protocol.Content;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import io.imbed.protocol.Reaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is now. Its texts lie in one array, so that it is two objects of its own instead of a dozen, and half
 * the bytes: of messages there are many, and what is kept of them is what the collector copies.
 *
 * <p>Threads: immutable.
 */
final class KeptMessage {
    /** What stands around a plain text that has nothing to escape, which most are: such JSON is not kept beside the text. */
    private static final String PLAIN_BEGIN = "{\"type\":\"text\",\"text\":\"";

    private static final String PLAIN_END = "\"}";
    private static final byte[] NOTHING = {};

    private final String room;
    private final long seq;
    private final long rev;
    private final String sender;
    private final String senderName;
    private final Instant at;
    private final @Nullable String type; // null once recalled
    private final long replyTo; // 0 for none
    private final List<String> mentions;
    private final @Nullable JsonText meta;
    private final @Nullable Instant editedAt;
    private final List<Reaction> reactions;
    private final boolean pinned;

    private final long postedRev;
    private final long lastEvent;
    private final int clientHash;
    private final int encodedBytes;
    private final long heapBytes;
    private final long reactionBytes;

    /** In UTF-8 and one behind the other: cid, digest, fallback, and the content's JSON unless it is plain. */
    private final byte[] texts;

    private final int cidEnd;
    private final int digestEnd;
    private final int fallbackEnd;

    private KeptMessage(Message message, String digest, long postedRev, long lastEvent, long reactionBytes) {
        this.room = message.room();
        this.seq = message.seq();
        this.rev = message.rev();
        this.sender = message.sender();
        this.senderName = message.senderName();
        this.at = message.at();
        Long answered = message.replyTo();
        this.replyTo = answered == null ? 0 : answered;
        this.mentions = message.mentions();
        this.meta = message.meta();
        this.editedAt = message.editedAt();
        this.reactions = message.reactions();
        this.pinned = message.pinned();
        this.postedRev = postedRev;
        this.lastEvent = lastEvent;
        this.clientHash = ClientIds.hash(sender, message.cid());
        this.reactionBytes = reactionBytes;

        Content content = message.content();
        boolean plain = content != null && isPlain(content);
        byte[] cid = utf8(message.cid());
        byte[] submitted = utf8(digest);
        byte[] fallback = content == null ? NOTHING : utf8(content.fallback());
        byte[] json = content == null || plain ? NOTHING : utf8(content.json().text());
        this.type = content == null ? null : content.type();
        this.cidEnd = cid.length;
        this.digestEnd = cidEnd + submitted.length;
        this.fallbackEnd = digestEnd + fallback.length;
        this.texts = Arrays.copyOf(cid, fallbackEnd + json.length);
        System.arraycopy(submitted, 0, texts, cidEnd, submitted.length);
        System.arraycopy(fallback, 0, texts, digestEnd, fallback.length);
        System.arraycopy(json, 0, texts, fallbackEnd, json.length);
        int contentBytes = plain ? PLAIN_BEGIN.length() + fallback.length + PLAIN_END.length() : json.length;
        this.encodedBytes = Footprint.encoded(message, contentBytes);
        this.heapBytes = Footprint.heap(message, texts.length) + reactionBytes;
    }

    /**
     * @param digest of what the client submitted
     * @param postedRev of the event that posted it
     */
    static KeptMessage of(Message message, String digest, long postedRev) {
        return new KeptMessage(message, digest, postedRev, postedRev, 0);
    }

    /** What was recalled has no reactions any more. */
    KeptMessage with(Message changed) {
        return new KeptMessage(changed, digest(), postedRev, lastEvent, changed.recalled() ? 0 : reactionBytes);
    }

    /** Without a digest: a repeat is none any more. */
    KeptMessage erased(long newRev) {
        return new KeptMessage(message().erased(newRev), "", postedRev, lastEvent, 0);
    }

    /** With other reactions, which weigh so much more. */
    KeptMessage reacted(Message changed, long more) {
        return new KeptMessage(changed, digest(), postedRev, lastEvent, reactionBytes + more);
    }

    KeptMessage withLastEvent(long last) {
        return new KeptMessage(message(), digest(), postedRev, last, reactionBytes);
    }

    /** Made anew by each call: whoever needs a part of it asks for that. */
    Message message() {
        return new Message(
                room,
                seq,
                rev,
                cid(),
                sender,
                senderName,
                at,
                type == null ? null : content(type),
                replyTo == 0 ? null : (Long) replyTo,
                mentions,
                meta,
                editedAt,
                reactions,
                pinned);
    }

    private Content content(String ofType) {
        String fallback = text(digestEnd, fallbackEnd);
        String json = fallbackEnd < texts.length ? text(fallbackEnd, texts.length) : PLAIN_BEGIN + fallback + PLAIN_END;
        return new Content(ofType, fallback, new JsonText(json));
    }

    private static boolean isPlain(Content content) {
        String text = content.fallback();
        String json = content.json().text();
        return json.length() == PLAIN_BEGIN.length() + text.length() + PLAIN_END.length()
                && json.startsWith(PLAIN_BEGIN)
                && json.startsWith(text, PLAIN_BEGIN.length())
                && json.endsWith(PLAIN_END)
                && content.type().equals(Content.TEXT);
    }

    long seq() {
        return seq;
    }

    /** Of the event that changed it last. */
    long rev() {
        return rev;
    }

    /** Of the event that posted it. */
    long postedRev() {
        return postedRev;
    }

    /** Rev of the last event that needs this message's content when it is read. */
    long lastEvent() {
        return lastEvent;
    }

    String sender() {
        return sender;
    }

    String cid() {
        return text(0, cidEnd);
    }

    /** Of what the client submitted. */
    String digest() {
        return text(cidEnd, digestEnd);
    }

    /** See {@link ClientIds}. */
    int clientHash() {
        return clientHash;
    }

    boolean isFrom(String user, String cid) {
        return cid().equals(cid) && sender.equals(user);
    }

    Instant at() {
        return at;
    }

    List<String> mentions() {
        return mentions;
    }

    boolean pinned() {
        return pinned;
    }

    boolean recalled() {
        return type == null;
    }

    /** See {@link Footprint#encoded}. */
    int encodedBytes() {
        return encodedBytes;
    }

    /** See {@link Footprint#heap(Message, int)}; with all reactions, those that the message does not show included. */
    long heapBytes() {
        return heapBytes;
    }

    private String text(int from, int to) {
        return new String(texts, from, to - from, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
