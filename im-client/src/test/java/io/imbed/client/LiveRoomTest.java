package io.imbed.client;

import static io.imbed.client.Frames.error;
import static io.imbed.client.Frames.later;
import static io.imbed.client.Frames.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Durability;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Request;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.ServerFrame;
import io.imbed.protocol.UnavailableException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A LIVE room that was joined is joined again on each connection, as if it were the user's. */
class LiveRoomTest {
    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk();

    private static RoomView live(String epoch, long rev, Role role) {
        RoomView.Membership mine = new RoomView.Membership(
                null,
                epoch,
                rev,
                rev,
                0,
                0,
                0,
                0,
                role,
                null,
                null,
                Durability.NONE,
                RoomSettings.preset(RoomKind.LIVE),
                OwnSettings.DEFAULT);
        return new RoomView("r", RoomKind.LIVE, null, 7, mine);
    }

    private ScriptedServer.Link joined() {
        ScriptedServer.Link link = desk.connect();
        desk.client.room("r").join();
        desk.run();
        link.reply(link.next(Request.Join.class), new Result.Joined(live("e", 3, Role.MEMBER), false));
        link.say(message("r", "e", 4));
        desk.run();
        assertThat(desk.recorder.take()).contains("r gained", "r e/4 message");
        return link;
    }

    /** Loses the connection and is welcomed on another, which does not know of the room. */
    private ScriptedServer.Link reconnected() {
        desk.server.link().end(CloseReason.ABNORMAL);
        desk.waitForRetry();
        Request.Hello hello = desk.server.link().next(Request.Hello.class);
        assertThat(hello.rooms()).isEmpty();
        desk.server.link().reply(hello, Frames.welcome());
        desk.run();
        desk.recorder.take();
        return desk.server.link();
    }

    @Test
    void reconnectJoinsAgainFromTheCursorAndMissesNothing() {
        joined();
        ScriptedServer.Link link = reconnected();

        Request.Join again = link.next(Request.Join.class);
        assertThat(again.cursor()).isEqualTo(new Cursor("e", 4));
        link.reply(again, new Result.Joined(live("e", 6, Role.MEMBER), true));
        link.say(message("r", "e", 5), message("r", "e", 6), message("r", "e", 7));
        desk.run();

        assertThat(desk.recorder.take()).containsExactly("r e/5 message", "r e/6 message", "r e/7 message");
        assertThat(link.requests).isEmpty();
        assertThat(reconnected().next(Request.Join.class).cursor()).isEqualTo(new Cursor("e", 7));
    }

    @Test
    void cursorThatIsGoodNoMoreIsAReset() {
        joined();
        ScriptedServer.Link link = reconnected();

        link.reply(link.next(Request.Join.class), new Result.Joined(live("other", 2, Role.MEMBER), false));
        link.say(message("r", "other", 3));
        desk.run();

        assertThat(desk.recorder.take()).containsExactly("r reset other/2", "r other/3 message");
    }

    @Test
    void whoMayNotComeBackIsToldThatTheRoomIsGone() {
        joined();
        ScriptedServer.Link link = reconnected();

        link.say(error(link.next(Request.Join.class), ErrorCode.FORBIDDEN));
        desk.run();

        assertThat(desk.recorder.take()).containsExactly("r gone");
        assertThat(reconnected().requests).isEmpty();
    }

    @Test
    void notNowIsAskedAgain() {
        joined();
        ScriptedServer.Link link = reconnected();

        link.say(later(link.next(Request.Join.class), ErrorCode.UNAVAILABLE, 100));
        desk.run();
        desk.wait(Duration.ofSeconds(5));

        assertThat(link.next(Request.Join.class).cursor()).isEqualTo(new Cursor("e", 4));
        assertThat(desk.recorder.take()).isEmpty();
    }

    @Test
    void sendsWaitUntilItIsJoinedAgain() {
        joined();
        ScriptedServer.Link link = reconnected();
        desk.client.room("r").send("hi");
        desk.run();
        Request.Join again = link.next(Request.Join.class);
        assertThat(link.requests).isEmpty();

        link.reply(again, new Result.Joined(live("e", 4, Role.MEMBER), true));
        desk.run();

        assertThat(link.next(Request.Send.class).room()).isEqualTo("r");
    }

