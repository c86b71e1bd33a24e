package io.imbed.client;

import static io.imbed.client.Frames.error;
import static io.imbed.client.Frames.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.MalformedFrameException;
import io.imbed.protocol.PresenceView;
import io.imbed.protocol.PresenceView.State;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PresenceTest {
    private static final PresenceView BOB = new PresenceView("bob", State.ONLINE, null);
    private static final PresenceView BOB_AWAY = new PresenceView("bob", State.AWAY, null);
    private static final PresenceView BOB_GONE = new PresenceView("bob", State.OFFLINE, Frames.AT);
    private static final PresenceView CAROL = new PresenceView("carol", State.OFFLINE, null);

    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk();

    private static Result.Presence answer(PresenceView... views) {
        return new Result.Presence(List.of(views));
    }

    private void watch(String... users) {
        desk.client.watchPresence(List.of(users));
        desk.run();
    }

    private List<String> told() {
        return desk.recorder.take().stream()
                .filter(line -> line.contains(" is "))
                .toList();
    }

    private void assertWatches(Request.Presence request, String... users) {
        assertThat(request).isEqualTo(new Request.Presence(request.id(), List.of(users), true, null));
    }

    private ScriptedServer.Link reconnected() {
        desk.server.link().end(CloseReason.ABNORMAL);
        desk.waitForRetry();
        return desk.welcome();
    }

    @Test
    void usersAreAskedAboutAndNobodyIsWatchedByThat() {
        ScriptedServer.Link link = desk.connect();
        var states = Desk.of(desk.client.presence(List.of("carol", "bob", "carol")));
        desk.run();

        Request.Presence asked = link.next(Request.Presence.class);
        assertThat(asked).isEqualTo(new Request.Presence(asked.id(), List.of("carol", "bob"), false, null));
        link.reply(asked, answer(CAROL, BOB));
        desk.run();

        assertThat(states).isCompletedWithValue(List.of(CAROL, BOB));
        assertThat(told()).isEmpty();
        assertThat(reconnected().requests).isEmpty();
    }

    @Test
    void questionAboutNobodyIsAnsweredHere() {
        ScriptedServer.Link link = desk.connect();
        var states = Desk.of(desk.client.presence(List.of()));
        desk.run();

        assertThat(states).isCompletedWithValue(List.of());
        assertThat(link.requests).isEmpty();
    }

    @Test
    void refusalFailsTheQuestion() {
        ScriptedServer.Link link = desk.connect();
        var states = Desk.of(desk.client.presence(List.of("bob")));
        desk.run();
        link.say(error(link.next(Request.Presence.class), ErrorCode.UNKNOWN_OP));
        desk.run();

        assertThat(catchThrowableOfType(ExecutionException.class, states::get).getCause())
                .isInstanceOfSatisfying(
                        RefusedException.class, why -> assertThat(why.code()).isEqualTo(ErrorCode.UNKNOWN_OP));
    }

    @Test
    void tooManyUsersAndNoIdsAreRefusedWhereTheyAreGiven() {
        List<String> many = IntStream.rangeClosed(0, 100).mapToObj(i -> "u" + i).toList();

        assertThatThrownBy(() -> desk.client.presence(many)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> desk.client.watchPresence(many)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> desk.client.watchPresence(List.of("no such id")))
                .isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void whoIsNamedTwiceCountsOnce() {
        ScriptedServer.Link link = desk.connect();
        watch(IntStream.range(0, 200).mapToObj(i -> "u" + i % 100).toArray(String[]::new));

        assertThat(link.next(Request.Presence.class).users()).hasSize(100);
    }

    @Test
    void whoIsWatchedAnewIsToldAnew() {
        ScriptedServer.Link link = desk.connect();
        watch("bob");
        link.reply(link.next(Request.Presence.class), answer(BOB));
        watch("carol");
        link.reply(link.next(Request.Presence.class), answer(CAROL));
        watch("bob", "carol");
        link.reply(link.next(Request.Presence.class), answer(BOB, CAROL));
        desk.run();

        assertThat(told()).containsExactly("bob is ONLINE", "carol is OFFLINE", "bob is ONLINE");
    }

    @Test
    void watchTellsHowEachIsAndThenEachChangeOnce() {
        ScriptedServer.Link link = desk.connect();
        watch("bob", "carol", "bob");
        Request.Presence asked = link.next(Request.Presence.class);
        assertWatches(asked, "bob", "carol");
        link.reply(asked, answer(BOB, CAROL));
        desk.run();
        assertThat(told()).containsExactly("bob is ONLINE", "carol is OFFLINE");

        link.say(new ServerFrame.PresenceSignal(BOB_AWAY), new ServerFrame.PresenceSignal(BOB_AWAY));
        link.say(new ServerFrame.PresenceSignal(new PresenceView("dave", State.ONLINE, null)));
        link.say(new ServerFrame.PresenceSignal(BOB_GONE));
        desk.run();

        assertThat(told()).containsExactly("bob is AWAY", "bob is OFFLINE");
    }

    @Test
    void watchOutlivesConnectionsAndTellsWhatChangedBetweenThem() {
        watch("bob", "carol");
        ScriptedServer.Link link = desk.connect();
        link.reply(link.next(Request.Presence.class), answer(BOB, CAROL));
        desk.run();
        told();

        link = reconnected();
        Request.Presence again = link.next(Request.Presence.class);
        assertWatches(again, "bob", "carol");
        link.reply(again, answer(BOB_GONE, CAROL));
        link.say(new ServerFrame.PresenceSignal(BOB));
        desk.run();

        assertThat(told()).containsExactly("bob is OFFLINE", "bob is ONLINE");
        assertThat(link.requests).isEmpty();
    }

    @Test
    void watchThatWasLostWithItsConnectionIsAskedForOnTheNext() {
        ScriptedServer.Link link = desk.connect();
        watch("bob");
        link.next(Request.Presence.class);

        assertWatches(reconnected().next(Request.Presence.class), "bob");
    }

    @Test
    void nextWatchTakesThePlaceOfTheOneBeforeAndWaitsForItsAnswer() {
        ScriptedServer.Link link = desk.connect();
        watch("bob");
        watch("dave");
        watch("carol");
        Request.Presence first = link.next(Request.Presence.class);
        assertThat(link.requests).isEmpty();
        link.reply(first, answer(BOB));
        desk.run();

        Request.Presence last = link.next(Request.Presence.class);
        assertWatches(last, "carol");
        link.reply(last, answer(CAROL));
        desk.run();
        assertThat(told()).containsExactly("carol is OFFLINE");
    }

    @Test
    void watchOfNobodyEndsIt() {
        ScriptedServer.Link link = desk.connect();
        watch("bob");
        link.reply(link.next(Request.Presence.class), answer(BOB));
        watch();
        Request.Presence end = link.next(Request.Presence.class);
        assertWatches(end);
        link.reply(end, answer());
        link.say(new ServerFrame.PresenceSignal(BOB_AWAY));
        desk.run();

        assertThat(told()).containsExactly("bob is ONLINE");
        assertThat(reconnected().requests).isEmpty();
    }

    @Test
    void notNowIsAskedAgainWithWhatIsWishedByThen() {
        ScriptedServer.Link link = desk.connect();
        watch("bob");
        link.say(later(link.next(Request.Presence.class), ErrorCode.RATE_LIMITED, 2_000));
        desk.run();
        watch("carol");
        desk.wait(Duration.ofMillis(1_999));
        assertThat(link.requests).isEmpty();
        desk.wait(Duration.ofMillis(1_000));

        assertWatches(link.next(Request.Presence.class), "carol");
        assertThat(link.requests).isEmpty();
    }

    @Test
    void whatMayNotBeSaidNowIsSaidLater() {
        desk.client.away(true);
        watch("bob");
        ScriptedServer.Link link = desk.connect();
        Request.Presence first = link.next(Request.Presence.class);
        link.say(later(first, ErrorCode.UNAVAILABLE, 2_000));
        desk.wait(Duration.ofSeconds(5));

        Request.Presence again = link.next(Request.Presence.class);
        assertThat(again).isEqualTo(new Request.Presence(again.id(), List.of("bob"), true, true));
    }

    @Test
    void pauseDoesNotOutliveItsConnection() {
        ScriptedServer.Link link = desk.connect();
        watch("bob");
        link.say(later(link.next(Request.Presence.class), ErrorCode.UNAVAILABLE, 2_000));
        link = reconnected();
        assertWatches(link.next(Request.Presence.class), "bob");
        desk.client.away(true);
        desk.wait(Duration.ofSeconds(5));

        assertThat(link.requests).as("the first is not answered yet").isEmpty();
    }

    @Test
    void refusedWatchIsNotAskedForAgainOnThisConnection() {
        ScriptedServer.Link link = desk.connect();
        watch("bob");
        link.say(error(link.next(Request.Presence.class), ErrorCode.UNKNOWN_OP));
        desk.wait(Duration.ofSeconds(20));
        assertThat(link.requests).isEmpty();

        desk.client.away(true);
        desk.run();

        assertThat(link.next(Request.Presence.class).watch()).isFalse();
    }

    @Test
    void awayIsSaidOnceAndAgainToEachNewSession() {
        ScriptedServer.Link link = desk.connect();
        desk.client.away(true);
        desk.client.away(true);
        desk.run();
        Request.Presence said = link.next(Request.Presence.class);
        assertThat(said).isEqualTo(new Request.Presence(said.id(), List.of(), false, true));
        link.reply(said, answer());
        desk.run();
        assertThat(link.requests).isEmpty();

        link = reconnected();
        Request.Presence again = link.next(Request.Presence.class);
        assertThat(again.away()).isTrue();
        link.reply(again, answer());
        desk.client.away(false);
        desk.run();
        assertThat(link.next(Request.Presence.class).away()).isFalse();

        assertThat(reconnected().requests).isEmpty();
    }

    @Test
    void bothAreSaidInOneRequest() {
        Stream.of(true, false, true).forEach(desk.client::away);
        watch("bob");
        ScriptedServer.Link link = desk.connect();

        Request.Presence said = link.next(Request.Presence.class);
        assertThat(said).isEqualTo(new Request.Presence(said.id(), List.of("bob"), true, true));
        assertThat(link.requests).isEmpty();
    }
}
