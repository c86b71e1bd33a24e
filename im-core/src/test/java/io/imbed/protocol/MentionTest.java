package io.imbed.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom a message mentions. */
class MentionTest {
    private static boolean mentions(String member, String... mentions) {
        Message message = new Message(
                "g.1", 1, 1, "c", "alice", "Alice", Samples.AT, Samples.TEXT, null, List.of(mentions), null, null);
        return message.isMentioning(member);
    }

    @Test
    void mentionOfAllIsOfEverybodyButTheSender() {
        assertThat(mentions("bob", Message.ALL)).isTrue();
        assertThat(mentions("alice", Message.ALL)).isFalse();
        assertThat(mentions("alice", Message.ALL, "alice")).as("by name").isTrue();
        assertThat(mentions("bob", "carol")).isFalse();
        assertThat(mentions("bob", "~other")).isFalse();
    }
}
