package io.imbed.internal.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Cursor;
import org.junit.jupiter.api.Test;

class CatchUpTest {
    @Test
    void ofTwoWishesTheOneThatReachesFurtherBackServesBoth() {
        Cursor third = new Cursor("e", 3);
        Cursor ninth = new Cursor("e", 9);

        assertThat(CatchUp.earlier(third, ninth)).isEqualTo(third);
        assertThat(CatchUp.earlier(ninth, third)).isEqualTo(third);
    }

    @Test
    void ofTwoLivesTheFirstWishedForIsKeptWhichIsAnsweredWithAResetIfItIsOver() {
        Cursor first = new Cursor("old", 9);

        assertThat(CatchUp.earlier(first, new Cursor("new", 1))).isEqualTo(first);
    }
}
