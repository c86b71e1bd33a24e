package io.imbed.testkit.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.JsonLimits;
import io.imbed.protocol.MalformedFrameException;
import io.imbed.protocol.Request;
import io.imbed.testkit.decoding.JsonTestSuite.Case;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JSONTestSuite's verdicts on the codec. {@link DecodingContract} asks a whole server. */
class JsonTestSuiteTest {
    private static final String NOT_JSON = "not one valid JSON value";

    private final FrameCodec codec = new FrameCodec(JsonLimits.DEFAULT);

    static List<Case> mustReject() {
        return JsonTestSuite.mustReject();
    }

    static List<Case> mustAccept() {
        return JsonTestSuite.mustAccept();
    }

    static List<Case> undecided() {
        return JsonTestSuite.undecided();
    }

    @Test
    void corpusIsWhole() {
        assertThat(mustReject()).hasSize(188);
        assertThat(mustAccept()).hasSize(95);
        assertThat(undecided()).hasSize(35);
    }

    /** No text of the suite becomes JSON by what stands around it here. */
    @ParameterizedTest
    @MethodSource("mustReject")
    void whatIsNotJsonIsRefusedAloneAndWithinARequest(Case json) {
        ErrorCode code = json.text().length() > 10_000 ? ErrorCode.TOO_LARGE : ErrorCode.BAD_REQUEST;

        assertRefused(json.text(), 0, code);
        assertRefused(json.inRequest(7), 7, code);
        assertRefused(json.inMessage(7, "g.1"), 7, code);
    }

    private void assertRefused(String line, long id, ErrorCode code) {
        MalformedFrameException e = refusal(line);
        assertThat(e.code()).isEqualTo(code);
        assertThat(e.id()).isEqualTo(id);
    }

    @ParameterizedTest
    @MethodSource("mustAccept")
    void whatIsJsonIsReadAndKept(Case json) {
        String reason = JsonTestSuite.STRICTER.get(json.name());
        if (reason != null) {
            MalformedFrameException e = refusal(json.inRequest(7));
            assertThat(e.getMessage()).endsWith(reason);
            assertThat(e.id()).isEqualTo(7);
            return;
        }

        assertThat(codec.decodeRequest(json.inRequest(7))).isEqualTo(new Request.Ping(7));
        Request.Send send = (Request.Send) codec.decodeRequest(json.inMessage(7, "g.1"));
        assertThat(x(send.content().json().text())).isEqualTo(JsonParser.parseString(json.text()));
        assertThat(x(Objects.requireNonNull(send.meta()).text())).isEqualTo(JsonParser.parseString(json.text()));
        assertThat(codec.decodeRequest(codec.encode(send))).isEqualTo(send);
    }

    /** Alone it is no request, and refused for that, not for how it is written. */
    @ParameterizedTest
    @MethodSource("mustAccept")
    void whatIsJsonButNoRequestIsRefusedForThat(Case json) {
        assertThat(refusal(json.text()).getMessage()).doesNotContain(NOT_JSON);
    }

    @ParameterizedTest
    @MethodSource("undecided")
    void whatParsersDifferInIsReadOrRefused(Case json) {
        for (String line : List.of(json.text(), json.inRequest(7), json.inMessage(7, "g.1"))) {
            try {
                Request request = codec.decodeRequest(line);
                assertThat(codec.decodeRequest(codec.encode(request))).isEqualTo(request);
            } catch (MalformedFrameException e) {
                assertThat(e.code()).isIn(ErrorCode.BAD_REQUEST, ErrorCode.TOO_LARGE);
            }
        }
    }

    private MalformedFrameException refusal(String line) {
        MalformedFrameException e =
                catchThrowableOfType(MalformedFrameException.class, () -> codec.decodeRequest(line));
        assertThat(e).as("refusal").isNotNull();
        return e;
    }

    private static JsonElement x(String object) {
        return JsonParser.parseString(object).getAsJsonObject().get("x");
    }
}
