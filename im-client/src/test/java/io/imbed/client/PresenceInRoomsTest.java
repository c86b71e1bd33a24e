package io.imbed.client;

import static io.imbed.client.Frames.message;
import static io.imbed.client.Frames.room;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.PresenceView;
import io.imbed.protocol.PresenceView.State;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.protocol.ServerFrame;
import io.imbed.protocol.SettingsPatch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whom one sees follows from the rooms that one shares: when these change, the watch is asked for again. */
class PresenceInRoomsTest {
    private static final PresenceView BOB = new PresenceView("bob", State.ONLINE, null);
    private static final PresenceView UNSEEN = PresenceView.unseen("bob");

    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk();

    private static Result.Presence answer(PresenceView view) {
        return new Result.Presence(List.of(view));
    }

    private List<String> told() {
        return desk.recorder.take().stream()
                .filter(line -> line.contains(" is "))
                .toList();
    }

    private static void assertWatchesBob(Request.Presence request) {
        assertThat(request).isEqualTo(new Request.Presence(request.id(), List.of("bob"), true, null));
    }

    private ScriptedServer.Link reconnected() {
        desk.server.link().end(CloseReason.ABNORMAL);
        desk.waitForRetry();
        return desk.welcome(room("r", "e", 1));
    }

    /** Connected, in one room, and watching bob, who looks like this. */
    private ScriptedServer.Link watching(PresenceView bob) {
        ScriptedServer.Link link = desk.connect(room("r", "e", 1));
        desk.client.watchPresence(List.of("bob"));
        desk.run();
        link.reply(link.next(Request.Presence.class), answer(bob));
        desk.run();
        told();
        return link;
    }

    private static Event event(long rev, EventBody body) {
        return new Event("r", "e", rev, Frames.AT, "other", body);
    }

    @Test
    void gainedRoomMakesTheWatchBeAskedForAgain() {
        ScriptedServer.Link link = watching(UNSEEN);

        link.say(new ServerFrame.RoomGained(room("q", "e", 1)));
        desk.run();
        Request.Presence again = link.next(Request.Presence.class);
        assertWatchesBob(again);
        link.reply(again, answer(BOB));
        desk.run();

        assertThat(told()).containsExactly("bob is ONLINE");
    }

    @Test
    void watchedUserWhoComesIntoARoomOrGoesIsAskedAboutAgain() {
        List<EventBody> moves = List.of(
                new EventBody.Joined("bob", "Bob", Role.MEMBER),
                new EventBody.Left("bob"),
                new EventBody.Kicked("bob"),
                new EventBody.Banned("bob", null, null));
        ScriptedServer.Link link = watching(UNSEEN);

        for (int i = 0; i < moves.size(); i++) {
            link.say(event(2 + i, moves.get(i)));
            desk.run();

            Request.Presence again = link.next(Request.Presence.class);
            assertWatchesBob(again);
            link.reply(again, answer(BOB));
            desk.wait(PresenceWatch.PAUSE);
        }
    }

    @Test
    void roomThatBeginsToShowPresenceMakesTheWatchBeAskedForAgain() {
        ScriptedServer.Link link = watching(UNSEEN);

        link.say(event(2, new EventBody.RoomChanged(null, SettingsPatch.NONE.withPresence(true))));
        desk.run();

        assertWatchesBob(link.next(Request.Presence.class));
    }

    @Test
    void whatChangesNothingForThoseWatchedAsksNothing() {
        ScriptedServer.Link link = watching(UNSEEN);

        link.say(
                event(2, new EventBody.Joined("carol", "Carol", Role.MEMBER)),
                event(3, new EventBody.RoomChanged("News", SettingsPatch.NONE)),
                message("r", "e", 4));
        desk.wait(PresenceWatch.PAUSE);

        assertThat(link.requests).isEmpty();
    }

    @Test
    void manyRoomsGainedAtOnceAreTwoQuestionsASecondApart() {
        ScriptedServer.Link link = watching(UNSEEN);

        for (int i = 0; i < 100; i++) {
            link.say(new ServerFrame.RoomGained(room("q" + i, "e", 1)));
            desk.run();
        }
        link.reply(link.next(Request.Presence.class), answer(BOB));
        desk.wait(PresenceWatch.PAUSE.minusMillis(1));
        assertThat(link.requests).isEmpty();
        desk.wait(Duration.ofMillis(1));

        assertWatchesBob(link.next(Request.Presence.class));
        desk.waitAlive(Duration.ofMinutes(1));
        assertThat(link.requests).noneMatch(Request.Presence.class::isInstance);
    }

    @Test
    void questionThatWasDueIsNotAskedTwiceOnTheNextConnection() {
        ScriptedServer.Link link = watching(UNSEEN);
        for (int i = 0; i < 2; i++) link.say(new ServerFrame.RoomGained(room("q" + i, "e", 1)));
        desk.run();

        link = reconnected();
        link.reply(link.next(Request.Presence.class), answer(BOB));
        desk.wait(PresenceWatch.PAUSE.multipliedBy(2));
        assertThat(link.requests).isEmpty();
        link.say(new ServerFrame.RoomGained(room("p", "e", 1)));
        desk.run();
        link.reply(link.next(Request.Presence.class), answer(BOB));
        desk.wait(PresenceWatch.PAUSE.multipliedBy(2));

        assertThat(link.requests).isEmpty();
    }

    @Test
    void goneRoomMakesTheWatchBeAskedForAgain() {
        ScriptedServer.Link link = watching(BOB);

        link.say(new ServerFrame.RoomGone("r"));
        desk.run();
        Request.Presence again = link.next(Request.Presence.class);
        assertWatchesBob(again);
        link.reply(again, answer(UNSEEN));
        desk.run();

        assertThat(told()).containsExactly("bob is OFFLINE");
    }

    @Test
    void goneRoomAsksNothingOfWhoWatchesNobody() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 1));
        link.say(new ServerFrame.RoomGone("r"));
        desk.run();

        assertThat(link.requests).isEmpty();
    }
}
