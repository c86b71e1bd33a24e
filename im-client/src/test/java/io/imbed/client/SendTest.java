package io.imbed.client;

import static io.imbed.client.Frames.error;
import static io.imbed.client.Frames.later;
import static io.imbed.client.Frames.message;
import static io.imbed.client.Frames.room;
import static io.imbed.client.Frames.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.imbed.Draft;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame;
import io.imbed.protocol.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class SendTest {
    private final Desk desk = new Desk();
    private final Room r = desk.client.room("r");

    @Test
    void ackCompletesTheSend() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 4));

        CompletableFuture<Result.Sent> done = Desk.of(r.send("hello"));
        desk.run();
        Request.Send send = link.next(Request.Send.class);
        assertThat(send.room()).isEqualTo("r");
        assertThat(send.content().fallback()).isEqualTo("hello");
        assertThat(done).isNotDone();
        link.reply(send, sent(5));
        desk.run();

        assertThat(done).isCompletedWithValue(sent(5));
    }

    @Test
    void oneSendIsOnItsWayInEachRoom() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0), room("q", "e", 0));

        r.send("1");
        r.send("2");
        desk.client.room("q").send("3");
        desk.run();
        Request.Send first = link.next(Request.Send.class);
        assertThat(link.next(Request.Send.class).room()).isEqualTo("q");
        assertThat(link.requests).isEmpty();
        link.reply(first, sent(1));
        desk.run();

        assertThat(link.next(Request.Send.class).content().fallback()).isEqualTo("2");
    }

    @Test
    void sendWithoutConnectionGoesOutLater() {
        CompletableFuture<Result.Sent> done = Desk.of(r.send("early"));
        desk.run();

        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        link.reply(link.next(Request.Send.class), sent(1));
        desk.run();

        assertThat(done).isCompletedWithValue(sent(1));
    }

    @Test
    void lostAckIsAskedForAgainWithTheSameCid() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        CompletableFuture<Result.Sent> done = Desk.of(r.send("once"));
        desk.run();
        Request.Send send = link.next(Request.Send.class);

        link.end(CloseReason.ABNORMAL);
        desk.wait(Duration.ofSeconds(1));
        ScriptedServer.Link second = desk.welcome(room("r", "e", 1));
        Request.Send again = second.next(Request.Send.class);
        assertThat(again.cid()).isEqualTo(send.cid()).hasSizeGreaterThanOrEqualTo(16);
        second.reply(again, new Result.Sent(1, 1, Frames.AT, true, null));
        desk.run();

        assertThat(done).isCompletedWithValueMatching(Result.Sent::dup);
        assertThat(second.requests).isEmpty();
    }

    @Test
    void refusalFailsOneMessageAndTheNextGoesOn() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        CompletableFuture<Result.Sent> bad = Desk.of(r.send("bad"));
        CompletableFuture<Result.Sent> good = Desk.of(r.send("good"));
        desk.run();

        link.say(error(link.next(Request.Send.class), ErrorCode.REJECTED));
        desk.run();
        link.reply(link.next(Request.Send.class), sent(1));
        desk.run();

        assertThat(catchThrowableOfType(ExecutionException.class, bad::get))
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REJECTED));
        assertThat(good).isCompletedWithValue(sent(1));
        assertThat(desk.recorder.heard).containsSubsequence("r refused REJECTED", "r sent 1");
    }

    @Test
    void retryableFailureKeepsTheHeadUntilTheServersTime() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        r.send("1");
        r.send("2");
        desk.run();
        Request.Send first = link.next(Request.Send.class);

        link.say(later(first, ErrorCode.UNAVAILABLE, 7_000));
        desk.wait(Duration.ofMillis(6_999));
        assertThat(link.requests).isEmpty();
        desk.wait(Duration.ofMillis(3_500));

        assertThat(link.next(Request.Send.class).cid()).isEqualTo(first.cid());
        assertThat(link.requests).isEmpty();
    }

    @Test
    void rateLimitHoldsEveryRoomAsItCountsOverAll() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0), room("q", "e", 0));
        r.send("1");
        desk.run();

        link.say(later(link.next(Request.Send.class), ErrorCode.RATE_LIMITED, 800));
        desk.run();
        desk.client.room("q").send("2");
        desk.wait(Duration.ofMillis(799));
        assertThat(link.requests).isEmpty();
        desk.wait(Duration.ofMillis(1_000));

        assertThat(link.requests).hasSize(2);
    }

    @Test
    void applicationHearsWhyAMessageWaitsAndForHowLong() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        desk.recorder.take();
        r.send("1");
        desk.run();
        link.say(later(link.next(Request.Send.class), ErrorCode.RATE_LIMITED, 60_000));
        desk.run();

        assertThat(desk.recorder.take()).containsExactly("r delayed RATE_LIMITED");
        UnavailableException why = desk.recorder.delays.get(0);
        assertThat(why).hasMessage("later");
        assertThat(why.retryAfter()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
        desk.waitAlive(why.retryAfter().minusMillis(1));
        assertThat(link.requests).noneMatch(Request.Send.class::isInstance);
        desk.wait(Duration.ofMillis(1));
        assertThat(link.requests).anyMatch(Request.Send.class::isInstance);
    }

    @Test
    void slowModeOfOneRoomHoldsUpTheOthersForAMomentAlone() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0), room("q", "e", 0));
        r.send("1");
        desk.run();
        link.say(later(link.next(Request.Send.class), ErrorCode.RATE_LIMITED, 3_600_000));
        r.send("2");
        desk.client.room("q").send("3");
        desk.waitAlive(Sender.MAX_HOLD.minusMillis(1));
        assertThat(link.requests).noneMatch(Request.Send.class::isInstance);

        desk.wait(Duration.ofMillis(1));

        assertThat(link.requests.stream().filter(Request.Send.class::isInstance))
                .extracting(request -> ((Request.Send) request).room())
                .containsExactly("q");
    }

    @Test
    void longestRateLimitHolds() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0), room("q", "e", 0));
        r.send("1");
        desk.client.room("q").send("2");
        desk.run();

        link.say(later(link.next(Request.Send.class), ErrorCode.RATE_LIMITED, 300));
        link.say(later(link.next(Request.Send.class), ErrorCode.RATE_LIMITED, 900));
        desk.wait(Duration.ofMillis(899));
        assertThat(link.requests).isEmpty();
        desk.wait(Duration.ofMillis(1_000));

        assertThat(link.requests).hasSize(2);
    }

    @Test
    void unknownOutcomeIsSettledByRepeatingTheCid() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        CompletableFuture<Result.Sent> done = Desk.of(r.send("1"));
        desk.run();
        Request.Send first = link.next(Request.Send.class);

        link.say(new ServerFrame.ErrorReply(first.id(), ErrorCode.UNAVAILABLE, "?", null, true));
        desk.wait(Duration.ofSeconds(1));
        Request.Send again = link.next(Request.Send.class);
        link.reply(again, sent(1));
        desk.run();

        assertThat(again.cid()).isEqualTo(first.cid());
        assertThat(done).isCompletedWithValue(sent(1));
    }

    @Test
    void ackBeforeEventDeliversBothOnce() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        CompletableFuture<Result.Sent> done = Desk.of(r.send("c1", Draft.text("hi")));
        desk.run();

        link.reply(link.next(Request.Send.class), sent(1));
        link.say(message("r", "e", 1, "me", "c1", "hi"));
        desk.run();

        assertThat(done).isCompletedWithValue(sent(1));
        assertThat(desk.recorder.heard).containsExactly("connected me", "r sent 1", "r e/1 message");
    }

    @Test
    void eventBeforeAckDeliversBothOnce() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        CompletableFuture<Result.Sent> done = Desk.of(r.send("c1", Draft.text("hi")));
        desk.run();

        link.say(message("r", "e", 1, "me", "c1", "hi"));
        link.reply(link.next(Request.Send.class), sent(1));
        desk.run();

        assertThat(done).isCompletedWithValue(sent(1));
        assertThat(desk.recorder.heard).containsExactly("connected me", "r sent 1", "r e/1 message");
    }

    @Test
    void ownEventSettlesWhatNoAckComesForAnyMore() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        CompletableFuture<Result.Sent> done = Desk.of(r.send("c1", Draft.text("hi")));
        desk.run();

        link.end(CloseReason.ABNORMAL);
        desk.wait(Duration.ofSeconds(1));
        ScriptedServer.Link second = desk.welcome(room("r", "e", 1));
        second.say(message("r", "e", 1, "me", "c1", "HI"));
        // Not a member any more: alone, this answer would make it look as if the message had never been stored.
        second.say(error(second.next(Request.Send.class), ErrorCode.NOT_FOUND));
        desk.run();

        assertThat(done.join().seq()).isEqualTo(1);
        assertThat(done.join().content().fallback()).isEqualTo("HI");
        assertThat(desk.recorder.heard).contains("r sent 1").noneMatch(line -> line.contains("refused"));
    }

    @Test
    void anothersEventWithTheSameCidSettlesNothing() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        CompletableFuture<Result.Sent> done = Desk.of(r.send("c1", Draft.text("hi")));
        desk.run();

        link.say(message("r", "e", 1, "mallory", "c1", "hi"));
        desk.run();

        assertThat(done).isNotDone();
    }

    @Test
    void disconnectKeepsTheOutboxAndCloseSettlesIt() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        CompletableFuture<Result.Sent> sent = Desk.of(r.send("1"));
        CompletableFuture<Result.Sent> unsent = Desk.of(r.send("2"));
        desk.run();

        desk.client.disconnect();
        link.end(CloseReason.NORMAL);
        desk.run();
        assertThat(sent).isNotDone();
        assertThat(Desk.of(desk.client.pending())).isNotDone();
        desk.client.close();
        desk.run();

        assertThat(catchThrowableOfType(ExecutionException.class, sent::get))
                .cause()
                .isInstanceOfSatisfying(
                        UnavailableException.class, e -> assertThat(e.unknown()).isTrue());
        assertThat(catchThrowableOfType(ExecutionException.class, unsent::get))
                .cause()
                .isInstanceOfSatisfying(
                        UnavailableException.class, e -> assertThat(e.unknown()).isFalse());
    }

    @Test
    void tooLargeFailsWithoutBeingSent() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));

        CompletableFuture<Result.Sent> done = Desk.of(r.send("x".repeat(70_000)));
        desk.run();

        assertThat(catchThrowableOfType(ExecutionException.class, done::get))
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
        assertThat(link.requests).isEmpty();
    }

    @Test
    void sendWaitsForTheJoinBeforeIt() {
        ScriptedServer.Link link = desk.connect();
        r.join();
        r.send("hello");
        desk.run();

        Request.Join join = link.next(Request.Join.class);
        assertThat(link.requests).isEmpty();
        link.reply(join, new Result.Joined(room("r", "e", 3), false));
        desk.run();

        assertThat(link.next(Request.Send.class).content().fallback()).isEqualTo("hello");
    }
}
