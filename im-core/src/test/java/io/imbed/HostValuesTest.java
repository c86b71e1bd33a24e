package io.imbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.MemoryStorage.Capacity;
import io.imbed.hook.HookOptions;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.SettingsPatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the host may not hand over is refused where it is made, in a sentence that names it. */
class HostValuesTest {
    private static final Instant THEN = Instant.parse("2015-03-01T08:00:00.123456Z");

    private static void assertMistake(ThrowingCallable code, String... parts) {
        assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }

    @Test
    void messageIsNotEditedBeforeItIsSent() {
        ImportedMessage message = ImportedMessage.text("m1", "alice", "Alice", THEN, "hi");

        assertMistake(() -> message.withEditedAt(THEN.minusMillis(1)), "message m1", "before it was sent");
        assertThat(message.withEditedAt(THEN).editedAt()).isEqualTo(message.at());
    }

    @Test
    void recalledMessageSaysNothing() {
        ImportedMessage message = ImportedMessage.recalled("m1", "alice", "Alice", THEN);

        assertMistake(() -> message.withReplyTo(1), "message m1", "recalled");
        assertMistake(() -> message.withMentions(List.of("bob")), "message m1", "recalled");
        assertMistake(() -> message.withMeta(new JsonText("{}")), "message m1", "recalled");
        assertMistake(() -> message.withEditedAt(THEN), "message m1", "recalled");
    }

    @Test
    void importedIdsAreOfTheGrammarAndTimesInMilliseconds() {
        assertThatThrownBy(() -> ImportedMessage.text("no id!", "alice", "A", THEN, "hi"))
                .hasMessageContaining("cid");
        assertThatThrownBy(() -> ImportedMessage.text("m1", "no id!", "A", THEN, "hi"))
                .hasMessageContaining("user");
        assertThat(ImportedMessage.text("m1", "alice", "A", THEN, "hi").at())
                .isEqualTo(Instant.parse("2015-03-01T08:00:00.123Z"));
    }

    @Test
    void importedMemberIsAUserAndStandsSomewhere() {
        ImportedMember bob = ImportedMember.of("bob", "Bob", Role.MEMBER, THEN);

        assertMistake(() -> ImportedMember.of("~system", "System", Role.OWNER, THEN), "~system");
        assertMistake(() -> bob.withRead(-1), "read is -1");
        assertMistake(() -> bob.withDelivered(-1), "delivered is -1");
        assertMistake(() -> bob.withJoinedSeq(-1), "joinedSeq is -1");
        assertThat(bob.withRead(7).delivered()).isEqualTo(7);
    }

    @Test
    void directRoomTakesItsTwoUsersAndNoId() {
        List<String> bob = List.of("bob");

        assertMistake(() -> NewRoom.direct("alice", "bob").members("bob", "carol"), "DIRECT");
        assertMistake(() -> new NewRoom(RoomKind.DIRECT, "r", null, "alice", bob, SettingsPatch.NONE), "DIRECT");
        assertMistake(() -> new NewRoom(RoomKind.DIRECT, null, null, null, bob, SettingsPatch.NONE), "DIRECT");
    }

    @Test
    void hookHasTimeAndAShareOfTheThreads() {
        assertMistake(() -> HookOptions.DEFAULT.withTimeout(Duration.ZERO), "timeout is PT0S");
        assertMistake(() -> HookOptions.DEFAULT.withTimeout(Duration.ofMillis(-1)), "timeout is");
        assertMistake(() -> HookOptions.DEFAULT.withConcurrency(0, 1), "concurrency is 0");
        assertMistake(() -> HookOptions.DEFAULT.withConcurrency(1, -1), "queue is -1");
    }

    @Test
    void memoryHasRoomForSomething() {
        assertMistake(() -> new Capacity(0, 1, 1, 1), "is 0, must be at least 1");
        assertMistake(() -> new Capacity(1, 0, 1, 1), "is 0, must be at least 1");
        assertMistake(() -> new Capacity(1, 1, 0, 1), "is 0, must be at least 1");
        assertMistake(() -> new Capacity(1, 1, 1, 0), "is 0, must be at least 1");
    }
}
