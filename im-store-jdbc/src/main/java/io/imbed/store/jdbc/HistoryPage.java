package io.imbed.store.jdbc;

import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.spi.MessageSlice;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** One page of a room's messages, gathered outwards from its anchor until it is full. Threads: one. */
final class HistoryPage {
    private final Session session;
    private final Header header;
    private final int maxMessages;
    private final int maxBytes;
    private final ArrayDeque<Message> page = new ArrayDeque<>();
    private long bytes;

    private HistoryPage(Session session, Header header, int maxMessages, int maxBytes) {
        this.session = session;
        this.header = header;
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    static MessageSlice read(Session session, Header header, Anchor anchor, int maxMessages, int maxBytes) {
        HistoryPage page = new HistoryPage(session, header, maxMessages, maxBytes);
        // The number after the last stands for LATEST; anchors beyond it mean the same, and cannot overflow below.
        long end = header.seq() + 1;
        long seq = Math.min(anchor.seq(), end);
        boolean more = switch (anchor.side()) {
            case LATEST -> page.before(end);
            case BEFORE -> page.before(seq);
            case AFTER -> page.after(seq);
            case AROUND -> page.around(seq);
        };
        return new MessageSlice(List.copyOf(page.page), more, header.rev());
    }

    private boolean before(long seq) {
        for (Message message : earlier(seq, maxMessages)) takeEarlier(message);
        return keptBefore();
    }

    private boolean after(long seq) {
        for (Message message : later(seq + 1, maxMessages)) takeLater(message);
        return !page.isEmpty() && page.getLast().seq() < header.seq();
    }

    /** From both sides in turn, so that what bytes allow lies about the anchor too. */
    private boolean around(long seq) {
        ArrayDeque<Message> earlier = new ArrayDeque<>(earlier(seq, maxMessages / 2));
        ArrayDeque<Message> later = new ArrayDeque<>(later(seq, maxMessages - maxMessages / 2));
        boolean laterTurn = true;
        while (bytes <= maxBytes && !(earlier.isEmpty() && later.isEmpty())) {
            if (earlier.isEmpty() || (laterTurn && !later.isEmpty())) takeLater(later.remove());
            else takeEarlier(earlier.remove());
            laterTurn = !laterTurn;
        }
        return keptBefore();
    }

    /** Messages below {@code seq}, the nearest first; no more than the bytes allow. */
    private List<Message> earlier(long seq, int limit) {
        return MessageTable.below(session, header.row().id(), seq, limit, this::withinBytes);
    }

    /** Messages from {@code seq} on, the nearest first; no more than the bytes allow. */
    private List<Message> later(long seq, int limit) {
        return MessageTable.from(
                session, header.row().id(), Math.max(seq, header.firstSeq()), limit, this::withinBytes);
    }

    private List<Message> withinBytes(Row rows) throws SQLException {
        List<Message> messages = new ArrayList<>();
        long sum = 0;
        while (sum <= maxBytes && rows.next()) {
            Message message = MessageTable.read(rows).message();
            messages.add(message);
            sum += FrameSize.of(message);
        }
        return messages;
    }

    private void takeEarlier(Message message) {
        bytes += FrameSize.of(message);
        page.addFirst(message);
    }

    private void takeLater(Message message) {
        bytes += FrameSize.of(message);
        page.addLast(message);
    }

    private boolean keptBefore() {
        return !page.isEmpty() && page.getFirst().seq() > header.firstSeq();
    }
}
