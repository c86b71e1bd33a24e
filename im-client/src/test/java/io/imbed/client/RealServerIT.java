package io.imbed.client;

import static io.imbed.client.User.await;
import static io.imbed.client.User.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.imbed.Draft;
import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.client.ConnectionStatus.State;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomView;
import io.imbed.spi.Authenticator;
import io.imbed.spi.RoomLog;
import io.imbed.spi.RoomStore;
import io.imbed.spi.Storage;
import io.imbed.spi.Upkeep;
import io.imbed.testkit.FaultProxy;
import io.imbed.transport.ws.WsTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client as anybody gets it, threads and wire of its own, with a real server over real sockets. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RealServerIT {
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** Where the server is now. A restart takes another port: a client that looks for the old one may hold it itself. */
    private volatile int port;

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) opened.get(i).close();
    }

    @Test
    void twoUsersChat() throws Exception {
        serve(MemoryStorage.create(), Limits.defaults());
        User alice = user("alice");
        User bob = user("bob");
        await(alice.client.connect());
        await(bob.client.connect());

        RoomView group = await(alice.client.createGroup("Friends", List.of("bob")));
        assertThat(group.kind()).isEqualTo(RoomKind.GROUP);
        assertThat(bob.next("gained")).isEqualTo("gained " + group.id());
        Result.Sent sent =
                await(alice.client.room(group.id()).send(Draft.text("hello").withMentions(List.of("bob"))));
        assertThat(sent.seq()).isEqualTo(1);
        assertThat(bob.next("message")).isEqualTo("message alice hello");
        assertThat(alice.next("message")).isEqualTo("message alice hello");

        Room bobs = bob.client.room(group.id());
        bobs.typing(true);
        assertThat(alice.next("typing")).isEqualTo("typing bob true");
        bobs.markRead(1);
        assertThat(alice.next("mark")).isEqualTo("mark bob 1");
        assertThat(await(bobs.history(Anchor.LATEST, 10)).messages()).hasSize(1);
        assertThat(await(bobs.members(null, 10)).members()).hasSize(2);
        assertThat(await(bobs.view()).title()).isEqualTo("Friends");
        assertThat(await(bob.client.rooms(null, 10)).rooms()).hasSize(1);
        await(bobs.leave());
        assertThat(bob.next("gone")).isEqualTo("gone " + group.id());
        await(bobs.leave()); // once more changes nothing

        assertThat(catchThrowableOfType(ExecutionException.class, () -> await(bobs.send("still here?"))))
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void channelIsFoundJoinedAndHeard() throws Exception {
        serve(MemoryStorage.create(), Limits.defaults());
        User alice = user("alice");
        alice.client.connect();
        await(alice.client.createChannel("news", "News"));
        User bob = user("bob");
        // Nothing is waited for: the join waits for the connection, and what is sent waits for the join.
        bob.client.connect();
        bob.client.room("news").join();
        CompletionStage<Result.Sent> sent = bob.client.room("news").send("first!");

        assertThat(await(sent).seq()).isEqualTo(1);
        assertThat(alice.next("message")).isEqualTo("message bob first!");
        assertThat(bob.next("message")).isEqualTo("message bob first!");
        assertThat(await(bob.client.channels(null, 10)).rooms())
                .extracting(RoomView::id)
                .containsExactly("news");
        RoomView direct = await(alice.client.openDirect("bob"));
        assertThat(await(bob.client.openDirect("alice")).id()).isEqualTo(direct.id());
    }

    @Test
    void serverThatRestartsLosesNothingOfWhatWasSentMeanwhile() throws Exception {
        Storage storage = MemoryStorage.create();
        WsTransport ws = WsTransport.on(0);
        ImServer first = server(new Kept(storage), Limits.defaults().with(Limits.Rates.OPEN), ws);
        await(first.rooms().create(NewRoom.channel("r")));
        User alice = user("alice");
        User bob = user("bob");
        for (User user : List.of(alice, bob)) {
            user.client.connect();
            await(user.client.room("r").join());
        }
        await(alice.client.room("r").send("0"));

        first.close();
        alice.nextStatus(status -> status.state() == State.CONNECTING);
        bob.nextStatus(status -> status.state() == State.CONNECTING);
        List<CompletionStage<Result.Sent>> sends = new ArrayList<>();
        for (int i = 1; i <= 20; i++) sends.add(alice.client.room("r").send(String.valueOf(i)));
        serve(storage, Limits.defaults().with(Limits.Rates.OPEN));
        for (User user : List.of(alice, bob)) user.client.reconnectNow();

        for (int i = 1; i <= 20; i++) assertThat(await(sends.get(i - 1)).seq()).isEqualTo(i + 1);
        for (User user : List.of(alice, bob)) {
            for (int i = 0; i <= 20; i++) assertThat(user.next("message")).isEqualTo("message alice " + i);
            assertThat(user.heard).noneMatch(line -> line.startsWith("reset"));
        }
    }

    @Test
    void roomsThatARestartDidNotKeepAreToldAsGone() throws Exception {
        WsTransport ws = WsTransport.on(0);
        ImServer first = server(MemoryStorage.create(), Limits.defaults(), ws);
        User alice = user("alice");
        await(alice.client.connect());
        RoomView group = await(alice.client.createGroup(null, List.of()));

        first.close();
        serve(MemoryStorage.create(), Limits.defaults());
        alice.client.reconnectNow();

        assertThat(alice.next("gone")).isEqualTo("gone " + group.id());
    }

    @Test
    void cutSocketIsResumedWithoutLoss() throws Exception {
        serve(MemoryStorage.create(), Limits.defaults().with(Limits.Rates.OPEN));
        try (FaultProxy proxy = FaultProxy.to(port)) {
            User alice = user("alice");
            User bob = user("bob", proxy::port);
            await(alice.client.connect());
            await(alice.client.createChannel("r", null));
            bob.client.connect();
            await(bob.client.room("r").join());

            for (int i = 0; i < 50; i++) {
                await(alice.client.room("r").send(String.valueOf(i)));
                if (i % 10 == 5) proxy.links().forEach(FaultProxy.Link::cut);
            }

            for (int i = 0; i < 50; i++) assertThat(bob.next("message")).isEqualTo("message alice " + i);
            assertThat(bob.heard).noneMatch(line -> line.startsWith("reset"));
        }
    }

    @Test
    void manyMessagesAtOnceArriveInOrderUnderTheServersRates() throws Exception {
        Limits limits = Limits.defaults().with(Limits.defaults().rates().withSends(20, 5));
        serve(MemoryStorage.create(), limits);
        User alice = user("alice");
        await(alice.client.connect());
        await(alice.client.createChannel("r", null));

        List<CompletionStage<Result.Sent>> sends = IntStream.range(0, 30)
                .mapToObj(i -> alice.client.room("r").send(String.valueOf(i)))
                .toList();

        for (int i = 0; i < 30; i++) assertThat(await(sends.get(i)).seq()).isEqualTo(i + 1);
    }

    @Test
    void userWhoIsNotLetInStops() throws Exception {
        serve(MemoryStorage.create(), Limits.defaults());
        ImClient stranger = ImClient.builder(uri(port)).token("nonsense").build();
        opened.add(stranger);

        assertThat(catchThrowableOfType(ExecutionException.class, () -> await(stranger.connect())))
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
        assertThat(stranger.status().state()).isEqualTo(State.DISCONNECTED);
    }

    @Test
    void signedOutUserStops() throws Exception {
        WsTransport ws = WsTransport.on(0);
        ImServer server = server(MemoryStorage.create(), Limits.defaults(), ws);
        User alice = user("alice");
        await(alice.client.connect());

        server.sessions().signOut("alice");

        ConnectionStatus last = alice.nextStatus(status -> status.state() == State.DISCONNECTED);
        assertThat(last.reason()).isNotNull().matches(ConnectionStatus.Reason::terminal);
        assertThat(last.reason().code()).isEqualTo(4503);
    }

    @Test
    void kickedUserHearsOfItAndThenNothing() throws Exception {
        WsTransport ws = WsTransport.on(0);
        ImServer server = server(MemoryStorage.create(), Limits.defaults(), ws);
        User alice = user("alice");
        await(alice.client.connect());
        await(server.rooms().create(NewRoom.channel("r")));
        await(alice.client.room("r").join());

        await(server.rooms().kick("r", "alice"));

        assertThat(alice.next("gone")).isEqualTo("gone r");
        assertThat(alice.heard).contains("kicked");
        assertThat(alice.client.cursor("r")).isEmpty();
    }

    @Test
    void drainedServerIsLeftAndFoundAgain() throws Exception {
        Storage storage = MemoryStorage.create();
        WsTransport ws = WsTransport.on(0);
        ImServer first = server(new Kept(storage), Limits.defaults(), ws);
        User alice = user("alice");
        await(alice.client.connect());

        CompletionStage<Void> drained = first.drain(Duration.ofSeconds(2));
        alice.nextStatus(status -> status.state() == State.CONNECTING);
        await(drained);
        first.close();
        serve(storage, Limits.defaults());
        alice.client.reconnectNow();

        alice.nextStatus(ConnectionStatus::isConnected);
    }

    private ImServer serve(Storage storage, Limits limits) throws Exception {
        WsTransport ws = WsTransport.on(0);
        return server(storage, limits, ws);
    }

    private ImServer server(Storage storage, Limits limits, WsTransport ws) throws Exception {
        ImServer server = ImServer.builder(storage)
                .authenticator(Authenticator.guests())
                .limits(limits)
                .transport(ws)
                .build();
        opened.add(server);
        server.start();
        port = ws.port();
        return server;
    }

    private User user(String name) {
        return user(name, () -> port);
    }

    private User user(String name, IntSupplier where) {
        User user = new User(name, where);
        opened.add(user.client);
        return user;
    }

    /** A storage that outlives the server that closes it. */
    private record Kept(Storage storage) implements Storage {
        @Override
        public RoomLog log() {
            return storage.log();
        }

        @Override
        public RoomStore store() {
            return storage.store();
        }

        @Override
        public Upkeep upkeep() {
            return storage.upkeep();
        }

        @Override
        public Traits traits() {
            return storage.traits();
        }

        @Override
        public void close() {}
    }
}
