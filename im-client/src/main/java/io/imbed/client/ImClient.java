package io.imbed.client;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Ids;
import io.imbed.protocol.Message;
import io.imbed.protocol.OwnSession;
import io.imbed.protocol.PresenceView;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.SettingsPatch;
import io.imbed.spi.Environment;
import io.imbed.spi.Scheduler;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A user's, or a bot's, end of a chat. Build it, listen, and connect; it stays connected until told otherwise.
 *
 * <p>Of every room it follows each event is delivered once and in order, whatever happens to connections; what is lost
 * for good shows as {@link RoomListener#onReset}. What is sent waits in an outbox until the server has it.
 *
 * <p>Threads: any thread calls any method; none blocks. Listeners are called, and stages completed, on the client's
 * executor, one at a time: to wait there for a stage of this client is to wait for ever. Stages fail with {@link
 * io.imbed.protocol.RefusedException} when the server says no and with {@link
 * io.imbed.protocol.UnavailableException} when it cannot be asked in time.
 *
 * <p>Memory is bounded. At most 10 000 messages wait to be acknowledged and 1 000 requests for an answer, and 10 000 calls
 * for a listener that holds the client up; beyond that a call fails at once. Of what the server says, 16 MiB wait for
 * listeners; beyond that the connection is given up, and the next one goes on where they are.
 */
public final class ImClient implements AutoCloseable {
    private final Core core;
    private final RoomMaker maker;

    private ImClient(Builder settings) {
        Executor executor = settings.executor;
        Scheduler scheduler = settings.scheduler;
        Runnable whenClosed = () -> {};
        if (executor == null || scheduler == null) {
            OwnThread own = new OwnThread();
            if (executor == null) executor = own;
            if (scheduler == null) scheduler = own;
            whenClosed = own::shutdown;
        }
        core = new Core(settings, new Loop(executor, scheduler), whenClosed);
        maker = new RoomMaker(core, settings.random);
        settings.listeners.forEach(listener -> core.listeners.add(null, listener));
    }

    /** @param uri where the server's WebSocket is, such as {@code ws://localhost:8080/im}; never holds a token */
    public static Builder builder(URI uri) {
        return new Builder(uri);
    }

    /**
     * Connects, and keeps connecting again whenever the connection is lost, until {@link #disconnect} or a reason that
     * is terminal. When it does so already this changes nothing. A reason that is terminal also fails the requests that
     * wait for a connection; messages stay in the outbox.
     *
     * @return completes when the server has answered hello; fails if the client stops before
     */
    public CompletionStage<Result.Welcome> connect() {
        return core.urgent(core.connector::connect);
    }

    /**
     * Stops. What was not sent stays in the outbox, and goes out after the next {@link #connect}.
     *
     * @return completes when the connection is closed
     */
    public CompletionStage<Void> disconnect() {
        return core.urgent(future ->
                core.connector.disconnect("disconnected").whenComplete((done, failure) -> future.complete(null)));
    }

    /** Does not wait for the next try, for instance because the network is back; when connected, checks that it is. */
    public void reconnectNow() {
        core.loop.execute(core.connector::reconnectNow);
    }

    public ConnectionStatus status() {
        return core.connector.status();
    }

    /** Hears everything. Those who listen before {@link #connect} miss nothing. */
    public Registration listen(ClientListener listener) {
        return core.listeners.add(null, listener);
    }

    /** Hears the messages of all rooms as they are posted, the user's own among them. */
    public Registration onMessage(Consumer<Message> listener) {
        return core.listeners.add(null, new RoomListener() {
            @Override
            public void onEvent(Event event) {
                if (event.body() instanceof EventBody.Posted posted) listener.accept(posted.message());
            }
        });
    }

    /** A room by its id; asks nothing of the server. */
    public Room room(String id) {
        return new Room(core, maker::newCid, Ids.requireId("room", id));
    }

    /** Makes a channel, which anyone may find and join. */
    public CompletionStage<RoomView> createChannel(String id, @Nullable String title) {
        return createChannel(id, title, List.of(), SettingsPatch.NONE);
    }

    /**
     * Makes a channel that is other than channels are.
     *
     * @param id null if the server is to choose it
     * @param members at most 100, who become members at once
     */
    public CompletionStage<RoomView> createChannel(
            @Nullable String id, @Nullable String title, List<String> members, SettingsPatch settings) {
        return maker.make(RoomKind.CHANNEL, id, title, null, members, settings);
    }

    /**
     * Makes a LIVE room, which anyone may find, and which whoever {@linkplain Room#join joins} attends for as long as its
     * client runs. The maker is its owner.
     */
    public CompletionStage<RoomView> createLive(String id, @Nullable String title) {
        return createLive(id, title, SettingsPatch.NONE);
    }

    /** Makes a LIVE room that is other than those are; the server chooses its id if that is null. */
    public CompletionStage<RoomView> createLive(@Nullable String id, @Nullable String title, SettingsPatch settings) {
        return maker.make(RoomKind.LIVE, id, title, null, List.of(), settings);
    }

    /** Makes a group with these members, at most 100; the server chooses its id. */
    public CompletionStage<RoomView> createGroup(@Nullable String title, List<String> members) {
        return createGroup(title, members, SettingsPatch.NONE);
    }

    /** Makes a group that is other than groups are. */
    public CompletionStage<RoomView> createGroup(@Nullable String title, List<String> members, SettingsPatch settings) {
        return maker.make(RoomKind.GROUP, null, title, null, members, settings);
    }

    /** The room of the two of us, made if it is not there. */
    public CompletionStage<RoomView> openDirect(String user) {
        return maker.make(RoomKind.DIRECT, null, null, user, List.of(), SettingsPatch.NONE);
    }

    /**
     * A page of the user's rooms, most recently active first.
     *
     * @param after the last room of the page before, null for the first page
     * @param limit 1 to 100
     */
    public CompletionStage<Result.Rooms> rooms(@Nullable String after, int limit) {
        return list(null, after, limit);
    }

    /** A page of the channels that are open to join, by id; arguments as for {@link #rooms}. */
    public CompletionStage<Result.Rooms> channels(@Nullable String after, int limit) {
        return list(RoomKind.CHANNEL, after, limit);
    }

    /** A page of the LIVE rooms, by id; arguments as for {@link #rooms}. */
    public CompletionStage<Result.Rooms> liveRooms(@Nullable String after, int limit) {
        return list(RoomKind.LIVE, after, limit);
    }

    /**
     * Whether these users are there, each once and in this order. Whom the user may not see looks as if it had never been there.
     *
     * @param users at most 100
     */
    public CompletionStage<List<PresenceView>> presence(List<String> users) {
        List<String> asked = PresenceWatch.checked(users);
        if (asked.isEmpty()) return core.call(future -> future.complete(List.of())); // which the server would refuse
        return core.ask(
                id -> new Request.Presence(id, asked, false, null), Result.Presence.class, Result.Presence::presence);
    }

    /**
     * Lets {@link ClientListener#onPresence} hear how these users are from now on, and no others; over reconnects too, until
     * this is called again.
     *
     * @param users at most 100; none ends it
     */
    public void watchPresence(List<String> users) {
        List<String> watched = PresenceWatch.checked(users);
        core.loop.execute(() -> core.presence.watch(watched));
    }

    /** Nobody is at this device, or somebody is again. Holds over reconnects; a client begins with somebody there. */
    public void away(boolean on) {
        core.loop.execute(() -> core.presence.away(on));
    }

    /** The user's sessions on all devices, this one among them, oldest first. */
    public CompletionStage<List<OwnSession>> sessions() {
        return core.ask(Request.Sessions::new, Result.Sessions.class, Result.Sessions::sessions);
    }

    /**
     * Ends one of the user's sessions, whose client then does not come back; it may be this one. Fails with NOT_FOUND if
     * there is none, which is so also after a first try whose answer was lost.
     */
    public CompletionStage<Void> signOut(String session) {
        return endSessions(Ids.requireId("session", session));
    }

    /** Ends all sessions of the user but this one. */
    public CompletionStage<Void> signOutOthers() {
        return endSessions(null);
    }

    /**
     * The last event of a room that all listeners are done with, if the client follows it. One that a listener is just
     * being told does not count yet: {@link Event#cursor} is the place after it.
     */
    public Optional<Cursor> cursor(String room) {
        return core.follower.cursor(room);
    }

    /**
     * The cursors of all rooms, as {@link #cursor} says: give them to {@link Builder#resumeFrom} to go on there in another
     * process. What is kept at any moment skips no event that a listener was not done with.
     */
    public Map<String, Cursor> cursors() {
        return core.follower.cursors();
    }

    /** What was sent and is not acknowledged, each room in order. */
    public CompletionStage<List<PendingSend>> pending() {
        return core.call(future -> future.complete(core.sender.pending()));
    }

    /** A client message id of 128 random bits, for {@link Room#send(String, io.imbed.Draft)}. */
    public String newCid() {
        return maker.newCid();
    }

    /**
     * Disconnects for good and returns at once. Stages that are not settled fail; what an {@link OutboxStore} keeps is
     * sent by the next client that loads it.
     */
    @Override
    public void close() {
        core.close();
    }

    private CompletionStage<Void> endSessions(@Nullable String session) {
        return core.ask(id -> new Request.SignOut(id, session), Result.Done.class, done -> done)
                .thenApply(done -> null);
    }

    private CompletionStage<Result.Rooms> list(@Nullable RoomKind kind, @Nullable String after, int limit) {
        return core.ask(id -> new Request.RoomList(id, kind, after, limit), Result.Rooms.class, page -> page);
    }

    /** Threads: one. */
    public static final class Builder {
        final URI uri;
        final List<ClientListener> listeners = new ArrayList<>();
        final Map<String, Cursor> cursors = new HashMap<>();
        TokenSource tokens = TokenSource.none();

        @Nullable String device;

        @Nullable String label = "im-client-java";

        Wire wire = WebSocketWire.create();
        Timeouts timeouts = Timeouts.defaults();
        RandomGenerator random = new SecureRandom();

        @Nullable Scheduler scheduler;

        @Nullable Executor executor;

        @Nullable OutboxStore outbox;

        private Builder(URI uri) {
            this.uri = uri;
        }

        /** The user's token, if it does not expire. */
        public Builder token(String token) {
            return tokens(TokenSource.of(token));
        }

        /** Where tokens come from. Without one, hello carries none. */
        public Builder tokens(TokenSource source) {
            tokens = source;
            return this;
        }

        /** A label of the device, the same each time. */
        public Builder device(String name) {
            device = name;
            return this;
        }

        /** What program this is, for the server's logs. */
        public Builder label(String program) {
            label = program;
            return this;
        }

        public Builder listener(ClientListener listener) {
            listeners.add(listener);
            return this;
        }

        /** Goes on in these rooms after these events, as {@link ImClient#cursors} told them. */
        public Builder resumeFrom(Map<String, Cursor> positions) {
            cursors.putAll(positions);
            return this;
        }

        /** Keeps the outbox when the process ends; without it, it is in memory. */
        public Builder outbox(OutboxStore store) {
            outbox = store;
            return this;
        }

        public Builder timeouts(Timeouts newTimeouts) {
            timeouts = newTimeouts;
            return this;
        }

        /** The wire; {@link WebSocketWire} if not set. */
        public Builder wire(Wire newWire) {
            wire = newWire;
            return this;
        }

        /** Timers; a thread of the client's own if not set, which keeps the process alive until close. */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        /** Runs the client and its listeners, one task at a time; a thread of the client's own if not set. */
        public Builder executor(Executor newExecutor) {
            executor = newExecutor;
            return this;
        }

        /** Source of ids and jitter; unpredictable if not set. */
        public Builder random(RandomGenerator newRandom) {
            random = newRandom;
            return this;
        }

        /** Scheduler, random and worker of an environment, which the client does not close. */
        public Builder environment(Environment environment) {
            return scheduler(environment.scheduler())
                    .random(environment.random())
                    .executor(environment.worker());
        }

        /** @throws IllegalArgumentException if the wire is a {@link WebSocketWire} and the URI is not for it */
        public ImClient build() {
            if (wire instanceof WebSocketWire) WebSocketWire.check(uri);
            return new ImClient(this);
        }
    }
}
