package io.imbed.client;

import static io.imbed.client.Frames.error;
import static io.imbed.client.Frames.later;
import static io.imbed.client.Frames.room;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MarksTest {
    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk();
    private final Room r = desk.client.room("r");

    @Test
    void marksGoOutOnceASecondAndOnlyForward() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 9));
        r.markRead(3);
        desk.run();
        Request.Mark first = link.next(Request.Mark.class);
        assertThat(first.read()).isEqualTo(3);
        r.markRead(5);
        r.markRead(4);
        link.reply(first, new Result.Done());
        desk.wait(Duration.ofMillis(999));
        assertThat(link.requests).isEmpty();
        desk.wait(Duration.ofMillis(1));

        Request.Mark second = link.next(Request.Mark.class);
        assertThat(second.read()).isEqualTo(5);
        link.reply(second, new Result.Done());
        r.markRead(2);
        desk.wait(Duration.ofSeconds(5));
        assertThat(link.requests).isEmpty();
    }

    @Test
    void marksCountAnewInAnotherEpoch() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 500));
        r.markRead(400);
        desk.run();
        link.reply(link.next(Request.Mark.class), new Result.Done());
        r.markRead(500);
        link.end(CloseReason.RESTART);
        desk.waitForRetry();
        link = desk.welcome(room("r", "f", 3));
        link.say(new ServerFrame.Reset("r", new Cursor("f", 3)));
        desk.waitAlive(Duration.ofSeconds(2));
        assertThat(link.requests).isEmpty();

        r.markRead(2);
        desk.run();

        assertThat(link.next(Request.Mark.class).read()).isEqualTo(2);
    }

    @Test
    void marksCountAnewInARoomThatIsLeftAndGainedAgain() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 500));
        r.markRead(500);
        desk.run();
        link.reply(link.next(Request.Mark.class), new Result.Done());
        link.end(CloseReason.RESTART);
        desk.waitForRetry();
        link = desk.welcome();
        link.say(new ServerFrame.RoomGained(room("r", "f", 3)));
        desk.run();

        r.markRead(3);
        desk.run();

        assertThat(link.next(Request.Mark.class).read()).isEqualTo(3);
    }

    @Test
    void latestMarkSurvivesTheLossOfTheConnection() {
        r.markRead(1);
        ScriptedServer.Link link = desk.connect(room("r", "e", 9));
        link.next(Request.Mark.class);
        r.markRead(7);
        link.end(CloseReason.ABNORMAL);
        desk.waitForRetry();
        link = desk.welcome(room("r", "e", 9));

        assertThat(link.next(Request.Mark.class).read()).isEqualTo(7);
        desk.wait(Duration.ofSeconds(5));
        assertThat(link.requests).isEmpty();
    }

    @Test
    void pauseOfAnOldConnectionDoesNotRepeatTheMarkOfTheNew() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 9));
        r.markRead(1);
        desk.run();
        link.reply(link.next(Request.Mark.class), new Result.Done());
        link.end(CloseReason.ABNORMAL);
        desk.waitForRetry();
        link = desk.welcome(room("r", "e", 9));
        r.markRead(2);
        desk.run();
        link.next(Request.Mark.class);

        desk.wait(Duration.ofSeconds(2));

        assertThat(link.requests).isEmpty();
    }

    @Test
    void markThatIsPutOffComesAgainAndOneThatIsRefusedDoesNot() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 9));
        r.markRead(3);
        desk.run();
        link.say(later(link.next(Request.Mark.class), ErrorCode.UNAVAILABLE, 2_000));
        desk.wait(Duration.ofSeconds(3));

        link.say(error(link.next(Request.Mark.class), ErrorCode.NOT_FOUND));
        desk.wait(Duration.ofSeconds(10));

        assertThat(link.requests).isEmpty();
    }

    @Test
    void typingIsSaidAtMostEveryThreeSeconds() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 9));
        r.typing(true);
        r.typing(true);
        desk.wait(Duration.ofMillis(2_999));
        r.typing(true);
        desk.run();
        assertThat(link.next(Request.Typing.class).on()).isTrue();
        assertThat(link.requests).isEmpty();

        desk.wait(Duration.ofMillis(1));
        r.typing(true);
        r.typing(false);
        r.typing(false);
        desk.run();

        assertThat(link.next(Request.Typing.class).on()).isTrue();
        assertThat(link.next(Request.Typing.class).on()).isFalse();
        assertThat(link.requests).isEmpty();
    }

    @Test
    void typingIsTakenBackHoweverLateAndNeverSaidWithoutAConnection() {
        r.typing(true);
        ScriptedServer.Link link = desk.connect(room("r", "e", 9));
        assertThat(link.requests).isEmpty();
        r.typing(true);
        desk.wait(Duration.ofSeconds(10));
        link.next(Request.Typing.class);

        r.typing(false);
        desk.run();

        assertThat(link.next(Request.Typing.class).on()).isFalse();
    }
}
