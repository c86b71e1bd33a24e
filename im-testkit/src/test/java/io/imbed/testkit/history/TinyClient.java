package io.imbed.testkit.history;

import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client of {@link TinyServer} that pipelines its sends, retries what it does not know, and writes its history. */
final class TinyClient {
    /** A send on its way. */
    record Send(TinyClient from, String cid, Content content, ClientHistory.Attempt attempt) {
        void acked(String epoch, Result.Sent sent) {
            attempt.acked(epoch, sent);
            from.unsettled.remove(cid);
        }

        void refused() {
            attempt.refused();
            from.unsettled.remove(cid);
        }
    }

    final String name;
    private final TinyServer server;
    private final ClientHistory history;
    private final List<Runnable> toServer = new ArrayList<>();
    private final Deque<Runnable> toClient = new ArrayDeque<>();
    private final Map<String, Send> inFlight = new LinkedHashMap<>();
    private final Map<String, Content> unsettled = new LinkedHashMap<>();
    private Cursor cursor;
    private int sent;

    TinyClient(String name, TinyServer server, ClientHistory history) {
        this.name = name;
        this.server = server;
        this.history = history;
        this.cursor = new Cursor(server.epoch, 0);
        history.follows(TinyServer.ROOM, cursor);
        connect();
    }

    private void connect() {
        history.connected(null);
        for (Event event : server.after(cursor.rev())) hears(() -> event(event));
        server.connected.add(this);
        List.copyOf(unsettled.keySet()).forEach(cid -> send(cid, unsettled.get(cid)));
    }

    /** Loses the connection and all that is on its way, and comes back. */
    void reconnect() {
        lose();
        connect();
    }

    void lose() {
        server.connected.remove(this);
        toServer.clear();
        toClient.clear();
        inFlight.values().forEach(send -> send.attempt().unknown());
        inFlight.clear();
    }

    void send() {
        String cid = name + "-" + ++sent;
        send(cid, Content.text("message " + cid));
    }

    private void send(String cid, Content content) {
        unsettled.put(cid, content);
        Send send = new Send(this, cid, content, history.sending(TinyServer.ROOM, name, cid, content));
        inFlight.put(cid, send);
        toServer.add(() -> server.send(this, send));
    }

    void read() {
        ClientHistory.Read read = history.readingLatest(TinyServer.ROOM);
        toServer.add(() -> {
            Result.MessagePage page = server.latest();
            hears(() -> read.answered(null, page));
        });
    }

    /** The server handles one of this client's requests. */
    void serve() {
        if (!toServer.isEmpty()) toServer.remove(server.pick(toServer.size())).run();
    }

    /** Something is sent to this client. */
    void hears(Runnable what) {
        toClient.add(what);
    }

    /** This client takes one thing that was sent to it. */
    void take() {
        if (!toClient.isEmpty()) toClient.remove().run();
        inFlight.keySet().retainAll(unsettled.keySet());
    }

    void event(Event event) {
        history.event(event);
        cursor = event.cursor();
    }

    /** Everything on its way arrives. */
    void drain() {
        while (!toServer.isEmpty()) serve();
        while (!toClient.isEmpty()) take();
    }

    void claimToBeCaughtUp() {
        history.caughtUp(TinyServer.ROOM, cursor);
    }
}
