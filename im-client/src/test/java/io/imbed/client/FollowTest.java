package io.imbed.client;

import static io.imbed.client.Frames.error;
import static io.imbed.client.Frames.later;
import static io.imbed.client.Frames.message;
import static io.imbed.client.Frames.room;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Event;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One connection: whatever order events arrive in, listeners hear each once and in order. */
class FollowTest {
    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk();

    @Test
    void eventsComeInOrderAndOnce() {
        ScriptedServer.Link link = connect(4);

        link.say(event(5), event(5), event(4), event(6), event(5));
        desk.run();

        assertHeard("r e/5 message", "r e/6 message");
        assertThat(link.requests).isEmpty();
    }

    @Test
    void gapIsFilledBySyncAndMerged() {
        ScriptedServer.Link link = connect(4);

        link.say(event(8), event(7));
        desk.run();
        assertHeard();
        Request.Sync sync = link.next(Request.Sync.class);
        assertThat(sync.cursor()).isEqualTo(new Cursor("e", 4));
        assertThat(link.requests).isEmpty();
        link.say(event(9)); // arrives while the answer is on its way
        link.reply(sync, page(false, 5, 6, 7));
        desk.run();

        assertHeard("r e/5 message", "r e/6 message", "r e/7 message", "r e/8 message", "r e/9 message");
        assertThat(link.requests).isEmpty();
    }

    @Test
    void syncGoesOnPageByPage() {
        ScriptedServer.Link link = connect(0);
        link.say(event(4));
        desk.run();

        link.reply(link.next(Request.Sync.class), page(true, 1, 2));
        desk.run();
        Request.Sync second = link.next(Request.Sync.class);
        assertThat(second.cursor().rev()).isEqualTo(2);
        link.reply(second, page(false, 3));
        desk.run();

        assertHeard("r e/1 message", "r e/2 message", "r e/3 message", "r e/4 message");
    }

    @Test
    void missingEventThatArrivesByItselfMakesTheAnswerToSyncHarmless() {
        ScriptedServer.Link link = connect(0);
        link.say(event(2));
        desk.run();

        link.say(event(1));
        link.reply(link.next(Request.Sync.class), page(false, 1, 2));
        desk.run();

        assertHeard("r e/1 message", "r e/2 message");
        assertThat(link.requests).isEmpty();
    }

    @Test
    void gapThatCannotBeFilledIsToldAndFollowedByWhatCameAfter() {
        ScriptedServer.Link link = connect(0);
        link.say(event(8));
        desk.run();

        link.say(error(link.next(Request.Sync.class), ErrorCode.GAP));
        desk.run();
        link.reply(link.next(Request.RoomGet.class), new Result.OneRoom(room("r", "e", 7)));
        link.say(event(9));
        desk.run();

        assertHeard("r reset e/7", "r e/8 message", "r e/9 message");
        assertThat(link.requests).isEmpty();
    }

    @Test
    void syncThatMustWaitIsAskedAgain() {
        ScriptedServer.Link link = connect(0);
        link.say(event(2));
        desk.run();

        link.say(later(link.next(Request.Sync.class), ErrorCode.UNAVAILABLE, 3_000));
        desk.wait(Duration.ofMillis(2_999));
        assertThat(link.requests).isEmpty();
        desk.wait(Duration.ofMillis(1_500));

        link.reply(link.next(Request.Sync.class), page(false, 1, 2));
        desk.run();
        assertHeard("r e/1 message", "r e/2 message");
    }

    @Test
    void syncThatMustWaitLosesNothingHoweverOften() {
        ScriptedServer.Link link = connect(0);
        link.say(event(2));
        desk.run();
        for (int i = 0; i < 20; i++) {
            ErrorCode code = i % 2 == 0 ? ErrorCode.UNAVAILABLE : ErrorCode.RATE_LIMITED;
            link.say(later(link.next(Request.Sync.class), code, 10));
            while (link.requests.isEmpty()) desk.waitAlive(Duration.ofSeconds(1));
        }

        link.reply(link.next(Request.Sync.class), page(false, 1, 2));
        desk.run();

        assertHeard("r e/1 message", "r e/2 message");
    }

    @Test
    void syncThatNeverBringsTheMissingEventEndsInAReset() {
        ScriptedServer.Link link = connect(0);
        link.say(event(3));
        for (int i = 0; i < 4; i++) {
            desk.wait(Duration.ofSeconds(4));
            link.reply(link.next(Request.Sync.class), page(false));
        }
        desk.wait(Duration.ofSeconds(10));

        link.reply(link.next(Request.RoomGet.class), new Result.OneRoom(room("r", "e", 3)));
        desk.run();

        assertHeard("r reset e/3");
    }

    @Test
    void unreadableLineCostsNothingButItself() {
        ScriptedServer.Link link = connect(0);

        link.listener.onText("{\"ev\":\"event\",\"room\":7}\nnonsense");
        link.say(event(1));
        desk.run();

        assertHeard("r e/1 message");
    }

