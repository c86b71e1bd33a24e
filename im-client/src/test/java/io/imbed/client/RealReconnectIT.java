package io.imbed.client;

import static io.imbed.client.User.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.spi.Authenticator;
import io.imbed.testkit.FaultProxy;
import io.imbed.testkit.FaultScript;
import io.imbed.transport.ws.WsTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server forgets with a session, the client says again on the next connection: here to a real one, cut for real. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RealReconnectIT {
    private static final int CUTS = 5;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private ImServer server;
    private FaultProxy proxy;
    private int port;

    @BeforeEach
    void serve() throws Exception {
        WsTransport ws = WsTransport.on(0);
        server = ImServer.builder(MemoryStorage.create())
                .authenticator(Authenticator.guests())
                .limits(Limits.defaults().with(Limits.Rates.OPEN))
                .transport(ws)
                .build();
        opened.add(server);
        server.start();
        port = ws.port();
        proxy = FaultProxy.to(port);
        opened.add(proxy);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) opened.get(i).close();
    }

    private User user(String name, IntSupplier where) throws Exception {
        User user = new User(name, where);
        opened.add(user.client);
        await(user.client.connect());
        return user;
    }

    private User direct(String name) throws Exception {
        return user(name, () -> port);
    }

    /** One whose connections the test may cut. */
    private User cuttable(String name) throws Exception {
        return user(name, proxy::port);
    }

    /** Cuts the connections through the proxy, and at once all that are made from now on; the client has noticed. */
    private void cut(User user) throws Exception {
        user.nextStatus(ConnectionStatus::isConnected);
        proxy.script(FaultScript.CLEAN.toServer(FaultScript.Fault.CUT, 0));
        proxy.links().forEach(FaultProxy.Link::cut);
        user.nextStatus(status -> !status.isConnected());
    }

    private void comeBack(User user) {
        proxy.script(FaultScript.CLEAN);
        user.client.reconnectNow();
    }

    @Test
    void attendanceOfALiveRoomGoesOnWithoutLossAndSoDoesWhatIsAskedAndSentMeanwhile() throws Exception {
        await(server.rooms().create(NewRoom.live("live").owner("owner")));
        User alice = direct("alice");
        User bob = cuttable("bob");
        Room alices = alice.client.room("live");
        Room bobs = bob.client.room("live");
        await(alices.join());
        await(bobs.join());

        for (int i = 0; i < CUTS; i++) {
            await(alices.send("before " + i));
            cut(bob);
            await(alices.send("missed " + i));
            CompletionStage<Result.MessagePage> page = bobs.history(Anchor.LATEST, 1);
            CompletionStage<Result.Sent> sent = bobs.send("from bob " + i);
            comeBack(bob);

            assertThat(await(page).messages()).hasSize(1);
            assertThat(await(sent).seq()).isEqualTo(3L * i + 3);
        }

        for (int i = 0; i < CUTS; i++) {
            assertThat(bob.next("message")).isEqualTo("message alice before " + i);
            assertThat(bob.next("message")).isEqualTo("message alice missed " + i);
            assertThat(bob.next("message")).isEqualTo("message bob from bob " + i);
        }
        assertThat(bob.heard).noneMatch(line -> line.startsWith("reset") || line.startsWith("gone"));
    }

    @Test
    void liveRoomThatOneWasKickedFromMeanwhileIsGone() throws Exception {
        await(server.rooms().create(NewRoom.live("live").owner("owner")));
        User bob = cuttable("bob");
        await(bob.client.room("live").join());
        cut(bob);

        await(server.rooms().ban("live", "bob", null, null));
        comeBack(bob);

        assertThat(bob.next("gone")).isEqualTo("gone live");
    }

    @Test
    void watchGoesOnAndTellsWhatChangedMeanwhile() throws Exception {
        await(server.rooms().create(NewRoom.group("g").members("alice", "bob", "carol")));
        User bob = direct("bob");
        User carol = direct("carol");
        User alice = cuttable("alice");
        for (User watcher : List.of(alice, carol)) {
            watcher.client.watchPresence(List.of("bob"));
            assertThat(watcher.next("presence")).isEqualTo("presence bob ONLINE");
        }
        cut(alice);

        bob.client.away(true);
        assertThat(carol.next("presence")).isEqualTo("presence bob AWAY");
        comeBack(alice);
        assertThat(alice.next("presence")).isEqualTo("presence bob AWAY");
        bob.client.away(false);

        assertThat(alice.next("presence")).isEqualTo("presence bob ONLINE");
    }

    @Test
    void whoComesIntoViewByARoomIsTold() throws Exception {
        direct("bob");
        direct("dave");
        await(server.rooms().create(NewRoom.group("g").members("dave")));
        User alice = direct("alice");
        alice.client.watchPresence(List.of("bob", "dave"));
        assertThat(alice.next("presence")).isEqualTo("presence bob OFFLINE");
        assertThat(alice.next("presence")).isEqualTo("presence dave OFFLINE");

        await(server.rooms().invite("g", "alice", Role.MEMBER)); // she gains a room with dave in it
        assertThat(alice.next("presence")).isEqualTo("presence dave ONLINE");
        await(server.rooms().invite("g", "bob", Role.MEMBER)); // bob comes into a room of hers
        assertThat(alice.next("presence")).isEqualTo("presence bob ONLINE");
        await(server.rooms().kick("g", "dave"));

        assertThat(alice.next("presence")).isEqualTo("presence dave OFFLINE");
    }
}
