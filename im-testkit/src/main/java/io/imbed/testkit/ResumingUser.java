package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A client of a few lines that says its messages, several at once, and follows a room by PROTOCOL.md's rules: it comes back
 * with its cursor and sends again, in order, what was not answered. It mends nothing: an event that is missing, or a reset,
 * is a failure. Threads: one at a time.
 */
final class ResumingUser {
    static final int MESSAGES = 12;
    private static final int MOST_AT_ONCE = 4;
    private static final int LONGEST_TEXT = 400;
    private static final long HELLO = 1;
    private static final long FIRST_SEND = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String name;
    private final String room;
    private final Callable<TransportContract.Wire> connect;
    private final Random random;
    private final FrameCodec codec = new FrameCodec(FrameCodec.CLIENT_LIMITS);
    private final List<Event> stream = new ArrayList<>();
    private final List<Request.Send> sends = new ArrayList<>(); // by number, from 0
    private final Map<Integer, Result.Sent> answers = new TreeMap<>(); // by number
    private Cursor cursor;
    private int said; // on this connection; what was answered before counts as well
    private TransportContract.@Nullable Wire wire;

    /** @param connect opens a connection; called again whenever one has ended */
    ResumingUser(String name, String room, Cursor start, Callable<TransportContract.Wire> connect, Random random) {
        this.name = name;
        this.room = room;
        this.cursor = start;
        this.connect = connect;
        this.random = random;
        for (int i = 0; i < MESSAGES; i++) {
            Content text = Content.text(name + " says " + i + ".".repeat(random.nextInt(LONGEST_TEXT)));
            sends.add(new Request.Send(FIRST_SEND + i, room, name + i, text, null, List.of(), null));
        }
    }

    String name() {
        return name;
    }

    /** All events that it has seen. */
    List<Event> stream() {
        return stream;
    }

    /** Says everything and listens until all is answered and this rev was seen, over as many connections as it takes. */
    void talkUntil(long rev) {
        while (cursor.rev() < rev || answers.size() < MESSAGES) {
            try {
                if (wire == null) wire = greet(connect.call());
                else if (said < MESSAGES && said - answers.size() < MOST_AT_ONCE) say(wire);
                else hear(wire.next(PATIENCE));
            } catch (IOException lost) {
                hangUp();
            } catch (ConnectRefusedException refused) {
                if (refused.status() != ConnectRefusedException.NOBODY_LISTENS) throw refused;
            } catch (Exception e) {
                throw new AssertionError(name, e);
            }
        }
        hangUp();
    }

    private TransportContract.Wire greet(TransportContract.Wire opened) throws Exception {
        said = 0;
        while (said < MESSAGES && answers.containsKey(said)) said++;
        try {
            opened.send(codec.encode(new Request.Hello(HELLO, 1, "guest:" + name, null, null, Map.of(room, cursor))));
        } catch (IOException lost) {
            opened.vanish();
            throw lost;
        }
        return opened;
    }

    private void hangUp() {
        if (wire != null) wire.vanish();
        wire = null;
    }

    /** One or more lines in one unit, in order. */
    private void say(TransportContract.Wire open) throws Exception {
        int until = Math.min(MESSAGES, said + 1 + random.nextInt(MOST_AT_ONCE));
        List<String> lines =
                sends.subList(said, until).stream().map(codec::encode).toList();
        said = until;
        open.send(String.join("\n", lines));
    }

    private void hear(String line) {
        ServerFrame frame = codec.decodeServerFrame(line, id -> id == HELLO ? "hello" : "send");
        if (frame instanceof Event event) take(event);
        else if (frame instanceof ServerFrame.Reply reply) {
            if (reply.result() instanceof Result.Sent sent) answered((int) (reply.re() - FIRST_SEND), sent);
        } else if (frame instanceof ServerFrame.ErrorReply
                || frame instanceof ServerFrame.Reset
                || frame instanceof ServerFrame.RoomGone) {
            throw new AssertionError(name + " at " + cursor + " was told " + frame);
        }
    }

    private void take(Event event) {
        boolean again = event.epoch().equals(cursor.epoch()) && event.rev() <= cursor.rev();
        if (again) {
            assertThat(event).as("repeated to %s", name).isIn(stream);
            return;
        }
        assertThat(event.cursor()).as("next event of %s", name).isEqualTo(new Cursor(cursor.epoch(), cursor.rev() + 1));
        stream.add(event);
        cursor = event.cursor();
    }

    private void answered(int number, Result.Sent sent) {
        Result.Sent first = answers.putIfAbsent(number, sent);
        if (first == null) return;
        assertThat(List.of(sent.seq(), sent.rev()))
                .as("answer to %s, repeated", sends.get(number).cid())
                .containsExactly(first.seq(), first.rev());
    }

    /** Whether each message is in the log once, where its answer said, and all of them in order. */
    void checkSends(List<Event> log) {
        List<Message> own = new ArrayList<>();
        for (Event event : log) {
            if (!(event.body() instanceof EventBody.Posted posted)
                    || !event.by().equals(name)) continue;
            Result.Sent answer = answers.get(own.size());
            assertThat(List.of(posted.message().seq(), event.rev())).containsExactly(answer.seq(), answer.rev());
            own.add(posted.message());
        }
        assertThat(own)
                .extracting(Message::cid)
                .as("what %s said", name)
                .isEqualTo(sends.stream().map(Request.Send::cid).toList());
    }
}
