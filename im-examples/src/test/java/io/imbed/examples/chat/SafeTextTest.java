package io.imbed.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
    @Test
    void ordinaryTextOfAnyScriptStays() {
        String text = "hello, <b>Grüße</b> Привет 你好 نعم 👩\u200D👧 می\u200Cخواهم \\n";

        assertThat(SafeText.escape(text)).isEqualTo(text);
    }

    @Test
    void whatSteersATerminalIsShownByItsNumber() {
        assertThat(SafeText.escape("\u001B[2J\u0007")).isEqualTo("<U+001B>[2J<U+0007>");
        assertThat(SafeText.escape("a\rb\nc\td\u0000")).isEqualTo("a<U+000D>b<U+000A>c<U+0009>d<U+0000>");
        assertThat(SafeText.escape("\u007F\u009B31m")).isEqualTo("<U+007F><U+009B>31m");
    }

    @Test
    void whatTurnsTextAroundIsShownByItsNumber() {
        assertThat(SafeText.escape("\u202Ecod.exe")).isEqualTo("<U+202E>cod.exe");
        assertThat(SafeText.escape("\u2066a\u2069\u200F")).isEqualTo("<U+2066>a<U+2069><U+200F>");
        assertThat(SafeText.escape("a\u2028b\u2029c")).isEqualTo("a<U+2028>b<U+2029>c");
    }

    @Test
    void halfACharacterIsShownByItsNumber() {
        assertThat(SafeText.escape("\uD83D")).isEqualTo("<U+D83D>");
        assertThat(SafeText.escape("\uDB40\uDC41")).isEqualTo("<U+E0041>");
    }

    @Test
    void nothingThatComesOutSteers() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String safe = SafeText.escape(Character.toString(c));
            assertThat(safe.codePoints().anyMatch(out -> Character.isISOControl(out)))
                    .as("U+%04X", c)
                    .isFalse();
        }
    }
}
