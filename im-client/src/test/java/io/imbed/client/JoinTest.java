package io.imbed.client;

import static io.imbed.client.Frames.error;
import static io.imbed.client.Frames.message;
import static io.imbed.client.Frames.room;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JoinTest {
    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk();

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
        assertThat(desk.recorder.follows).containsExactly("r e/3");
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

        assertThat(desk.recorder.follows).containsExactly("r e/1");
        assertHeard("r gained", "r e/2 message", "r e/3 message", "r e/4 message");
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

        assertHeard("r gained", "r reset e/3", "r e/4 message");
    }

    @Test
    void eventsBeforeTheAnswerToAJoinSinceACursorCountToo() {
        ScriptedServer.Link link = desk.connect();
        desk.client.room("r").join(new Cursor("e", 1));
        desk.run();

        link.say(event(2), event(3));
        link.reply(link.next(Request.Join.class), new Result.Joined(room("r", "e", 3), true));
        desk.run();

        assertThat(desk.recorder.follows).containsExactly("r e/1");
        assertHeard("r e/2 message", "r e/3 message", "r gained");
    }

    @Test
    void joinSinceACursorThatTheRoomHasNotReachedIsAReset() {
        ScriptedServer.Link link = desk.connect();
        desk.client.room("r").join(new Cursor("e", 17));
        desk.run();

        link.say(new ServerFrame.RoomGained(room("r", "e", 3)));
        link.say(event(4));
        link.reply(link.next(Request.Join.class), new Result.Joined(room("r", "e", 4), false));
        desk.run();

        assertThat(desk.recorder.follows).containsExactly("r e/3");
        assertHeard("r gained", "r reset e/3", "r e/4 message");
    }

    @Test
    void joinThatWasLostOnItsWayGoesOnFromTheSameCursor() {
        ScriptedServer.Link link = desk.connect();
        desk.client.room("r").join(new Cursor("e", 1));
        desk.run();
        link.end(CloseReason.ABNORMAL);
        desk.waitForRetry();
        assertThat(desk.client.cursors()).isEmpty();
        link = desk.welcome();

        link.reply(link.next(Request.Join.class), new Result.Joined(room("r", "e", 3), true));
        link.say(event(2), event(3));
        desk.run();

        assertHeard("r gained", "r e/2 message", "r e/3 message");
    }

    @Test
    void joinWhoseAnswerWasLostGoesOnFromTheSameCursor() {
        ScriptedServer.Link link = desk.connect();
        desk.client.room("r").join(new Cursor("e", 1));
        desk.run();
        link.end(CloseReason.ABNORMAL);
        desk.waitForRetry();
        link = desk.welcome(room("r", "e", 3));

        Request.Sync sync = link.next(Request.Sync.class);
        assertThat(sync.cursor()).isEqualTo(new Cursor("e", 1));
        link.reply(sync, new Result.EventPage(List.of(event(2), event(3)), false));
        link.reply(link.next(Request.Join.class), new Result.Joined(room("r", "e", 3), true));
        link.say(event(2), event(3), event(4));
        desk.run();

        assertHeard("r gained", "r e/2 message", "r e/3 message", "r e/4 message");
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
