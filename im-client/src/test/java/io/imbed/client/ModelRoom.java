package io.imbed.client;

import static io.imbed.client.Frames.AT;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One room of {@link ModelServer}: a log that can be compacted, and lost. */
final class ModelRoom {
    final String id;
    final Map<Cursor, Event> everything = new HashMap<>(); // also of epochs that are lost
    boolean member = true;
    private final Map<String, Result.Sent> sentByCid = new HashMap<>();
    private final List<Event> log = new ArrayList<>();
    private int epoch = 1;
    private long compacted;

    ModelRoom(String id) {
        this.id = id;
    }

    Cursor head() {
        return new Cursor("e" + epoch, log.size());
    }

    RoomView view() {
        return Frames.room(id, head().epoch(), head().rev());
    }

    /** What an earlier send with this cid came to, or null. */
    Result.Sent earlier(String cid) {
        Result.Sent sent = sentByCid.get(cid);
        return sent == null ? null : new Result.Sent(sent.seq(), sent.rev(), sent.at(), true, null);
    }

    Event post(String sender, String cid, String text) {
        Event event = Frames.message(id, head().epoch(), log.size() + 1, sender, cid, text);
        append(event);
        if (sender.equals("me")) sentByCid.put(cid, Frames.sent(event.rev()));
        return event;
    }

    /** Something of a kind that the client does not know. */
    Event stir() {
        Event event = new Event(id, head().epoch(), log.size() + 1, AT, "other", new EventBody.Unknown("sparkled"));
        append(event);
        return event;
    }

    private void append(Event event) {
        log.add(event);
        everything.put(event.cursor(), event);
    }

    /** Whether the events after the cursor can be had. */
    boolean reaches(Cursor cursor) {
        return cursor.epoch().equals(head().epoch()) && cursor.rev() <= log.size() && cursor.rev() >= compacted;
    }

    List<Event> after(long rev, int limit) {
        return List.copyOf(log.subList((int) rev, (int) Math.min(log.size(), rev + limit)));
    }

    void compact() {
        compacted = log.size();
    }

    /** The log begins anew, as after the loss of a disk: numbers are used again. */
    void lose() {
        epoch++;
        log.clear();
        sentByCid.clear();
        compacted = 0;
    }

    /** The client's own messages that this log has, in order. */
    List<String> ownCids() {
        List<String> cids = new ArrayList<>();
        for (Event event : log) {
            if (event.body() instanceof EventBody.Posted posted
                    && posted.message().sender().equals("me")) {
                cids.add(posted.message().cid());
            }
        }
        return cids;
    }
}
