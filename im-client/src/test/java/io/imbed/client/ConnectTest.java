package io.imbed.client;

import static io.imbed.client.Frames.error;
import static io.imbed.client.Frames.later;
import static io.imbed.client.Frames.message;
import static io.imbed.client.Frames.room;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.imbed.client.ConnectionStatus.State;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame;
import io.imbed.protocol.UnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTest {
    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk(builder -> builder.token("secret").device("phone"));

    @Test
    void connectedMeansThatHelloIsAnswered() {
        CompletableFuture<Result.Welcome> connected = Desk.of(desk.client.connect());
        desk.run();
        assertThat(desk.client.status().state()).isEqualTo(State.CONNECTING);
        assertThat(connected).isNotDone();

        Request.Hello hello = desk.server.link().next(Request.Hello.class);
        assertThat(hello.v()).isEqualTo(1);
        assertThat(hello.token()).isEqualTo("secret");
        assertThat(hello.device()).isEqualTo("phone");
        desk.server.link().reply(hello, Frames.welcome());
        desk.run();

        assertThat(connected).isCompletedWithValue(Frames.welcome());
        assertThat(desk.client.status()).isEqualTo(new ConnectionStatus(State.CONNECTED, 1, null, null));
    }

    @Test
    void nothingIsSaidBeforeTheWireIsOpen() {
        desk.server.opensAtOnce = false;
        desk.client.connect();
        desk.client.room("r").send("early");
        desk.run();
        assertThat(desk.server.link().requests).isEmpty();

        desk.server.link().listener.onOpen();
        desk.run();

        assertThat(desk.server.link().requests).hasSize(1);
    }

    @Test
    void lostConnectionIsMadeAgainWithGrowingPauses() {
        desk.connect();
        desk.server.link().end(CloseReason.ABNORMAL);
        desk.run();
        assertThat(desk.client.status().state()).isEqualTo(State.CONNECTING);
        assertThat(desk.client.status().reason())
                .isEqualTo(new ConnectionStatus.Reason(1006, CloseReason.ABNORMAL.text(), false));

        Duration longest = Duration.ZERO;
        for (int attempt = 1; attempt < 20; attempt++) {
            assertThat(desk.client.status().attempt()).isEqualTo(attempt);
            Duration ceiling = Duration.ofMillis(Math.min(30_000, 500L << (attempt - 1)));
            Duration pause = desk.client.status().retryIn();
            assertThat(pause).isBetween(Duration.ZERO, ceiling);
            if (pause.compareTo(longest) > 0) longest = pause;
            desk.wait(pause);
            assertThat(desk.server.links).hasSize(attempt + 1);
            desk.server.link().end(CloseReason.ABNORMAL);
            desk.run();
        }
        assertThat(longest).isGreaterThan(Duration.ofSeconds(10));
    }

    @Test
    void stableMinuteMakesThePauseShortAgain() {
        desk.client.connect();
        desk.run();
        for (int i = 0; i < 10; i++) {
            desk.server.link().end(CloseReason.ABNORMAL);
            desk.run();
            desk.waitForRetry();
        }
        desk.welcome();
        desk.waitAlive(Duration.ofSeconds(59));
        desk.server.link().end(CloseReason.ABNORMAL);
        desk.run();
        assertThat(desk.client.status().attempt()).isEqualTo(11);
        desk.waitForRetry();

        desk.welcome();
        desk.waitAlive(Duration.ofSeconds(60));
        desk.server.link().end(CloseReason.ABNORMAL);
        desk.run();

        assertThat(desk.client.status().attempt()).isZero();
        assertThat(desk.client.status().retryIn()).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void silentServerIsGivenUpWhileConnecting() {
        desk.client.connect();
        desk.run();

        desk.wait(Timeouts.defaults().connect());

        assertThat(desk.server.link().aborted).isTrue();
        assertThat(desk.client.status().retryIn()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1003, 1007, 1009, 4500, 4502, 4503, 4504, 4777})
    void terminalCloseCodeStops(int code) {
        desk.connect();
        desk.server.link().end(new CloseReason(code, "no"));
        desk.wait(Duration.ofHours(1));

        assertThat(desk.server.links).hasSize(1);
        assertThat(desk.client.status().state()).isEqualTo(State.DISCONNECTED);
        assertThat(desk.client.status().reason()).isEqualTo(new ConnectionStatus.Reason(code, "no", true));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1006, 1011, 1012, 1013, 4001, 4002, 4004, 4499})
    void otherCloseCodesReconnect(int code) {
        desk.connect();
        desk.server.link().end(new CloseReason(code, "later"));
        desk.wait(Duration.ofSeconds(1));

        assertThat(desk.server.links).hasSize(2);
    }

    @Test
    void terminalReasonFailsConnectAndTheNextConnectStartsAgain() {
        CompletableFuture<Result.Welcome> first = Desk.of(desk.client.connect());
        desk.run();
        desk.server.link().end(CloseReason.BANNED);
        desk.run();

        assertThat(catchThrowableOfType(ExecutionException.class, first::get))
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
        desk.connect();
        assertThat(desk.client.status().isConnected()).isTrue();
        assertThat(desk.client.status().attempt()).isEqualTo(1);
    }

    @Test
    void helloThatIsRefusedForGoodStops() {
        desk.client.connect();
        desk.run();
        desk.server.link().say(error(desk.server.link().next(Request.Hello.class), ErrorCode.REJECTED));
        desk.wait(Duration.ofHours(1));

        assertThat(desk.server.links).hasSize(1);
        assertThat(desk.server.link().closed).isTrue();
        assertThat(desk.client.status().reason().terminal()).isTrue();
    }

    @Test
    void helloThatIsPutOffComesAgainAtTheServersTime() {
        desk.client.connect();
        desk.run();
        desk.server.link().say(later(desk.server.link().next(Request.Hello.class), ErrorCode.UNAVAILABLE, 40_000));
        desk.wait(Duration.ofMillis(39_999));
        assertThat(desk.server.links).hasSize(1);

        desk.wait(Duration.ofMillis(20_000));

        assertThat(desk.server.links).hasSize(2);
    }

    @Test
    void refusalOfHelloCountsAlsoIfTheConnectionIsJustLost() {
        desk.client.connect();
        desk.run();
        ScriptedServer.Link link = desk.server.link();
        link.say(error(link.next(Request.Hello.class), ErrorCode.REJECTED));
        desk.run();
        assertThat(link.closed).isFalse();
        link.end(CloseReason.ABNORMAL);
        desk.run();

        assertThat(desk.client.status().reason().terminal()).isTrue();
    }

    @Test
    void floodingWaitsLongerThanUsual() {
        desk.connect();
        desk.server.link().end(CloseReason.FLOODING);
        desk.run();

        assertThat(desk.client.status().retryIn())
                .isBetween(Connector.FLOODED, Connector.FLOODED.multipliedBy(3).dividedBy(2));
    }

    @Test
    void closingSaysWhenToComeBack() {
        ScriptedServer.Link link = desk.connect();
        link.say(new ServerFrame.Closing(CloseReason.RESTART, 20_000));
        desk.wait(Duration.ofSeconds(5));
        assertThat(desk.client.status().isConnected()).isTrue();

        link.end(CloseReason.RESTART);
        desk.run();

        // Counted from when it was said.
        assertThat(desk.client.status().retryIn()).isBetween(Duration.ofSeconds(15), Duration.ofMillis(22_500));
        desk.waitForRetry();
        desk.welcome();
        assertThat(desk.client.status().isConnected()).isTrue();
    }

    @Test
    void reconnectNowDoesNotWait() {
        ScriptedServer.Link link = desk.connect();
        link.say(new ServerFrame.Closing(CloseReason.RESTART, 20_000));
        link.end(CloseReason.RESTART);
        desk.run();

        desk.client.reconnectNow();
        desk.run();
        assertThat(desk.server.links).hasSize(2);
        desk.client.reconnectNow();
        desk.wait(Duration.ofSeconds(5));

        assertThat(desk.server.links).hasSize(2);
    }

    @Test
    void reconnectNowProbesAConnectionThatSeemsAlive() {
        ScriptedServer.Link link = desk.connect();

        desk.client.reconnectNow();
        desk.run();

        link.next(Request.Ping.class);
    }

    @Test
    void reconnectNowSaysNothingOnAConnectionThatIsNotOpen() {
        desk.server.opensAtOnce = false;
        desk.client.connect();
        desk.run();

        desk.client.reconnectNow();
        desk.run();

        assertThat(desk.server.link().requests).isEmpty();
    }

    @Test
    void disconnectCompletesWhenTheWireIsClosed() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));

        CompletableFuture<Void> done = Desk.of(desk.client.disconnect());
        desk.run();
        assertThat(link.closed).isTrue();
        assertThat(done).isNotDone();
        assertThat(desk.client.status().state()).isEqualTo(State.DISCONNECTED);
        link.say(message("r", "e", 1)); // arrives too late
        link.end(CloseReason.NORMAL);
        desk.wait(Duration.ofHours(1));

        assertThat(done).isCompleted();
        assertThat(link.aborted).isFalse();
        assertThat(desk.server.links).hasSize(1);
        assertThat(desk.recorder.heard).containsExactly("connected me");
    }

    @Test
    void disconnectCutsAWireThatDoesNotClose() {
        desk.connect();

        CompletableFuture<Void> done = Desk.of(desk.client.disconnect());
        desk.wait(Timeouts.defaults().close());

        assertThat(desk.server.link().aborted).isTrue();
        assertThat(done).isCompleted();
    }

    @Test
    void disconnectEndsTheWaitForTheNextTry() {
        CompletableFuture<Result.Welcome> connected = Desk.of(desk.client.connect());
        desk.run();
        desk.server.link().end(CloseReason.ABNORMAL);
        desk.run();

        assertThat(Desk.of(desk.client.disconnect())).isNotDone();
        desk.wait(Duration.ofHours(1));

        assertThat(desk.server.links).hasSize(1);
        assertThat(catchThrowableOfType(ExecutionException.class, connected::get))
                .hasCauseInstanceOf(UnavailableException.class);
    }

    @Test
    void framesOfAnOldConnectionAreIgnored() {
        ScriptedServer.Link old = desk.connect(room("r", "e", 0));
        Request.Send send = sendOn(old);
        old.end(CloseReason.ABNORMAL);
        desk.wait(Duration.ofSeconds(1));
        desk.welcome(room("r", "e", 0));

        old.say(message("r", "e", 1));
        old.reply(send, Frames.sent(1));
        desk.run();

        assertThat(desk.recorder.heard).containsExactly("connected me", "connected me");
        assertThat(Desk.of(desk.client.pending())).isNotDone();
    }

    @Test
    void wireThatThrowsIsTriedAgain() {
        int[] calls = {0};
        Desk broken = new Desk(builder -> builder.wire((uri, listener) -> {
            calls[0]++;
            throw new IllegalStateException("no network");
        }));
        broken.client.connect();
        broken.wait(Duration.ofSeconds(10));

        assertThat(calls[0]).isGreaterThan(2);
    }

    @Test
    void closedClientRefusesEverything() {
        ScriptedServer.Link link = desk.connect();
        desk.client.close();
        desk.client.close();
        desk.run();
        link.end(CloseReason.NORMAL);
        desk.run();

        for (CompletableFuture<?> call : new CompletableFuture<?>[] {
            Desk.of(desk.client.connect()),
            Desk.of(desk.client.room("r").send("x")),
            Desk.of(desk.client.room("r").join()),
            Desk.of(desk.client.rooms(null, 10))
        }) {
            desk.run();
            assertThat(catchThrowableOfType(ExecutionException.class, call::get))
                    .hasCauseInstanceOf(UnavailableException.class);
        }
        assertThat(desk.environment.untilNextTimer()).isEmpty();
    }

    @Test
    void addressThatNoConnectionCouldBeMadeToIsRefusedAtOnce() {
        for (String uri : new String[] {"http://localhost/im", "/im", "ws:opaque"}) {
            ImClient.Builder builder = ImClient.builder(URI.create(uri));
            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(uri);
        }
    }

    @Test
    void everyChangeOfStatusIsTold() {
        ScriptedServer.Link link = desk.connect();
        link.end(CloseReason.RESTART);
        desk.wait(Duration.ofSeconds(1));
        desk.welcome();
        desk.client.disconnect();
        desk.run();

        assertThat(desk.recorder.statuses.stream().map(status -> status.state() + " " + status.attempt()))
                .containsExactly(
                        "CONNECTING 1", "CONNECTED 1", "CONNECTING 1", "CONNECTING 2", "CONNECTED 2", "DISCONNECTED 2");
    }

    private Request.Send sendOn(ScriptedServer.Link link) {
        desk.client.room("r").send("x");
        desk.run();
        return link.next(Request.Send.class);
    }
}
