package io.imbed.testkit.history;

import io.imbed.protocol.Content;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The smallest chat that keeps the promises: one room, one log. Its mutants ({@link Mutants}) each break one of them, in
 * a way that real servers have been broken.
 */
class TinyServer {
    static final String ROOM = "r";

    final Random random;
    final List<Event> log = new ArrayList<>();
    final List<TinyClient> connected = new ArrayList<>();
    String epoch = "e1";

    TinyServer(Random random) {
        this.random = random;
    }

    /** Handles a send: answers it, and tells everybody if it is new. */
    void send(TinyClient from, TinyClient.Send send) {
        if (refuses()) {
            from.hears(send::refused);
            return;
        }
        Event stored = find(from.name, send.cid());
        boolean dup = stored != null;
        if (stored == null) stored = append(from.name, send.cid(), send.content());
        acknowledge(from, send, stored, dup);
        if (!dup) push(stored);
    }

    boolean refuses() {
        return random.nextInt(8) == 0;
    }

    @Nullable Event find(String sender, String cid) {
        for (Event event : log) {
            Message message = message(event);
            if (message.cid().equals(cid) && message.sender().equals(sender)) return event;
        }
        return null;
    }

    Event append(String sender, String cid, Content content) {
        Event event = event(log.size() + 1, log.size() + 1, sender, cid, content);
        log.add(event);
        return event;
    }

    Event event(long rev, long seq, String sender, String cid, Content content) {
        Message message =
                new Message(ROOM, seq, rev, cid, sender, sender, Instant.EPOCH, content, null, List.of(), null, null);
        return new Event(ROOM, epoch, rev, Instant.EPOCH, sender, new EventBody.Posted(message));
    }

    static Message message(Event event) {
        return ((EventBody.Posted) event.body()).message();
    }

    void acknowledge(TinyClient to, TinyClient.Send send, Event stored, boolean dup) {
        String inEpoch = epoch;
        Result.Sent sent = new Result.Sent(message(stored).seq(), stored.rev(), stored.at(), dup, null);
        to.hears(() -> send.acked(inEpoch, sent));
    }

    void push(Event event) {
        for (TinyClient client : connected) client.hears(() -> client.event(event));
    }

    /** What a client that has seen {@code rev} has missed. */
    List<Event> after(long rev) {
        return log.stream().filter(event -> event.rev() > rev).toList();
    }

    Result.MessagePage latest() {
        List<Message> messages = log.stream().map(TinyServer::message).toList();
        List<Message> page = messages.subList(Math.max(0, messages.size() - 5), messages.size());
        long from = page.isEmpty() ? 0 : page.get(0).seq();
        long to = page.isEmpty() ? 0 : page.get(page.size() - 1).seq();
        return new Result.MessagePage(page, from > 1, from, to, log.size());
    }

    /** Of a session's requests that wait, which one is handled next. */
    int pick(int waiting) {
        return 0;
    }

    /** Some time passes. */
    void tick() {}

    /** The process is killed and started again. */
    void crash() {}
}
