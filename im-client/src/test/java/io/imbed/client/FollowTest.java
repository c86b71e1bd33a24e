package io.imbed.client;

import static io.imbed.client.Frames.error;
import static io.imbed.client.Frames.later;
import static io.imbed.client.Frames.message;
import static io.imbed.client.Frames.room;
import static io.imbed.client.Frames.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Event;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.ServerFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
        desk.wait(Duration.ofMillis(1));

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
    void reconnectNamesTheLastContiguousEvent() {
        ScriptedServer.Link link = connect(4);
        link.say(event(5), event(8));
        desk.run();
        link.end(CloseReason.ABNORMAL);
        desk.waitForRetry();

        Request.Hello hello = desk.server.link().next(Request.Hello.class);
        assertThat(hello.rooms()).isEqualTo(Map.of("r", new Cursor("e", 5)));
        desk.server.link().reply(hello, welcome(room("r", "e", 8)));
        desk.server.link().say(event(6), event(7), event(8), event(9));
        desk.run();

        assertThat(desk.recorder.heard)
                .filteredOn(line -> line.startsWith("r "))
                .hasSize(5);
        assertThat(desk.client.cursor("r")).contains(new Cursor("e", 9));
        assertThat(desk.server.link().requests).isEmpty();
    }

    @Test
    void helloNamesTheHundredRoomsThatWereActiveLast() {
        connectToMany();
        ScriptedServer.Link link = desk.server.link();
        link.say(message("room-3", "e", 11));
        desk.run();
        link.end(CloseReason.ABNORMAL);
        desk.waitForRetry();

        Map<String, Cursor> named = desk.server.link().next(Request.Hello.class).rooms();
        assertThat(named).hasSize(100).containsEntry("room-3", new Cursor("e", 11));
    }

    @Test
    void roomsThatHelloDidNotNameAreComparedAndSynced() {
        connectToMany();
        desk.server.link().end(CloseReason.ABNORMAL);
        desk.waitForRetry();
        ScriptedServer.Link link = desk.server.link();
        Request.Hello hello = link.next(Request.Hello.class);
        List<String> unnamed = IntStream.range(0, 120)
                .mapToObj(i -> "room-" + i)
                .filter(room -> !hello.rooms().containsKey(room))
                .toList();
        assertThat(unnamed).hasSize(20);
        String same = unnamed.get(0);
        String ahead = unnamed.get(1);
        String changed = unnamed.get(2);
        String back = unnamed.get(3);

        link.reply(
                hello,
                welcome(
                        null,
                        true,
                        room(same, "e", 10),
                        room(ahead, "e", 12),
                        room(changed, "f", 5),
                        room(back, "e", 9)));
        desk.run();

        List<String> synced = new ArrayList<>();
        while (!link.requests.isEmpty()) {
            Request.Sync sync = link.next(Request.Sync.class);
            synced.add(sync.room());
            boolean one = sync.room().equals(ahead);
            Event[] missed = one ? new Event[] {message(ahead, "e", 11), message(ahead, "e", 12)} : new Event[0];
            link.reply(sync, new Result.EventPage(List.of(missed), false));
            desk.run();
        }
        // One because it is ahead, and those that the welcome did not list.
        assertThat(synced)
                .containsExactlyInAnyOrderElementsOf(unnamed.stream()
                        .filter(room -> !List.of(same, changed, back).contains(room))
                        .toList());
        assertThat(desk.recorder.heard)
                .contains(ahead + " e/11 message", ahead + " e/12 message")
                .contains(changed + " reset f/5", back + " reset e/9");
    }

    @Test
    void roomThatIsNoLongerListedIsGone() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 1), room("q", "e", 1));
        link.end(CloseReason.ABNORMAL);
        desk.waitForRetry();
        desk.recorder.take();

        link = desk.welcome(room("q", "e", 1));
        link.say(new ServerFrame.RoomGone("r"));
        desk.run();

        assertHeard("r gone");
    }

    @Test
    void roomOfWhichMoreExistIsFollowedFromItsFirstEvent() {
        desk.client.connect();
        desk.run();
        ScriptedServer.Link link = desk.server.link();
        link.reply(link.next(Request.Hello.class), welcome(null, true));
        link.say(message("quiet", "e", 31), message("quiet", "e", 33));
        desk.run();

        assertHeard("quiet e/31 message");
        assertThat(link.next(Request.Sync.class).cursor()).isEqualTo(new Cursor("e", 31));
    }

    @Test
    void roomGainedIsFollowedFromItsView() {
        ScriptedServer.Link link = desk.connect();

        link.say(new ServerFrame.RoomGained(room("r", "e", 6)), event(7));
        desk.run();
        link.say(new ServerFrame.RoomGained(room("r", "e", 6)));
        link.say(new ServerFrame.RoomGone("r"), new ServerFrame.RoomGone("r"));
        desk.run();

        assertHeard("r gained", "r e/7 message", "r gone");
    }

    @Test
    void roomGainedWhileAwayIsTold() {
        desk.connect().end(CloseReason.ABNORMAL);
        desk.waitForRetry();

        desk.welcome(room("r", "e", 6));

        assertThat(desk.recorder.take()).containsExactly("connected me", "connected me", "r gained");
    }

    @Test
    void goneRoomThatIsGainedAgainBeginsAnew() {
        ScriptedServer.Link link = connect(4);

        link.say(new ServerFrame.RoomGone("r"), new ServerFrame.RoomGained(room("r", "e", 90)), event(91));
        desk.run();

        assertHeard("r gone", "r gained", "r e/91 message");
        assertThat(link.requests).isEmpty();
    }

    @Test
    void stragglerOfAGoneRoomIsDropped() {
        ScriptedServer.Link link = connect(4);

        link.say(new ServerFrame.RoomGone("r"), event(5));
        desk.run();

        assertHeard("r gone");
        assertThat(desk.client.cursors()).isEmpty();
    }

    @Test
    void anotherProcessResumesWhereTheLastOneWas() {
        Desk next = new Desk(builder -> builder.resumeFrom(Map.of("r", new Cursor("e", 5))));
        next.client.connect();
        next.run();
        ScriptedServer.Link link = next.server.link();
        Request.Hello hello = link.next(Request.Hello.class);
        assertThat(hello.rooms()).containsEntry("r", new Cursor("e", 5));

        link.reply(hello, welcome(room("r", "e", 7)));
        link.say(event(6), event(7));
        next.run();

        assertThat(next.recorder.heard).containsExactly("connected me", "r e/6 message", "r e/7 message");
        assertThat(next.client.cursors()).isEqualTo(Map.of("r", new Cursor("e", 7)));
    }

    @Test
    void joinBeginsAtTheView() {
        ScriptedServer.Link link = desk.connect();
        var joined = Desk.of(desk.client.room("r").join());
        desk.run();
        Request.Join join = link.next(Request.Join.class);
        assertThat(join.cursor()).isNull();

        link.say(new ServerFrame.RoomGained(room("r", "e", 3)));
        link.reply(join, new Result.Joined(room("r", "e", 3), false));
        link.say(event(4));
        desk.run();

        assertThat(joined.join().id()).isEqualTo("r");
        assertHeard("r gained", "r e/4 message");
    }

    @Test
    void joinSinceACursorMissesNothing() {
        ScriptedServer.Link link = desk.connect();
        desk.client.room("r").join(new Cursor("e", 1));
        desk.run();
        Request.Join join = link.next(Request.Join.class);
        assertThat(join.cursor()).isEqualTo(new Cursor("e", 1));

        link.reply(join, new Result.Joined(room("r", "e", 3), true));
        link.say(event(2), event(3), event(4));
        desk.run();

        assertHeard("r e/2 message", "r e/3 message", "r e/4 message");
        assertThat(link.requests).isEmpty();
    }

    @Test
    void joinSinceALostEpochIsAReset() {
        ScriptedServer.Link link = desk.connect();
        desk.client.room("r").join(new Cursor("lost", 100));
        desk.run();

        link.reply(link.next(Request.Join.class), new Result.Joined(room("r", "e", 3), false));
        link.say(event(4));
        desk.run();

        assertHeard("r reset e/3", "r e/4 message");
    }

    @Test
    void refusedJoinFollowsNothing() {
        ScriptedServer.Link link = desk.connect();
        desk.client.room("r").join(new Cursor("e", 1));
        desk.run();

        link.say(error(link.next(Request.Join.class), ErrorCode.NOT_FOUND));
        desk.run();

        assertThat(desk.client.cursors()).isEmpty();
    }

    @Test
    void channelThatOneOnlyLooksAtIsNotFollowed() {
        ScriptedServer.Link link = desk.connect();
        desk.client.room("c").view();
        desk.run();

        link.reply(
                link.next(Request.RoomGet.class),
                new Result.OneRoom(new RoomView("c", RoomKind.CHANNEL, "C", 9, null)));
        desk.run();

        assertThat(desk.client.cursors()).isEmpty();
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
        desk.run();
        registration.close();
        registration.close();
        link.say(event(2));
        desk.run();

        assertThat(only.heard).containsExactly("r e/1 message", "r typing bob true", "r mark bob 4");
        assertThat(texts).containsExactly("text 1", "text 1", "text 2");
    }

    private ScriptedServer.Link connect(long rev) {
        return desk.connect(room("r", "e", rev));
    }

    private void connectToMany() {
        desk.client.connect();
        desk.run();
        ScriptedServer.Link link = desk.server.link();
        RoomView[] first = IntStream.range(0, 100)
                .mapToObj(i -> room("room-" + i, "e", 10))
                .toArray(RoomView[]::new);
        link.reply(link.next(Request.Hello.class), welcome(null, true, first));
        for (int i = 100; i < 120; i++) link.say(message("room-" + i, "e", 10));
        desk.run();
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
