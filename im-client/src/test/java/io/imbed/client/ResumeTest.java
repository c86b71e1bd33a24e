package io.imbed.client;

import static io.imbed.client.Frames.message;
import static io.imbed.client.Frames.room;
import static io.imbed.client.Frames.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From one connection, or process, to the next: nothing is missed, and what is lost is told. */
class ResumeTest {
    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk();

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
}
