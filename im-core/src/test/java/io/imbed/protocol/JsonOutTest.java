package io.imbed.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonOutTest {
    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                9,
                10,
                11,
                99,
                100,
                101,
                909,
                1_000,
                10_001,
                1_764_244_800_000L,
                Long.MAX_VALUE,
                -1,
                -100,
                Long.MIN_VALUE
            })
    void writesNumbersAsJavaDoes(long number) {
        assertThat(written(number)).isEqualTo(Long.toString(number));
    }

    @Test
    void writesNumbersOfEveryLength() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            assertThat(written(number)).isEqualTo(Long.toString(number));
        }
    }

    /** Into a buffer that is too small for what it may take. */
    private static String written(long number) {
        return new JsonOut(1).value(number).toString();
    }
}
