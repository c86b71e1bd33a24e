package io.imbed.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code content} and {@code meta}: JSON that is checked once and then carried as text. */
class OpenJsonTest {
    @Test
    void orderAndNumbersStayAsTheyWereSent() {
        JsonText text = JsonText.parse("{ \"z\" : 1.10, \"a\" : [ 1e3 , -0 , 1E-9 ] , \"m\" : null , \"b\" : false }");

        assertThat(text.text()).isEqualTo("{\"z\":1.10,\"a\":[1e3,-0,1E-9],\"m\":null,\"b\":false}");
    }

    @Test
    void escapesAreWrittenOnlyWhereNeeded() {
        JsonText text = JsonText.parse("[\"\\u0041\\/\\u00e9\\ud83d\\ude00\\b\\t\\u007f\\u2028\\u0085\"]");

        assertThat(text.text()).isEqualTo("[\"A/é😀\\u0008\\t\u007f\\u2028\\u0085\"]");
    }

    @Test
    void namesAreEscapedToo() {
        assertThat(JsonText.parse("{\"a\\\"\\n\":{}}").text()).isEqualTo("{\"a\\\"\\n\":{}}");
    }

    @Test
    void textIsItsOwnFallback() {
        Content content = Content.text("a\nb");

        assertThat(content.asText()).contains("a\nb");
        assertThat(content.json().text()).isEqualTo("{\"type\":\"text\",\"text\":\"a\\nb\"}");
        assertThat(Content.parse(content.json().text())).isEqualTo(content);
    }

    @Test
    void textWithoutUtf8FormIsMended() {
        Content content = Content.text("a\uD83Db\uDE00c\u0000d😀");

        assertThat(content.fallback()).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd😀");
        assertThat(Content.parse(content.json().text())).isEqualTo(content);
    }

    @Test
    void otherTypesBringTheirFallback() {
        Content content = Content.parse("{\"type\":\"x.poll\",\"fallback\":\"Lunch?\",\"text\":\"no\"}");

        assertThat(content.type()).isEqualTo("x.poll");
        assertThat(content.fallback()).isEqualTo("Lunch?");
        assertThat(content.asText()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                              | content is an array, must be an object",
                "{}                              | content.type is missing",
                "{\"type\":1}                    | content.type is 1, must be a string",
                "{\"type\":\"a b\"}              | content.type has a character that no id has, must be 1 to 128 of A-Z",
                "{\"type\":\"text\"}             | content.text is missing",
                "{\"type\":\"text\",\"text\":{}} | content.text is an object, must be a string",
                "{\"type\":\"image\"}            | content.fallback is missing",
                "{\"type\":\"text\",\"text\":\"\\ud800\"} | text: a string holds a lone surrogate",
            })
    void contentIsRefusedWithASentence(String json, String sentence) {
        assertThatThrownBy(() -> Content.parse(json))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void namesAndReasonsWithoutUtf8FormAreMendedWhenWritten() {
        FrameCodec codec = new FrameCodec(FrameCodec.CLIENT_LIMITS);

        String line = codec.encode(Samples.event(new EventBody.Joined("bob", "B\uDC00\u0000b\n", Role.MEMBER)));

        assertThat(line).contains("\"name\":\"B\uFFFD\uFFFDb\\n\"");
        assertThat(codec.decodeServerFrame(line, re -> null)).isInstanceOf(Event.class);
    }

    @Test
    void contentAsDeepAndLongAsAllowedReachesClientsInEveryFrame() {
        String options = "[".repeat(31) + "]".repeat(31);
        Content content = Content.parse("{\"type\":\"x\",\"fallback\":\"\",\"o\":" + options + "}");
        Message message = new Message("g.1", 1, 1, "c", "a", "A", Samples.AT, content, null, List.of(), null, null);
        ServerFrame page = new ServerFrame.Reply(
                1, new Result.EventPage(Collections.nCopies(100, Samples.event(new EventBody.Posted(message))), false));
        FrameCodec codec = new FrameCodec(FrameCodec.CLIENT_LIMITS);

        assertThat(codec.decodeServerFrame(codec.encode(page), re -> "sync")).isEqualTo(page);
    }
}
