package io.imbed.internal.memory;

import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.spi.MessageSlice;
import java.util.ArrayDeque;
import java.util.List;

/** One page of a room's messages, gathered outwards from its anchor until it is full. */
final class History {
    private final MessageTable messages;
    private final int maxMessages;
    private final int maxBytes;
    private final ArrayDeque<Message> page = new ArrayDeque<>();

    private long bytes;

    private History(MessageTable messages, int maxMessages, int maxBytes) {
        this.messages = messages;
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    static MessageSlice read(MessageTable messages, Anchor anchor, int maxMessages, int maxBytes, long rev) {
        History history = new History(messages, maxMessages, maxBytes);
        // The number after the last stands for LATEST; anchors beyond it mean the same, and cannot overflow below.
        long seq = Math.min(anchor.seq(), messages.last() + 1);
        boolean more = switch (anchor.side()) {
            case LATEST -> history.before(messages.last() + 1);
            case BEFORE -> history.before(seq);
            case AFTER -> history.after(seq);
            case AROUND -> history.around(seq);
        };
        return new MessageSlice(List.copyOf(history.page), more, rev);
    }

    private boolean before(long seq) {
        for (long s = seq - 1; s >= messages.first() && hasRoom(); s--) takeEarlier(s);
        return keptBefore();
    }

    private boolean after(long seq) {
        for (long s = Math.max(seq + 1, messages.first()); s <= messages.last() && hasRoom(); s++) takeLater(s);
        return !page.isEmpty() && page.getLast().seq() < messages.last();
    }

    /** From both sides in turn, so that what bytes allow lies about the anchor too. */
    private boolean around(long seq) {
        int earlierShare = maxMessages / 2;
        int laterShare = maxMessages - earlierShare;
        long earlier = seq - 1;
        long later = Math.max(seq, messages.first());
        boolean laterTurn = true;
        while (hasRoom()) {
            boolean hasEarlier = earlierShare > 0 && earlier >= messages.first();
            boolean hasLater = laterShare > 0 && later <= messages.last();
            if (!hasEarlier && !hasLater) break;
            if (hasLater && (laterTurn || !hasEarlier)) {
                takeLater(later++);
                laterShare--;
            } else {
                takeEarlier(earlier--);
                earlierShare--;
            }
            laterTurn = !laterTurn;
        }
        return keptBefore();
    }

    private boolean hasRoom() {
        return page.size() < maxMessages && bytes <= maxBytes;
    }

    private void takeEarlier(long seq) {
        KeptMessage kept = messages.at(seq);
        bytes += kept.encodedBytes();
        page.addFirst(kept.message());
    }

    private void takeLater(long seq) {
        KeptMessage kept = messages.at(seq);
        bytes += kept.encodedBytes();
        page.addLast(kept.message());
    }

    private boolean keptBefore() {
        return !page.isEmpty() && page.getFirst().seq() > messages.first();
    }
}
