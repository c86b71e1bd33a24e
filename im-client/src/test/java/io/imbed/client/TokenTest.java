package io.imbed.client;

import static io.imbed.client.Frames.error;
import static io.imbed.client.Frames.later;
import static io.imbed.client.Frames.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.client.ConnectionStatus.State;
import io.imbed.client.TokenSource.Reason;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame.ErrorReply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TokenTest {
    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final List<Reason> asked = new ArrayList<>();
    private final Deque<CompletableFuture<String>> answers = new ArrayDeque<>();
    private final Desk desk = new Desk(builder -> builder.tokens(reason -> {
        asked.add(reason);
        return answers.isEmpty() ? CompletableFuture.completedFuture("token-" + asked.size()) : answers.remove();
    }));

    @Test
    void tokenIsAskedForOnceAndUsedAgain() {
        desk.connect();
        desk.server.link().end(CloseReason.RESTART);
        desk.wait(Duration.ofSeconds(1));

        assertThat(hello().token()).isEqualTo("token-1");
        assertThat(asked).containsExactly(Reason.FIRST);
    }

    @Test
    void expiredTokenIsReplacedBeforeReconnecting() {
        desk.connect();
        desk.server.link().end(CloseReason.TOKEN_EXPIRED);
        desk.wait(Duration.ofSeconds(1));

        assertThat(hello().token()).isEqualTo("token-2");
        assertThat(asked).containsExactly(Reason.FIRST, Reason.EXPIRED);
    }

    @Test
    void tokenThatExpiredMeanwhileIsNotTriedAgain() {
        desk.client.connect();
        desk.run();
        desk.server.link().reply(hello(), welcome(60_000L, false));
        desk.run();
        desk.server.opensAtOnce = false;
        desk.server.link().end(CloseReason.ABNORMAL);
        desk.wait(Duration.ofMinutes(2)); // several attempts time out

        assertThat(asked).containsExactly(Reason.FIRST, Reason.EXPIRED);
    }

    @Test
    void tokenIsRenewedBeforeItExpires() {
        ScriptedServer.Link link = connectFor(100_000);
        desk.waitAlive(Duration.ofSeconds(79));
        assertThat(link.requests).isEmpty();
        desk.waitAlive(Duration.ofSeconds(1));

        Request.Auth auth = link.next(Request.Auth.class);
        assertThat(auth.token()).isEqualTo("token-2");
        link.reply(auth, new Result.Renewed(50_000L));
        desk.waitAlive(Duration.ofSeconds(39));
        assertThat(link.requests).isEmpty();
        desk.waitAlive(Duration.ofSeconds(1));
        assertThat(link.next(Request.Auth.class).token()).isEqualTo("token-3");
    }

    @Test
    void refusedTokenIsReplacedOnce() {
        desk.client.connect();
        desk.run();
        refuseHello();
        desk.wait(Duration.ofSeconds(1));

        assertThat(hello().token()).isEqualTo("token-2");
        assertThat(asked).containsExactly(Reason.FIRST, Reason.EXPIRED);
    }

    @Test
    void replacementThatIsRefusedTooStops() {
        desk.client.connect();
        desk.run();
        refuseHello();
        desk.wait(Duration.ofSeconds(1));
        refuseHello();
        desk.wait(Duration.ofHours(1));

        assertThat(desk.server.links).hasSize(2);
        assertStopped();
    }

    @Test
    void tokenThatHasExpiredIsReplacedHoweverOften() {
        desk.client.connect();
        desk.run();
        for (int i = 1; i <= 5; i++) {
            refuseHello(CloseReason.TOKEN_EXPIRED);
            desk.waitForRetry();
        }

        assertThat(hello().token()).isEqualTo("token-6");
    }

    @Test
    void sameTokenAgainIsNotWorthATry() {
        Desk fixed = new Desk();
        fixed.client.connect();
        fixed.run();
        ScriptedServer.Link link = fixed.server.link();
        link.say(error(link.next(Request.Hello.class), ErrorCode.UNAUTHENTICATED));
        fixed.wait(Duration.ofHours(1));

        assertThat(fixed.server.links).hasSize(1);
        assertThat(fixed.client.status().reason().terminal()).isTrue();
    }

    @Test
    void refusalIsToldInTheWordsOfWhoeverRefused() {
        Desk fixed = new Desk();
        var byServer = Desk.of(fixed.client.connect());
        fixed.run();
        ScriptedServer.Link link = fixed.server.link();
        link.say(new ErrorReply(
                link.next(Request.Hello.class).id(), ErrorCode.UNAUTHENTICATED, "your account is closed", null, false));
        fixed.wait(Duration.ofHours(1));
        answers.add(CompletableFuture.failedFuture(new RefusedException(ErrorCode.UNAUTHENTICATED, "logged out")));
        var bySource = Desk.of(desk.client.connect());
        desk.run();

        assertThat(byServer)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("your account is closed");
        assertThat(bySource).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("logged out");
    }

    @Test
    void sourceThatThrowsWhateverOrGivesNoStageIsAskedAgain() {
        int[] asked = {0};
        Desk broken = new Desk(builder -> builder.tokens(reason -> {
            if (asked[0]++ == 0) throw new NoClassDefFoundError("a library is missing");
            return null;
        }));
        broken.client.connect();
        broken.run();
        broken.waitForRetry();
        broken.waitForRetry();

        assertThat(asked[0]).isEqualTo(3);
    }

    @Test
    void closeForLackOfAuthenticationCountsAsRefusal() {
        desk.connect();
        desk.server.link().end(CloseReason.UNAUTHENTICATED);
        desk.wait(Duration.ofSeconds(1));
        assertThat(hello().token()).isEqualTo("token-2");

        desk.server.link().end(CloseReason.UNAUTHENTICATED);
        desk.wait(Duration.ofHours(1));

        assertThat(desk.server.links).hasSize(2);
        assertStopped();
    }

    @Test
    void refusalByTheSourceStops() {
        answers.add(CompletableFuture.failedFuture(new RefusedException(ErrorCode.UNAUTHENTICATED, "signed out")));
        desk.client.connect();
        desk.wait(Duration.ofHours(1));

        assertThat(desk.server.links).isEmpty();
        assertThat(asked).hasSize(1);
        assertStopped();
    }

    @Test
    void refusalByTheSourceAtRenewalStops() {
        ScriptedServer.Link link = connectFor(20_000);
        answers.add(CompletableFuture.failedFuture(new RefusedException(ErrorCode.UNAUTHENTICATED, "signed out")));
        desk.wait(Duration.ofSeconds(20));

        assertThat(link.closed).isTrue();
        assertStopped();
    }

    @Test
    void sourceThatIsOutOfOrderIsAskedAgain() {
        answers.add(CompletableFuture.failedFuture(new IllegalStateException("login server is down")));
        desk.client.connect();
        desk.run();
        assertThat(desk.client.status().retryIn()).isNotNull();
        desk.wait(Duration.ofSeconds(1));

        assertThat(hello().token()).isEqualTo("token-2");
        assertThat(asked).containsExactly(Reason.FIRST, Reason.FIRST);
    }

    @Test
    void sourceThatNeverAnswersIsAskedAgainAndItsLateAnswerIgnored() {
        CompletableFuture<String> never = new CompletableFuture<>();
        answers.add(never);
        desk.client.connect();
        desk.wait(Timeouts.defaults().token().plusSeconds(1));
        assertThat(hello().token()).isEqualTo("token-2");

        never.complete("late");
        desk.run();

        assertThat(desk.server.links).hasSize(1);
        assertThat(desk.server.link().requests).isEmpty();
    }

    @Test
    void disconnectWhileTheSourceIsAskedOpensNothing() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        answers.add(slow);
        desk.client.connect();
        desk.run();
        desk.client.disconnect();
        desk.run();
        slow.complete("late");
        desk.run();

        assertThat(desk.server.links).isEmpty();
        assertThat(desk.client.status().state()).isEqualTo(State.DISCONNECTED);
    }

    @Test
    void renewalThatFailsIsTriedAgain() {
        ScriptedServer.Link link = connectFor(50_000);
        answers.add(CompletableFuture.failedFuture(new IllegalStateException("login server is down")));
        desk.waitAlive(Duration.ofSeconds(43));

        assertThat(link.next(Request.Auth.class).token()).isEqualTo("token-3");
    }

    @Test
    void renewalThatTheServerPutsOffIsTriedAgain() {
        ScriptedServer.Link link = connectFor(50_000);
        desk.waitAlive(Duration.ofSeconds(40));
        link.say(later(link.next(Request.Auth.class), ErrorCode.UNAVAILABLE, 4_000));
        desk.waitAlive(Duration.ofMillis(3_999));
        assertThat(link.requests).isEmpty();
        desk.waitAlive(Duration.ofMillis(2_000));

        assertThat(link.next(Request.Auth.class).token()).isEqualTo("token-3");
    }

    @Test
    void tokensThatHardlyLiveAreRenewedAtMostOnceASecond() {
        ScriptedServer.Link link = connectFor(1);
        for (int i = 0; i < 3; i++) {
            desk.wait(Duration.ofMillis(999));
            assertThat(link.requests).isEmpty();
            desk.wait(Duration.ofMillis(1));
            link.reply(link.next(Request.Auth.class), new Result.Renewed(1L));
            desk.run();
        }
    }

    @Test
    void lateAnswerToARenewalDoesNotReconnectAfterADisconnect() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        ScriptedServer.Link link = connectFor(50_000);
        answers.add(slow);
        desk.waitAlive(Duration.ofSeconds(40));
        link.end(CloseReason.ABNORMAL);
        desk.run(); // waits to connect again
        slow.completeExceptionally(new IllegalStateException("login server is down"));
        desk.run();

        desk.client.disconnect();
        desk.wait(Duration.ofMinutes(5));

        assertThat(desk.server.links).hasSize(1);
    }

    @Test
    void sessionThatIsNoLongerAuthenticatedCostsNoMessage() {
        ScriptedServer.Link link = connectFor(50_000);
        CompletableFuture<Result.Sent> sent = Desk.of(desk.client.room("r").send("x"));
        desk.run();
        Request.Send first = link.next(Request.Send.class);

        link.say(error(first, ErrorCode.UNAUTHENTICATED));
        desk.waitForRetry();
        link = desk.server.link();
        Request.Hello again = hello();
        assertThat(again.token()).isEqualTo("token-2");
        link.reply(again, welcome());
        desk.run();
        Request.Send second = link.next(Request.Send.class);
        assertThat(second.cid()).isEqualTo(first.cid());
        link.reply(second, Frames.sent(1));
        desk.run();

        assertThat(sent).isCompletedWithValue(Frames.sent(1));
    }

    @Test
    void tokenIsInNoLog() {
        answers.add(CompletableFuture.completedFuture("canary"));
        desk.client.connect();
        desk.run();
        refuseHello();
        desk.wait(Duration.ofSeconds(1));
        desk.server.link().listener.onText("{\"re\":");
        desk.server.link().end(CloseReason.BANNED);
        desk.run();

        assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("canary"));
        assertThat(desk.recorder.statuses.toString()).doesNotContain("canary");
    }

    private ScriptedServer.Link connectFor(long millis) {
        desk.client.connect();
        desk.run();
        desk.server.link().reply(hello(), welcome(millis, false));
        desk.run();
        return desk.server.link();
    }

    private Request.Hello hello() {
        return desk.server.link().next(Request.Hello.class);
    }

    private void refuseHello() {
        refuseHello(CloseReason.UNAUTHENTICATED);
    }

    private void refuseHello(CloseReason reason) {
        desk.server.link().say(error(hello(), ErrorCode.UNAUTHENTICATED));
        desk.server.link().end(reason);
        desk.run();
    }

    private void assertStopped() {
        assertThat(desk.client.status().state()).isEqualTo(State.DISCONNECTED);
        assertThat(desk.client.status().reason().terminal()).isTrue();
        assertThat(desk.client.status().reason().code()).isEqualTo(4501);
    }
}
