package io.imbed.client;

import static io.imbed.client.Frames.later;
import static io.imbed.client.Frames.message;
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

/** Servers that are newer, broken or malicious: whatever they say, the client goes on with the rest. */
class RobustnessTest {
    private static final long HIGHEST = (1L << 53) - 1;

    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk();

    @Test
    void tokenThatNeverEndsInAnyoneLifeIsAToken() {
        var connected = Desk.of(desk.client.connect());
        desk.run();
        ScriptedServer.Link link = desk.server.link();
        link.reply(link.next(Request.Hello.class), Frames.welcome(HIGHEST, false));
        desk.run();

        assertThat(connected).isCompleted();
        assertThat(desk.client.status().isConnected()).isTrue();
    }

    @Test
    void timesOfAnySizeStopNothing() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 3));
        var sent = Desk.of(desk.client.room("r").send("x"));
        desk.run();
        link.say(
                later(link.next(Request.Send.class), ErrorCode.UNAVAILABLE, HIGHEST),
                new ServerFrame.Closing(CloseReason.RESTART, HIGHEST),
                message("r", "e", 4));
        desk.run();
        assertThat(desk.recorder.heard).contains("r e/4 message");

        link.end(CloseReason.RESTART);
        desk.run();

        assertThat(desk.client.status().retryIn()).isGreaterThan(Duration.ofDays(300));
        assertThat(sent).isNotDone();
    }

    @Test
    void linesThatMakeNoSenseAreLeftOut() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        String[] nonsense = {
            "",
            "\n\n",
            "{",
            "null",
            "[]",
            "\u0000",
            "{\"re\":1}{",
            "{\"ev\":7}",
            "{\"re\":-1}",
            "{\"ev\":\"event\",\"room\":\"r\"}",
            "[".repeat(100_000),
            "{\"ev\":\"gone\",\"room\":\"no id\"}",
            "{\"re\":999,\"seq\":1}",
            "x".repeat(5_000_000)
        };
        for (String unit : nonsense) link.listener.onText(unit);
        link.say(message("r", "e", 1));
        desk.run();

        assertThat(desk.client.status().isConnected()).isTrue();
        assertThat(desk.recorder.heard).containsExactly("connected me", "r e/1 message");
    }

    @Test
    void whatANewerServerSaysIsPassedOverAndItsEventsCount() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        link.listener.onText(
                "{\"ev\":\"weather\",\"sun\":true}\n{\"ev\":\"signal\",\"room\":\"r\",\"type\":\"waving\"}");
        link.listener.onText("{\"ev\":\"room\",\"room\":{\"id\":\"v\",\"kind\":\"VIDEO\",\"members\":2}}");
        link.listener.onText(
                "{\"ev\":\"event\",\"room\":\"r\",\"epoch\":\"e\",\"rev\":1,\"type\":\"translated\",\"at\":1,"
                        + "\"by\":\"bob\",\"seq\":4,\"extra\":{\"deep\":[1]}}");
        link.say(message("r", "e", 2));
        desk.run();

        assertThat(desk.recorder.heard).containsExactly("connected me", "r e/1 translated", "r e/2 message");
        assertThat(link.requests).isEmpty();
        assertThat(desk.client.cursors()).containsOnlyKeys("r").containsValue(new Cursor("e", 2));
    }

    @Test
    void codeThatIsNotKnownRefusesLikeAnInternalErrorAndTheNextGoesOn() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        var first = Desk.of(desk.client.room("r").send("1"));
        var second = Desk.of(desk.client.room("r").send("2"));
        desk.run();
        long id = link.next(Request.Send.class).id();
        link.listener.onText(
                "{\"re\":" + id + ",\"error\":{\"code\":\"TEAPOT\",\"message\":\"short\",\"retryable\":false}}");
        desk.run();
        link.reply(link.next(Request.Send.class), Frames.sent(1));
        desk.run();

        assertThat(first).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("short");
        assertThat(second).isCompleted();
    }

    @Test
    void connectionThatEndsInAnyPhaseIsMadeAgain() {
        desk.server.opensAtOnce = false;
        desk.client.connect();
        desk.run();
        desk.server.link().end(CloseReason.ABNORMAL); // before it is open
        desk.server.opensAtOnce = true;
        desk.waitForRetry();
        desk.server.link().end(CloseReason.RESTART); // before hello is answered
        desk.waitForRetry();
        ScriptedServer.Link link = desk.server.link();
        link.reply(link.next(Request.Hello.class), Frames.welcome(room("r", "e", 0)));
        link.end(CloseReason.SLOW_CONSUMER); // with the answer
        desk.waitForRetry();
        link = desk.welcome(room("r", "e", 3));
        link.say(message("r", "e", 1));
        link.end(CloseReason.ABNORMAL); // in the middle of what was missed
        desk.waitForRetry();
        link = desk.server.link();
        Request.Hello hello = link.next(Request.Hello.class);
        assertThat(hello.rooms()).containsEntry("r", new Cursor("e", 1));
        link.reply(hello, Frames.welcome(room("r", "e", 3)));
        link.say(message("r", "e", 2), message("r", "e", 3));
        desk.run();

        assertThat(desk.recorder.heard)
                .containsExactly(
                        "connected me",
                        "connected me",
                        "r e/1 message",
                        "connected me",
                        "r e/2 message",
                        "r e/3 message");
    }

    @Test
    void codesThatNobodyKnowsSayByTheirNumberWhetherToComeBack() {
        for (int code : new int[] {1002, 1008, 1015, 3000, 4003, 4007, 4499}) {
            Desk other = new Desk();
            other.connect().end(new CloseReason(code, ""));
            other.run();
            assertThat(other.client.status().retryIn()).as("after %d", code).isNotNull();
        }
        for (int code : new int[] {1003, 1007, 1009, 4500, 4502, 4503, 4504, 4505, 4999}) {
            Desk other = new Desk();
            other.connect().end(new CloseReason(code, ""));
            other.run();
            assertThat(other.client.status().reason().terminal())
                    .as("after %d", code)
                    .isTrue();
        }
    }

    @Test
    void replyOfAnotherShapeIsAskedForAgain() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        var sent = Desk.of(desk.client.room("r").send("x"));
        desk.run();
        Request.Send first = link.next(Request.Send.class);
        link.listener.onText("{\"re\":" + first.id() + ",\"seq\":\"one\"}");
        desk.wait(Duration.ofSeconds(1));
        Request.Send again = link.next(Request.Send.class);
        assertThat(again.cid()).isEqualTo(first.cid());
        link.reply(again, new Result.Sent(1, 1, Frames.AT, true, null));
        desk.run();

        assertThat(sent).isCompleted();
    }
}
