package io.imbed.client;

import static io.imbed.client.Frames.message;
import static io.imbed.client.Frames.room;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Event;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame;
import io.imbed.protocol.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LivenessTest {
    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk();

    @Test
    void silentConnectionIsProbedAndThenCut() {
        ScriptedServer.Link link = desk.connect();
        desk.wait(Duration.ofMillis(29_999));
        assertThat(link.requests).isEmpty();
        desk.wait(Duration.ofMillis(1));
        link.next(Request.Ping.class);
        desk.wait(Duration.ofMillis(4_999));
        assertThat(link.aborted).isFalse();
        assertThat(link.requests).isEmpty();

        desk.wait(Duration.ofMillis(1));

        assertThat(link.aborted).isTrue();
        assertThat(desk.client.status().reason().code()).isEqualTo(4002);
        desk.wait(Duration.ofSeconds(1));
        assertThat(desk.server.links).hasSize(2);
    }

    @Test
    void answeredProbeKeepsTheConnection() {
        ScriptedServer.Link link = desk.connect();
        for (int minute = 0; minute < 10; minute++) {
            desk.wait(Duration.ofSeconds(30));
            link.reply(link.next(Request.Ping.class), new Result.Done());
            desk.run();
        }

        assertThat(link.aborted).isFalse();
    }

    @Test
    void wireThatShowsPingsNeedsNoProbe() {
        ScriptedServer.Link link = desk.connect();

        desk.waitAlive(Duration.ofMinutes(10));

        assertThat(link.requests).isEmpty();
        assertThat(link.aborted).isFalse();
    }

    @Test
    void pingLineIsAnswered() {
        ScriptedServer.Link link = desk.connect();

        link.say(new ServerFrame.ServerPing());
        desk.run();

        link.next(Request.Ping.class);
    }

    @Test
    void requestWithoutReplyMakesTheConnectionSuspect() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        desk.waitAlive(Duration.ofSeconds(13));
        desk.client.room("r").send("x");
        desk.run();
        String cid = link.next(Request.Send.class).cid();
        desk.waitAlive(Duration.ofSeconds(19));
        assertThat(link.aborted).isFalse();
        desk.waitAlive(Duration.ofSeconds(1));
        assertThat(link.aborted).isTrue();

        desk.waitForRetry();
        desk.welcome(room("r", "e", 0));

        assertThat(desk.server.link().next(Request.Send.class).cid()).isEqualTo(cid);
    }

    @Test
    void laterRequestHasItsOwnTime() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0), room("q", "e", 0));
        desk.client.room("r").send("x");
        desk.waitAlive(Duration.ofSeconds(15));
        desk.client.room("q").send("y");
        desk.run();
        link.reply(link.next(Request.Send.class), Frames.sent(1));
        desk.waitAlive(Duration.ofSeconds(19));
        assertThat(link.aborted).isFalse();

        desk.waitAlive(Duration.ofSeconds(1));

        assertThat(link.aborted).isTrue();
    }

    @Test
    void timeThatPassesWhileTheProcessSleepsIsNotTheServersFault() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        // The machine stops; frames that came in time wait, and are handled before the timer that is late.
        link.say(message("r", "e", 1));
        desk.environment.leap(Duration.ofMinutes(5));
        link.listener.onAlive();
        desk.run();

        assertThat(link.aborted).isFalse();
        assertThat(desk.recorder.heard).contains("r e/1 message");
    }

    @Test
    void listenerTooSlowForWhatArrivesCostsTheConnectionAndNoEvent() {
        String big = "x".repeat(60_000);
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        long sent = WireEnd.MAX_WAITING / 60_000 + 10;
        for (long rev = 1; rev <= sent; rev++) link.say(message("r", "e", rev, "other", "c", big)); // none is handled

        desk.run();

        assertThat(link.aborted).isTrue();
        assertThat(desk.client.status().reason().code()).isEqualTo(4001);
        long delivered = desk.client.cursor("r").orElseThrow().rev();
        assertThat(delivered).isBetween(100L, sent - 1);
        desk.waitForRetry();
        assertThat(desk.server.link().next(Request.Hello.class).rooms().get("r").rev())
                .isEqualTo(delivered);
    }

    @Test
    void tinyMessagesDoNotGatherWithoutEnd() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        for (int i = 0; i < 300_000; i++) link.listener.onText("{\"ev\":\"x\"}"); // none is handled

        desk.run();

        assertThat(link.aborted).isTrue();
    }

    @Test
    void callsThatAListenerHoldsUpDoNotGatherWithoutEnd() {
        List<CompletionStage<?>> calls = new ArrayList<>();
        for (int i = 0; i < Core.MAX_CALLS; i++) calls.add(desk.client.room("r").send("x")); // none has begun

        var oneMore = Desk.of(desk.client.room("r").send("x"));
        var disconnected = Desk.of(desk.client.disconnect());

        assertThat(oneMore)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(UnavailableException.class);
        desk.run();
        assertThat(disconnected).isCompleted();
        assertThat(desk.client.pending().toCompletableFuture()).isNotDone();
        desk.run();
        assertThat(calls).noneMatch(call -> call.toCompletableFuture().isDone());
    }

    @Test
    void throwingListenerGetsEachEventOnceAndStopsNobody() {
        int[] calls = {0};
        desk.client.listen(new ClientListener() {
            @Override
            public void onEvent(Event event) {
                calls[0]++;
                throw new IllegalStateException("listener");
            }
        });
        Recorder after = new Recorder();
        desk.client.listen(after);
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        link.say(message("r", "e", 1), message("r", "e", 2));
        desk.run();

        assertThat(calls[0]).isEqualTo(2);
        assertThat(after.heard).containsExactly("connected me", "r e/1 message", "r e/2 message");
        assertThat(desk.client.cursor("r").orElseThrow().rev()).isEqualTo(2);
        assertThat(log.errors()).hasSize(2);
    }
}
