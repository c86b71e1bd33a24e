package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkerTest {
    @Test
    void tellsWhatWasWritten() {
        byte[] text = Dialect.ascii("{\"text\":\"" + Marker.text(9_999, 1_234_567, 98_765_432_101L, 100));
        int start = 9;
        assertThat(text).hasSize(start + 100);
        assertThat(Marker.isAt(text, start)).isTrue();
        assertThat(Marker.sender(text, start)).isEqualTo(9_999);
        assertThat(Marker.number(text, start)).isEqualTo(1_234_567);
        assertThat(Marker.dueMicros(text, start)).isEqualTo(98_765_432_101L);
    }

    /** A frame of 124 bytes has this as its length. */
    @Test
    void lengthOfAFrameIsNone() {
        assertThat(Marker.isAt(Dialect.ascii("|{\"ev\":"), 0)).isFalse();
    }
}
