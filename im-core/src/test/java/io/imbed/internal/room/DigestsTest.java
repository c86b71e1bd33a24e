package io.imbed.internal.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Draft;
import java.util.List;
import org.junit.jupiter.api.Test;

/** They are stored, and the ids of direct rooms are made of them: they never become others. */
class DigestsTest {
    @Test
    void areWhatTheyHaveAlwaysBeen() {
        assertThat(Digests.of("alice", "bob")).isEqualTo("i7SQ8wj4ywY-MmJtrTCs0A");
        assertThat(Digests.of(Draft.text("hi €"))).isEqualTo("AQv1z0hvW8XqL.SzrN502Q");
    }

    @Test
    void partsDoNotRunIntoEachOther() {
        assertThat(Digests.of("ab", "c")).isNotEqualTo(Digests.of("a", "bc"));
        assertThat(Digests.of(Draft.text("x").withReplyTo(1)))
                .isNotEqualTo(Digests.of(Draft.text("x").withMentions(List.of("1"))));
    }

    @Test
    void oneLeavesNothingBehindForTheNext() {
        String first = Digests.of("a", "b");
        Digests.of("c", "d");

        assertThat(Digests.of("a", "b")).isEqualTo(first);
    }
}