    @Test
    void requestsAboutItWaitUntilItIsJoinedAgainAndThoseAboutOtherRoomsDoNot() {
        joined();
        ScriptedServer.Link link = reconnected();
        var page = Desk.of(desk.client.room("r").history(Anchor.LATEST, 10));
        desk.client.room("other").view();
        desk.run();
        Request.Join again = link.next(Request.Join.class);
        assertThat(link.next(Request.RoomGet.class).room()).isEqualTo("other");
        assertThat(link.requests).isEmpty();

        link.say(later(again, ErrorCode.UNAVAILABLE, 100));
        desk.wait(Duration.ofSeconds(5));
        again = link.next(Request.Join.class);
        assertThat(link.requests).as("it is not joined yet").isEmpty();
        link.reply(again, new Result.Joined(live("e", 4, Role.MEMBER), true));
        desk.run();

        link.reply(link.next(Request.History.class), new Result.MessagePage(List.of(), false, 0, 0, 4));
        desk.run();
        assertThat(page).isCompleted();
    }

    @Test
    void requestThatWasOnItsWayAsTheConnectionWasLostIsAskedBehindTheJoin() {
        ScriptedServer.Link link = joined();
        desk.client.room("r").history(Anchor.LATEST, 10);
        desk.run();
        link.next(Request.History.class);

        link = reconnected();
        Request.Join again = link.next(Request.Join.class);
        assertThat(link.requests).isEmpty();
        link.reply(again, new Result.Joined(live("e", 4, Role.MEMBER), true));
        desk.run();

        link.next(Request.History.class);
    }

    @Test
    void requestOfWhoMayNotComeBackGetsTheServersAnswer() {
        joined();
        ScriptedServer.Link link = reconnected();
        var page = Desk.of(desk.client.room("r").history(Anchor.LATEST, 10));
        desk.run();

        link.say(error(link.next(Request.Join.class), ErrorCode.FORBIDDEN));
        desk.run();
        link.say(error(link.next(Request.History.class), ErrorCode.FORBIDDEN));
        desk.run();

        assertThat(page).isCompletedExceptionally();
    }

    @Test
    void requestThatWaitedForAJoinInVainSaysThatItWasNeverAsked() {
        joined();
        ScriptedServer.Link link = reconnected();
        var page = Desk.of(desk.client.room("r").history(Anchor.LATEST, 10));
        desk.run();
        link.next(Request.Join.class);
        link.end(CloseReason.ABNORMAL);
        desk.run();
        desk.client.disconnect();
        desk.run();
        desk.wait(Timeouts.defaults().request());

        assertThat(page)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        why -> assertThat(why.unknown()).isFalse());
    }

    @Test
    void connectionLostWhileJoiningAgainJoinsOnTheNext() {
        joined();
        reconnected().next(Request.Join.class);

        ScriptedServer.Link link = reconnected();
        link.reply(link.next(Request.Join.class), new Result.Joined(live("e", 4, Role.MEMBER), true));
        desk.client.room("r").send("hi");
        desk.run();

        link.next(Request.Send.class);
    }

    @Test
    void roomThatWasLeftIsNotJoinedAgain() {
        ScriptedServer.Link link = joined();
        desk.client.room("r").leave();
        desk.run();
        link.say(new ServerFrame.RoomGone("r"));
        link.reply(link.next(Request.Leave.class), new Result.Done());
        desk.run();

        assertThat(reconnected().requests).isEmpty();
    }

    @Test
    void roomThatOneRunsIsNamedInHelloAsAnyOther() {
        ScriptedServer.Link link = desk.connect(live("e", 3, Role.OWNER));
        desk.client.room("r").join();
        desk.run();
        link.reply(link.next(Request.Join.class), new Result.Joined(live("e", 3, Role.OWNER), false));
        desk.run();
        link.end(CloseReason.ABNORMAL);
        desk.waitForRetry();

        assertThat(desk.server.link().next(Request.Hello.class).rooms()).containsEntry("r", new Cursor("e", 3));
    }

    @Test
    void countIsToldToListeners() {
        joined().say(new ServerFrame.MembersSignal("r", 12));
        desk.run();

        assertThat(desk.recorder.take()).containsExactly("r members 12");
    }
}
