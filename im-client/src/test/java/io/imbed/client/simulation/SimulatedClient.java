package io.imbed.client.simulation;

import io.imbed.Draft;
import io.imbed.client.ClientListener;
import io.imbed.client.ImClient;
import io.imbed.client.Wire;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomView;
import io.imbed.testkit.ConnectRefusedException;
import io.imbed.testkit.ManualEnvironment;
import io.imbed.testkit.PairedConnection;
import io.imbed.testkit.PairedTransport;
import io.imbed.testkit.history.ClientHistory;
import io.imbed.testkit.history.HistoryRecorder;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A device of a user: a real client, and an application that writes down what the client tells it. */
final class SimulatedClient {
    private static final URI NOWHERE = URI.create("ws://simulation/im");

    final String name;
    final String user;
    final List<Event> events = new ArrayList<>(); // all that the application was given
    private final ManualEnvironment env;
    private final Supplier<Optional<PairedTransport>> servers;
    private final HistoryRecorder wire;
    private final HistoryRecorder api;
    private final ClientHistory history;
    private final List<Request.Send> sends;
    private final Map<String, Cursor> following = new HashMap<>();
    private final Map<String, Cursor> joiningSince = new HashMap<>();
    private ImClient client;
    private Listener listener;
    private @Nullable Tap tap;
    private int connections;
    private int sent;

    /** @param sends shared by the devices of a user: what it has sent */
    SimulatedClient(
            String name,
            String user,
            ManualEnvironment env,
            Supplier<Optional<PairedTransport>> servers,
            List<Request.Send> sends,
            HistoryRecorder wire,
            HistoryRecorder api) {
        this.name = name;
        this.user = user;
        this.env = env;
        this.servers = servers;
        this.sends = sends;
        this.wire = wire;
        this.api = api;
        this.history = api.client(name);
        history.connected(null);
        listener = new Listener();
        client = build();
    }

    private ImClient build() {
        return ImClient.builder(NOWHERE)
                .environment(env)
                .token("guest:" + user)
                .device(name)
                .wire(this::open)
                .resumeFrom(following)
                .listener(listener)
                .build();
    }

    private Wire.Connection open(URI uri, Wire.Listener end) {
        PairedConnection connection;
        try {
            connection = servers.get()
                    .orElseThrow(() -> new IllegalStateException("no server"))
                    .connect();
        } catch (ConnectRefusedException | IllegalStateException e) {
            end.onClosed(CloseReason.ABNORMAL);
            return new NoConnection();
        }
        String number = "#" + ++connections;
        Tap opened =
                new Tap(connection, end, user, sends, wire.client(name + number), api.client(name + "-own" + number));
        tap = opened;
        end.onOpen();
        connection.listen(opened);
        return opened;
    }

    /** What a wire gives that could not connect. */
    private static final class NoConnection implements Wire.Connection {
        @Override
        public void send(String unit) {}

        @Override
        public void close() {}

        @Override
        public void abort() {}
    }

    ImClient client() {
        return client;
    }

    /** The last connection, open or not; empty before the first. */
    Optional<Tap> tap() {
        return Optional.ofNullable(tap);
    }

    Optional<PairedConnection> connection() {
        return tap().map(Tap::connection);
    }

    List<Request.Send> sends() {
        return sends;
    }

    String nextCid() {
        return name + "-" + ++sent;
    }

    /** The application ends and begins again, from the cursors that it kept. */
    void restart() {
        listener.ended = true;
        client.close();
        listener = new Listener();
        client = build();
        client.connect();
    }

    void send(String room) {
        String cid = nextCid();
        Draft draft = Draft.text("message " + cid);
        ClientHistory.Attempt attempt = history.sending(room, user, cid, draft.content());
        client.room(room).send(cid, draft).whenComplete((done, error) -> settle(attempt, done, error));
    }

    /** Writes down what became of an attempt. */
    static void settle(ClientHistory.Attempt attempt, Result.@Nullable Sent sent, @Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        // To the application a retry is none: its messages are in the order in which it sent them.
        if (sent != null)
            attempt.acked(null, new Result.Sent(sent.seq(), sent.rev(), sent.at(), false, sent.content()));
        else if (cause instanceof RefusedException) attempt.refused();
        else attempt.unknown();
    }

    void read(String room) {
        ClientHistory.Read read = history.readingLatest(room);
        client.room(room).history(Anchor.LATEST, 30).whenComplete((page, error) -> {
            if (error == null) read.answered(null, page);
            else read.failed();
        });
    }

    void join(String room) {
        client.room(room).join();
    }

    /** Goes on where it was when it left, if it is not in the room. */
    void rejoin(String room, Cursor since) {
        if (following.containsKey(room)) return;
        joiningSince.put(room, since);
        client.room(room).join(since);
    }

    Map<String, Cursor> following() {
        return Map.copyOf(following);
    }

    void claimToBeCaughtUp() {
        for (String room : List.copyOf(joiningSince.keySet())) {
            if (client.cursor(room).isPresent()) listener.begin(room);
        }
        following.forEach(history::caughtUp);
    }

    private final class Listener implements ClientListener {
        private boolean ended;
        private boolean connectedBefore;

        @Override
        public void onConnected(Result.Welcome welcome) {
            if (ended) return;
            for (RoomView view : welcome.rooms()) {
                // What it follows already, from a cursor that a join gave, goes on from there.
                Optional<Cursor> since = client.cursor(view.id());
                if (since.isPresent() && !following.containsKey(view.id())) follows(view.id(), since.get());
                else if (!connectedBefore) follows(view);
            }
            connectedBefore = true;
        }

        @Override
        public void onGained(RoomView view) {
            if (!ended) follows(view);
        }

        private void follows(RoomView view) {
            RoomView.Membership mine = view.membership();
            if (mine == null || following.containsKey(view.id())) return;
            follows(view.id(), new Cursor(mine.epoch(), mine.rev()));
        }

        private void follows(String room, Cursor from) {
            joiningSince.remove(room);
            following.put(room, from);
            history.follows(room, from);
        }

        /** A room joined from a cursor is followed from there without a word. */
        private void begin(String room) {
            Cursor since = joiningSince.get(room);
            if (since != null && !following.containsKey(room)) follows(room, since);
        }

        @Override
        public void onEvent(Event event) {
            if (ended) return;
            begin(event.room());
            following.put(event.room(), event.cursor());
            events.add(event);
            history.event(event);
        }

        @Override
        public void onReset(String room, Cursor cursor) {
            if (ended) return;
            following.put(room, cursor);
            history.reset(room, cursor);
        }

        @Override
        public void onGone(String room) {
            if (ended) return;
            joiningSince.remove(room);
            following.remove(room);
            history.gone(room);
        }
    }
}
