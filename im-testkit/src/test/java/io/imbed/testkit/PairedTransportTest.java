package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Transport.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PairedTransportTest {
    private static final Duration GRACE = ServerEnd.CLOSE_GRACE;

    private final ManualEnvironment environment = ManualEnvironment.create();
    private final RecordingAcceptor engine = new RecordingAcceptor();
    private final PairedTransport transport =
            new PairedTransport(environment.scheduler(), environment.worker(), new Capabilities(true), 100);

    @BeforeEach
    void start() {
        transport.start(engine);
    }

    @AfterEach
    void everyBatchIsReleasedOnceAllIsOver() {
        transport.connections().forEach(PairedConnection::cut);
        environment.runAll();
        assertThat(engine.released).isEqualTo(engine.written);
    }

    @Test
    void linesArriveInOrderInBothDirections() {
        PairedConnection client = transport.connect();

        client.send("one");
        client.send("two\nthree");
        engine.write("a\nb");
        engine.write("ü");
        assertThat(engine.heard).isEmpty();
        assertThat(client.takeLines()).isEmpty();
        environment.runAll();

        assertThat(client.takeLines()).containsExactly("a", "b", "ü");
        assertThat(client.takeLines()).isEmpty();
        assertThat(engine.heard).containsSubsequence("one", "two\nthree");
    }

    @Test
    void batchForSeveralReachesEachAndIsReleasedOnce() {
        PairedConnection first = transport.connect();
        PairedConnection second = transport.connect();
        second.close(CloseReason.NORMAL);
        environment.runAll();

        Batch batch = engine.batch("line");
        batch.retain(1);
        transport.write(batch, List.copyOf(engine.connections));
        environment.runAll();

        assertThat(first.takeLines()).containsExactly("line");
        assertThat(second.takeLines()).isEmpty();
        assertThat(engine.released).isEqualTo(1);
    }

    @Test
    void stalledClientMakesBytesWaitUntilItReadsOn() {
        PairedConnection client = transport.connect();
        Connection connection = client.connection();

        client.stall();
        engine.write("x".repeat(99));
        environment.runAll();
        assertThat(connection.isWritable()).isTrue();
        engine.write("y");
        environment.runAll();

        assertThat(connection.pendingBytes()).isEqualTo(100);
        assertThat(connection.isWritable()).isFalse();
        assertThat(client.takeLines()).isEmpty();
        assertThat(engine.heard).isEmpty();

        client.resume();
        environment.runAll();

        assertThat(client.takeLines()).containsExactly("x".repeat(99), "y");
        assertThat(connection.pendingBytes()).isZero();
        assertThat(connection.isWritable()).isTrue();
        assertThat(engine.heard).isNotEmpty().containsOnly("(writable)");
    }

    @Test
    void stalledClientReadsNotEvenWhatWasOnItsWay() {
        PairedConnection client = transport.connect();
        client.delay(Duration.ofMillis(10));
        engine.write("line");
        environment.runAll();

        client.stall();
        environment.advance(Duration.ofMillis(20));
        assertThat(client.takeLines()).isEmpty();
        client.resume();
        environment.advance(Duration.ofMillis(20));

        assertThat(client.takeLines()).containsExactly("line");
    }

    @Test
    void delayLetsLinesTravelAndKeepsTheirOrder() {
        PairedConnection client = transport.connect();
        client.delay(Duration.ofMillis(50));
        client.send("slow");
        environment.advance(Duration.ofMillis(20));
        client.delay(Duration.ZERO);
        client.send("fast");
        environment.advance(Duration.ofMillis(29));

        assertThat(engine.heard).containsExactly("slow");
        environment.advance(Duration.ofMillis(1));
        assertThat(engine.heard).containsExactly("slow", "fast");
    }

    @Test
    void orderlyCloseOfTheServerComesAfterWhatWasWritten() {
        PairedConnection client = transport.connect();
        List<String> heard = listen(client);

        engine.write("last words");
        client.connection().close(CloseReason.RESTART);
        client.connection().close(CloseReason.INTERNAL);
        engine.write("too late");
        environment.runAll();

        assertThat(heard).containsExactly("last words", "(closed 1012)");
        assertThat(engine.heard).endsWith("(closed 1012)").doesNotContain("(closed 1011)");
        assertThat(transport.connections()).isEmpty();
        environment.advance(GRACE);
        assertThat(heard).hasSize(2);
    }

    @Test
    void orderlyCloseOfTheClientComesAfterWhatItSent() {
        PairedConnection client = transport.connect();

        client.send("last words");
        client.close(CloseReason.NORMAL);
        client.close(CloseReason.GOING_AWAY);
        environment.runAll();
        client.send("too late");
        engine.write("nobody hears");
        environment.runAll();

        assertThat(engine.heard).containsExactly("last words", "(closed 1000)");
        assertThat(client.closed()).contains(CloseReason.NORMAL);
        assertThat(client.connection().isWritable()).isTrue();
    }

    @Test
    void peerThatDoesNotTakeTheCloseIsCutAfterAWhile() {
        PairedConnection client = transport.connect();
        client.stall();
        engine.write("never read");
        client.connection().close(CloseReason.SLOW_CONSUMER);

        environment.advance(GRACE.minusMillis(1));
        assertThat(engine.heard).isEmpty();
        environment.advance(Duration.ofMillis(1));

        assertThat(engine.heard).containsExactly("(closed 4001)");
        assertThat(client.closed()).contains(CloseReason.ABNORMAL);
        assertThat(client.takeLines()).isEmpty();
    }

    @Test
    void cutLosesWhatIsOnItsWayAndBothEndsAreTold() {
        PairedConnection client = transport.connect();
        client.delay(Duration.ofMillis(1));
        engine.write("lost\nlost too");
        client.send("lost as well");
        environment.runAll();
        assertThat(client.linesToClient()).isEqualTo(2);
        assertThat(client.linesToServer()).isEqualTo(1);

        client.cut();
        environment.advance(Duration.ofSeconds(1));

        assertThat(client.takeLines()).isEmpty();
        assertThat(client.closed()).contains(CloseReason.ABNORMAL);
        assertThat(engine.heard).doesNotContain("lost as well").endsWith("(closed 1006)");
    }

    @Test
    void wireMayBreakAfterSoManyLinesReceived() {
        PairedConnection client = transport.connect();
        client.cutAfterReceiving(2);

        engine.write("one");
        engine.write("two\nthree");
        engine.write("four");
        environment.runAll();

        assertThat(client.takeLines()).containsExactly("one", "two");
        assertThat(client.isOpen()).isFalse();
        assertThat(engine.heard).endsWith("(closed 1006)");
    }

    @Test
    void wireMayBreakAfterSoManyLinesSent() {
        PairedConnection client = transport.connect();
        client.cutAfterSending(2);

        client.send("one");
        client.send("two\nthree");
        environment.runAll();

        assertThat(engine.heard).containsExactly("one", "two", "(closed 1006)");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void wireMayBreakBeforeAnythingArrives() {
        PairedConnection client = transport.connect();
        client.cutAfterReceiving(0);
        engine.write("lost");
        environment.runAll();

        assertThat(client.takeLines()).isEmpty();
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void unnoticedCutTellsNobodyAndSwallowsEverything() {
        PairedConnection client = transport.connect();
        client.cutUnnoticed();
        engine.write("lost");
        client.connection().ping();
        client.send("lost");
        environment.runAll();

        assertThat(client.isOpen()).isTrue();
        assertThat(client.pings()).isZero();
        assertThat(engine.heard).doesNotContain("lost", "(alive)");
        assertThat(client.connection().pendingBytes()).isZero();

        client.connection().close(CloseReason.PING_TIMEOUT);
        environment.advance(GRACE);
        assertThat(engine.heard).endsWith("(closed 4002)");
    }

    @Test
    void halfOpenConnectionIsGoneForTheClientAlone() {
        PairedConnection client = transport.connect();

        client.cutUnnoticedByServer();
        environment.runAll();

        assertThat(client.isOpen()).isFalse();
        assertThat(transport.connections()).containsExactly(client);
        assertThat(engine.heard).isEmpty();
    }

    @Test
    void pingsAreAnsweredUntilToldOtherwise() {
        PairedConnection client = transport.connect();
        client.connection().ping();
        environment.runAll();
        assertThat(engine.takeHeard()).containsExactly("(alive)");

        client.answerPings(false);
        client.connection().ping();
        environment.runAll();
        assertThat(engine.heard).isEmpty();
        assertThat(client.pings()).isEqualTo(2);
        client.showAlive();
        environment.runAll();
        assertThat(engine.heard).containsExactly("(alive)");
    }

    @Test
    void refusedHandshakeSaysWhy() {
        engine.refusal = new Acceptor.Refusal(429, "too many");

        assertThatThrownBy(transport::connect)
                .isInstanceOfSatisfying(
                        ConnectRefusedException.class,
                        e -> assertThat(e.status()).isEqualTo(429));
        assertThat(transport.connections()).isEmpty();
    }

    @Test
    void stopLetsNobodyInAndCutsWhatIsLeftAfterTheGrace() {
        PairedConnection client = transport.connect();
        CompletableFuture<Void> stopped = transport.stop(Duration.ofSeconds(3)).toCompletableFuture();

        assertThatThrownBy(transport::connect)
                .isInstanceOfSatisfying(
                        ConnectRefusedException.class,
                        e -> assertThat(e.status()).isEqualTo(ConnectRefusedException.NOBODY_LISTENS));
        environment.advance(Duration.ofMillis(2_999));
        assertThat(stopped).isNotDone();
        environment.advance(Duration.ofMillis(1));

        assertThat(stopped).isCompleted();
        assertThat(client.isOpen()).isFalse();
        assertThat(transport.stop(Duration.ZERO).toCompletableFuture()).isCompleted();
    }

    @Test
    void stopIsDoneOnceEveryConnectionHasGone() {
        PairedConnection client = transport.connect();
        CompletableFuture<Void> stopped = transport.stop(Duration.ofSeconds(3)).toCompletableFuture();

        client.connection().close(CloseReason.RESTART);
        environment.runAll();

        assertThat(stopped).isCompleted();
    }

    @Test
    void listenerGetsWhatArrivedBeforeIt() {
        PairedConnection client = transport.connect();
        engine.write("before");
        environment.runAll();

        List<String> heard = listen(client);
        engine.write("after");
        environment.runAll();
        client.connection().ping();
        environment.runAll();
        client.cut();
        environment.runAll();

        assertThat(heard).containsExactly("before", "after", "(ping)", "(closed 1006)");
    }

    private static List<String> listen(PairedConnection client) {
        List<String> heard = new ArrayList<>();
        client.listen(new PairedConnection.Listener() {
            @Override
            public void onText(String unit) {
                heard.add(unit);
            }

            @Override
            public void onPing() {
                heard.add("(ping)");
            }

            @Override
            public void onClosed(CloseReason reason) {
                heard.add("(closed " + reason.code() + ")");
            }
        });
        return heard;
    }
}
