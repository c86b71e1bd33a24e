package io.imbed.testkit.history;

import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Result;
import io.imbed.testkit.history.Step.Op;
import io.imbed.testkit.history.Step.Type;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one client sees and does, written down as it happens. Threads: any, as long as one event of a room is recorded
 * after the other.
 */
public final class ClientHistory {
    private final HistoryRecorder recorder;
    private final String name;
    private final AtomicLong ids = new AtomicLong();
    private volatile long session;
    private volatile @Nullable String node;

    ClientHistory(HistoryRecorder recorder, String name) {
        this.recorder = recorder;
        this.name = name;
    }

    /** A new connection, to a node if that is known. What is sent from now on is sent on it. */
    public void connected(@Nullable String newNode) {
        session++;
        node = newNode;
    }

    /** An attempt that is about to be sent. Each attempt has exactly one outcome, or none if nobody lived to see it. */
    public Attempt sending(String room, String sender, String cid, Content content) {
        Attempt attempt =
                new Attempt(ids.incrementAndGet(), session, room, sender, cid, HistoryRecorder.digest(content));
        attempt.add(Type.INVOKE, null, 0, 0, false);
        return attempt;
    }

    /** The client follows a room from this cursor: the room was joined, gained, or named in a welcome. */
    public void follows(String room, Cursor cursor) {
        stream(Op.FOLLOW, room, cursor);
    }

    /** The stream of a room begins anew after this cursor. */
    public void reset(String room, Cursor cursor) {
        stream(Op.RESET, room, cursor);
    }

    /** The client has seen everything up to this cursor, and believes that there is no more. */
    public void caughtUp(String room, Cursor cursor) {
        stream(Op.CAUGHT_UP, room, cursor);
    }

    /** The client follows the room no more. */
    public void gone(String room) {
        add(Op.GONE, Type.OK, 0, session, room, null, null, null, null, 0, 0, 0, false);
    }

    private void stream(Op op, String room, Cursor cursor) {
        add(op, Type.OK, 0, session, room, cursor.epoch(), null, null, null, 0, cursor.rev(), 0, false);
    }

    /** An event arrived. */
    public void event(Event event) {
        if (event.body() instanceof EventBody.Posted posted) {
            message(Op.EVENT, 0, event.epoch(), event.rev(), posted.message());
        } else {
            long seq = event.body().seq();
            add(
                    Op.EVENT,
                    Type.OK,
                    0,
                    session,
                    event.room(),
                    event.epoch(),
                    null,
                    null,
                    null,
                    seq,
                    event.rev(),
                    0,
                    false);
        }
    }

    private void message(Op op, long id, @Nullable String epoch, long rev, Message message) {
        Content content = message.content();
        String digest = content == null ? null : HistoryRecorder.digest(content);
        add(
                op,
                Type.OK,
                id,
                session,
                message.room(),
                epoch,
                message.sender(),
                message.cid(),
                digest,
                message.seq(),
                rev,
                0,
                false);
    }

    /** A read of the newest messages that is about to be sent. */
    public Read readingLatest(String room) {
        return reading(room, 0);
    }

    /** A read of messages about {@code seq} that is about to be sent. */
    public Read reading(String room, long seq) {
        Read read = new Read(ids.incrementAndGet(), room);
        add(Op.READ, Type.INVOKE, read.id, session, room, null, null, null, null, seq, 0, 0, false);
        return read;
    }

    private void add(
            Op f,
            Type type,
            long id,
            long inSession,
            String room,
            @Nullable String epoch,
            @Nullable String sender,
            @Nullable String cid,
            @Nullable String digest,
            long seq,
            long rev,
            long from,
            boolean dup) {
        recorder.add(new Step(
                recorder.now(),
                name,
                inSession,
                node,
                f,
                type,
                id,
                room,
                epoch,
                sender,
                cid,
                digest,
                seq,
                rev,
                from,
                dup));
    }

    /** One attempt to send. */
    public final class Attempt {
        private final long id;
        private final long inSession;
        private final String room;
        private final String sender;
        private final String cid;
        private final String digest;

        private Attempt(long id, long inSession, String room, String sender, String cid, String digest) {
            this.id = id;
            this.inSession = inSession;
            this.room = room;
            this.sender = sender;
            this.cid = cid;
            this.digest = digest;
        }

        /** Acknowledged; {@code epoch} if the client knows it. */
        public void acked(@Nullable String epoch, Result.Sent sent) {
            add(Type.OK, epoch, sent.seq(), sent.rev(), sent.dup());
        }

        /** Refused: this attempt will never appear. */
        public void refused() {
            add(Type.FAIL, null, 0, 0, false);
        }

        /** The connection was lost, or the server does not know itself. */
        public void unknown() {
            add(Type.INFO, null, 0, 0, false);
        }

        private void add(Type type, @Nullable String epoch, long seq, long rev, boolean dup) {
            ClientHistory.this.add(Op.SEND, type, id, inSession, room, epoch, sender, cid, digest, seq, rev, 0, dup);
        }
    }

    /** One read. */
    public final class Read {
        private final long id;
        private final String room;

        private Read(long id, String room) {
            this.id = id;
            this.room = room;
        }

        /** Answered; {@code epoch} if the client knows it. */
        public void answered(@Nullable String epoch, Result.MessagePage page) {
            for (Message message : page.messages()) message(Op.ITEM, id, epoch, message.rev(), message);
            add(
                    Op.READ,
                    Type.OK,
                    id,
                    session,
                    room,
                    epoch,
                    null,
                    null,
                    null,
                    page.to(),
                    page.rev(),
                    page.from(),
                    false);
        }

        /** Not answered, or refused. */
        public void failed() {
            add(Op.READ, Type.FAIL, id, session, room, null, null, null, null, 0, 0, 0, false);
        }
    }
}
