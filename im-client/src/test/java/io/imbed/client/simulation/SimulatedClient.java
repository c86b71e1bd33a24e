package io.imbed.client.simulation;

import io.imbed.Draft;
import io.imbed.client.ClientListener;
import io.imbed.client.ImClient;
import io.imbed.client.Wire;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
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
    /** What its connections were given, and on what ground. */
    final List<RevocationCheck.Admission> admissions = new ArrayList<>();

    final Screen screen = new Screen();
    private final Map<String, Cursor> following = new HashMap<>();
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
        Tap opened = new Tap(
                connection,
                end,
                user,
                sends,
                admissions,
                wire.client(name + number),
                api.client(name + "-own" + number));
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
        history.connected(null);
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

    /** Mentions somebody else, so that what it says stays what was sent. */
    void edit(Message message, String mentioned) {
        Content content = message.content();
        if (content != null) client.room(message.room()).edit(message.seq(), content, List.of(mentioned));
    }

    void recall(Message message) {
        client.room(message.room()).recall(message.seq());
    }

    void join(String room) {
        client.room(room).join();
    }

    /** Goes on where it was when it left, if it is not in the room. */
    void rejoin(String room, Cursor since) {
        if (following.containsKey(room)) return;
        client.room(room).join(since);
    }

    Map<String, Cursor> following() {
        return Map.copyOf(following);
    }

    void claimToBeCaughtUp() {
        following.forEach(history::caughtUp);
    }

    private final class Listener implements ClientListener {
        private boolean ended;

        @Override
        public void onFollow(String room, Cursor from) {
            if (ended) return;
            following.put(room, from);
            screen.follow(room, from);
            history.follows(room, from);
        }

        @Override
        public void onEvent(Event event) {
            if (ended) return;
            following.put(event.room(), event.cursor());
            events.add(event);
            screen.event(event);
            history.event(event);
        }

        @Override
        public void onReset(String room, Cursor cursor) {
            if (ended) return;
            following.put(room, cursor);
            screen.clear(room);
            screen.follow(room, cursor);
            history.reset(room, cursor);
        }

        @Override
        public void onGone(String room) {
            if (ended) return;
            following.remove(room);
            screen.clear(room);
            history.gone(room);
        }
    }
}
