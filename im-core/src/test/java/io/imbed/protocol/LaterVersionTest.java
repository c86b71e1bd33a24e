package io.imbed.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client makes of a server that is newer than it. */
class LaterVersionTest {
    private final FrameCodec codec = new FrameCodec(JsonLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        "LATER_CODE, true, UNAVAILABLE",
        "LATER_CODE, false, INTERNAL",
        "FORBIDDEN, true, FORBIDDEN",
        "UNAVAILABLE, false, UNAVAILABLE"
    })
    void codeThatIsNotKnownIsTakenByWhetherItMayBeTriedAgain(String code, String retryable, ErrorCode expected) {
        String line =
                "{\"re\":7,\"error\":{\"code\":\"" + code + "\",\"message\":\"m\",\"retryable\":" + retryable + "}}";

        ServerFrame frame = codec.decodeServerFrame(line, re -> null);

        assertThat(frame).isEqualTo(new ServerFrame.ErrorReply(7, expected, "m", null, false));
    }
}