    @Test
    void syncToldThatTheRoomIsGoneEndsIt() {
        ScriptedServer.Link link = connect(0);
        link.say(event(2));
        desk.run();

        link.say(error(link.next(Request.Sync.class), ErrorCode.NOT_FOUND));
        desk.run();

        assertHeard("r gone");
        assertThat(desk.client.cursor("r")).isEmpty();
    }

    @Test
    void resetGoesOnFromItsCursor() {
        ScriptedServer.Link link = connect(40);

        link.say(new ServerFrame.Reset("r", new Cursor("f", 3)), message("r", "f", 4));
        desk.run();

        assertHeard("r reset f/3", "r f/4 message");
    }

    @Test
    void answerToASyncBeforeAResetIsIgnored() {
        ScriptedServer.Link link = connect(0);
        link.say(event(5));
        desk.run();
        Request.Sync sync = link.next(Request.Sync.class);

        link.say(new ServerFrame.Reset("r", new Cursor("f", 3)));
        link.reply(sync, page(false, 1, 2, 3, 4, 5));
        link.say(message("r", "f", 4));
        desk.run();

        assertHeard("r reset f/3", "r f/4 message");
        assertThat(link.requests).isEmpty();
    }

    @Test
    void eventOfAnotherEpochMakesTheRoomReadAnew() {
        ScriptedServer.Link link = connect(40);

        link.say(message("r", "f", 2));
        desk.run();
        link.reply(link.next(Request.RoomGet.class), new Result.OneRoom(room("r", "f", 2)));
        link.say(message("r", "f", 3));
        desk.run();

        assertHeard("r reset f/2", "r f/3 message");
    }

    @Test
    void anotherEpochIsNoticedAlsoDuringASync() {
        ScriptedServer.Link link = connect(0);
        link.say(event(2), message("r", "f", 1));
        desk.run();

        link.reply(link.next(Request.Sync.class), page(false, 1, 2));
        desk.run();
        link.reply(link.next(Request.RoomGet.class), new Result.OneRoom(room("r", "f", 1)));
        desk.run();

        assertHeard("r e/1 message", "r e/2 message", "r reset f/1");
    }

    @Test
    void straggleOfAnOldEpochChangesNothing() {
        ScriptedServer.Link link = connect(4);

        link.say(message("r", "old", 77));
        desk.run();
        link.reply(link.next(Request.RoomGet.class), new Result.OneRoom(room("r", "e", 4)));
        link.say(event(5));
        desk.run();

        assertHeard("r e/5 message");
    }

    @Test
    void cursorMovesOnceTheListenersHaveRun() {
        List<String> seen = new ArrayList<>();
        desk.client.listen(new ClientListener() {
            @Override
            public void onFollow(String room, Cursor from) {
                seen.add("follow " + desk.client.cursors());
            }

            @Override
            public void onEvent(Event event) {
                seen.add("event " + desk.client.cursor("r").orElseThrow().rev());
            }

            @Override
            public void onReset(String room, Cursor cursor) {
                seen.add("reset " + desk.client.cursor("r").orElseThrow().rev());
            }
        });
        ScriptedServer.Link link = connect(4);
        link.say(event(5), event(6), new ServerFrame.Reset("r", new Cursor("e", 9)));
        desk.run();

        assertThat(seen).containsExactly("follow {}", "event 4", "event 5", "reset 6");
        assertThat(desk.client.cursor("r")).contains(new Cursor("e", 9));
    }

    @Test
    void listenerOfOneRoomHearsThatRoomAlone() {
        Recorder only = new Recorder();
        Registration registration = desk.client.room("r").listen(only);
        List<String> texts = new ArrayList<>();
        desk.client.onMessage(message -> texts.add(message.content().fallback()));
        ScriptedServer.Link link = desk.connect(room("r", "e", 0), room("q", "e", 0));
        link.say(message("q", "e", 1), event(1));
        link.say(new ServerFrame.TypingSignal("r", "bob", true), new ServerFrame.TypingSignal("q", "bob", true));
        link.say(new ServerFrame.MarkSignal("r", ServerFrame.MarkSignal.Kind.READ, "bob", 4));
        link.say(new ServerFrame.MineSignal("r", OwnSettings.DEFAULT));
        desk.run();
        registration.close();
        registration.close();
        link.say(event(2));
        desk.run();

        assertThat(only.heard).containsExactly("r e/1 message", "r typing bob true", "r mark bob 4", "r mine ALL");
        assertThat(texts).containsExactly("text 1", "text 1", "text 2");
    }

    private ScriptedServer.Link connect(long rev) {
        return desk.connect(room("r", "e", rev));
    }

    /** What was heard of rooms since the connection was made. */
    private void assertHeard(String... lines) {
        assertThat(desk.recorder.heard)
                .filteredOn(line -> !line.startsWith("connected"))
                .containsExactly(lines);
    }

    private static Event event(long rev) {
        return message("r", "e", rev);
    }

    private static Result.EventPage page(boolean more, long... revs) {
        List<Event> events = new ArrayList<>();
        for (long rev : revs) events.add(event(rev));
        return new Result.EventPage(events, more);
    }
}
