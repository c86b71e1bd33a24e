package io.imbed.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Content;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.protocol.SettingsPatch;
import io.imbed.testkit.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoomPaneTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ManualClock clock = new ManualClock();
    private final Set<String> mine = new HashSet<>();
    private boolean current = true;
    private final RoomPane pane = new RoomPane(
            "general",
            new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), ZoneOffset.UTC),
            clock,
            () -> current,
            message -> mine.contains(message.cid()));

    private static Message message(long seq, String text) {
        return new Message(
                "general", seq, seq, "c" + seq, "bob", "Bob", NOON, Content.text(text), null, List.of(), null, null);
    }

    private static Event event(long rev, EventBody body) {
        return new Event("general", "e1", rev, NOON, "bob", body);
    }

    private static Event posted(long seq, String text) {
        return event(seq, new EventBody.Posted(message(seq, text)));
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void messageHasItsTimeAndName() {
        pane.event(posted(1, "hello"));

        assertThat(lines()).containsExactly("12:00 Bob: hello");
        assertThat(pane.lastSeq()).isEqualTo(1);
    }

    @Test
    void otherRoomsAreNamed() {
        current = false;

        pane.event(posted(1, "hello"));

        assertThat(lines()).containsExactly("12:00 [general] Bob: hello");
    }

    @Test
    void furtherLinesCannotPassForMessages() {
        pane.event(posted(1, "one\n12:00 Eve: two\r\n-- three\rfour"));

        assertThat(lines()).containsExactly("12:00 Bob: one", "    | 12:00 Eve: two", "    | -- three<U+000D>four");
    }

    @Test
    void eventsWaitForTheHistoryAndNothingIsShownTwice() {
        pane.loading();
        pane.event(posted(2, "two"));
        pane.event(posted(3, "three"));
        assertThat(lines()).isEmpty();

        pane.loaded(new Result.MessagePage(List.of(message(1, "one"), message(2, "two")), false, 1, 2, 2));

        assertThat(lines()).containsExactly("12:00 Bob: one", "12:00 Bob: two", "12:00 Bob: three");
    }

    @Test
    void eventThatTheHistoryHasIsNotShownAgainWhenItComesLate() {
        pane.loading();
        pane.loaded(new Result.MessagePage(List.of(message(1, "one")), false, 1, 1, 1));

        pane.event(posted(1, "one"));
        pane.event(posted(2, "two"));

        assertThat(lines()).containsExactly("12:00 Bob: one", "12:00 Bob: two");
    }

    @Test
    void eventsAreShownThoughTheHistoryDoesNotCome() {
        pane.loading();
        pane.event(posted(1, "one"));

        pane.loaded(null);

        assertThat(lines()).containsExactly("12:00 Bob: one");
    }

    @Test
    void whatWasTypedHereIsNotRepeated() {
        mine.add("c1");

        pane.event(posted(1, "mine"));

        assertThat(lines()).isEmpty();
        assertThat(pane.lastSeq()).isEqualTo(1);
    }

    @Test
    void changesAndMembersAreTold() {
        pane.event(event(1, new EventBody.Joined("bob", "Bob", Role.MEMBER)));
        pane.event(event(2, new EventBody.Joined("eve", "Eve", Role.MEMBER)));
        pane.event(event(3, new EventBody.Edited(7, Content.text("a\nb"), List.of())));
        pane.event(event(4, new EventBody.Recalled(7)));
        pane.event(event(5, new EventBody.RoleChanged("eve", Role.ADMIN)));
        pane.event(event(6, new EventBody.Kicked("eve")));
        pane.event(event(7, new EventBody.Left("bob")));
        pane.event(event(8, new EventBody.Unknown("translated")));
        pane.event(event(9, new EventBody.Muted("eve", null, "too loud\u001b[2J")));
        pane.event(event(10, new EventBody.Unmuted("eve")));
        pane.event(event(11, new EventBody.Banned("eve", null, null)));
        pane.event(event(12, new EventBody.Unbanned("eve")));
        pane.event(event(13, new EventBody.RoomChanged("News", SettingsPatch.NONE)));
        pane.event(event(
                14,
                new EventBody.RoomChanged(
                        "News", SettingsPatch.NONE.withSlowMs(5).withKeep(9))));
        pane.event(event(15, new EventBody.RoomChanged("News", SettingsPatch.NONE.withSlowMs(1_500))));
        pane.event(event(16, new EventBody.RoomChanged("News", SettingsPatch.NONE.withSlowMs(0))));
        pane.event(event(17, new EventBody.Reacted(7, "\uD83D\uDC4D", true)));
        pane.event(event(18, new EventBody.Reacted(7, "ok", false)));
        pane.event(event(19, new EventBody.Pinned(7, true)));
        pane.event(event(20, new EventBody.Pinned(7, false)));

        assertThat(lines())
                .containsExactly(
                        "-- 12:00 Bob joined",
                        "-- 12:00 Eve joined, invited by bob",
                        "-- 12:00 bob changed #7: a b",
                        "-- 12:00 bob took back #7",
                        "-- 12:00 eve is admin now",
                        "-- 12:00 eve was removed by bob",
                        "-- 12:00 bob left",
                        "-- 12:00 eve was muted by bob: too loud<U+001B>[2J",
                        "-- 12:00 eve may speak again",
                        "-- 12:00 eve was banned by bob",
                        "-- 12:00 eve is not banned any more",
                        "-- 12:00 the room is called News now",
                        "-- 12:00 bob changed what can be done in the room",
                        "-- 12:00 bob lets each member send once in 1.5 s",
                        "-- 12:00 bob lets everybody send as often as they like",
                        "-- 12:00 bob reacted to #7: \uD83D\uDC4D",
                        "-- 12:00 bob took back a reaction to #7: ok",
                        "-- 12:00 bob pinned #7",
                        "-- 12:00 bob unpinned #7");
    }

    @Test
    void typingIsToldOnceUntilItEnds() {
        pane.typing("bob", true);
        pane.typing("bob", true);
        assertThat(lines()).hasSize(1).first().asString().endsWith("bob is typing …");

        pane.typing("bob", false);
        pane.typing("bob", true);
        assertThat(lines()).hasSize(2);

        pane.event(posted(1, "done"));
        pane.typing("bob", true);
        assertThat(lines()).hasSize(4);

        clock.advance(Duration.ofSeconds(11));
        pane.typing("bob", true);
        assertThat(lines()).hasSize(5);
    }
}
