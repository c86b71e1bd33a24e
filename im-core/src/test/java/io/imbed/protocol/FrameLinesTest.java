package io.imbed.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FrameLinesTest {
    @Test
    void unitOfOneLineIsThatLine() {
        assertThat(FrameCodec.lines("{\"a\":1}")).containsExactly("{\"a\":1}");
    }

    @Test
    void newlineAtTheEndAddsNoLine() {
        assertThat(FrameCodec.lines("{}\n")).containsExactly("{}");
        assertThat(FrameCodec.lines("{}\n[]\n")).containsExactly("{}", "[]");
    }

    @Test
    void linesKeepTheirOrder() {
        assertThat(FrameCodec.lines("1\n2\n3")).containsExactly("1", "2", "3");
    }

    @Test
    void emptyLineIsKeptSoThatItIsRefusedAlone() {
        assertThat(FrameCodec.lines("1\n\n2")).containsExactly("1", "", "2");
        assertThat(FrameCodec.lines("\n1")).containsExactly("", "1");
        assertThat(FrameCodec.lines("")).containsExactly("");
        assertThat(FrameCodec.lines("\n")).containsExactly("");
        assertThat(FrameCodec.lines("\n\n")).containsExactly("", "");

        assertThatThrownBy(() -> new FrameCodec(JsonLimits.DEFAULT).decodeRequest(""))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("the line is empty");
    }

    @Test
    void onlyTheNewlineSplits() {
        assertThat(FrameCodec.lines("1\r2\u20283\u0085")).containsExactly("1\r2\u20283\u0085");
    }
}
