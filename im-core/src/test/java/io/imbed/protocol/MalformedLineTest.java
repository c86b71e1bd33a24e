package io.imbed.protocol;

import static io.imbed.protocol.ErrorCode.BAD_REQUEST;
import static io.imbed.protocol.ErrorCode.TOO_LARGE;
import static io.imbed.protocol.ErrorCode.UNKNOWN_OP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused for its form, and in which words. Refused arguments of each op are in protocol-vectors.json. */
class MalformedLineTest {
    private static final String NOT_JSON = "the line is not one valid JSON value";

    private final FrameCodec codec = new FrameCodec(JsonLimits.DEFAULT);

    @ParameterizedTest(name = "{0}")
    @MethodSource({"notJson", "notStrict", "tooMuch", "tooLarge", "notARequest"})
    void refusalNamesRequestFaultAndLimit(String name, String line, ErrorCode code, long id, String sentence) {
        MalformedFrameException refusal =
                catchThrowableOfType(MalformedFrameException.class, () -> codec.decodeRequest(line));

        assertThat(refusal).hasMessage(sentence);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.id()).isEqualTo(id);
    }

    static Stream<Arguments> notJson() {
        return Stream.of(
                bad("empty", "", 0, "the line is empty"),
                bad("blanks", " \t", 0, "the line is empty"),
                bad("carriage return", "\r", 0, "the line is empty"),
                bad("byte order mark", "\uFEFF{\"op\":\"ping\",\"id\":7}", 7, "the line begins with a byte order mark"),
                bad("word", "hello", 0, NOT_JSON + " (column 1)"),
                bad("trailing word", "{\"op\":\"ping\",\"id\":7} x", 7, NOT_JSON + " (column 23)"),
                bad(
                        "two objects",
                        "{\"op\":\"ping\",\"id\":7}{\"op\":\"ping\",\"id\":8}",
                        7,
                        NOT_JSON + " (column 22)"),
                bad("trailing comma", "{\"op\":\"ping\",\"id\":7,}", 7, NOT_JSON + " (column 22)"),
                bad("cut off", "{\"op\":\"ping\",\"id\":7", 0, NOT_JSON + " (column 20)"),
                bad("single quotes", "{'op':'ping','id':7}", 0, NOT_JSON + " (column 3)"),
                bad("comment", "{\"op\":\"ping\",\"id\":7}// hi", 7, NOT_JSON + " (column 22)"),
                bad("NaN", "{\"id\":7,\"op\":\"ping\",\"x\":NaN}", 7, NOT_JSON + " (column 25)"),
                bad("Infinity", "{\"id\":7,\"op\":\"ping\",\"x\":-Infinity}", 7, NOT_JSON + " (column 25)"),
                bad("leading zero", "{\"op\":\"ping\",\"id\":07}", 0, NOT_JSON + " (column 19)"),
                bad("hexadecimal", "{\"op\":\"ping\",\"id\":0x7}", 0, NOT_JSON + " (column 19)"),
                bad("True", "{\"id\":7,\"op\":\"typing\",\"on\":True}", 7, NOT_JSON + " (column 28)"),
                bad("raw newline in a string", "{\"id\":7,\"op\":\"pi\nng\"}", 7, NOT_JSON + " (column 15)"),
                bad("raw NUL in a string", "{\"id\":7,\"op\":\"pi\u0000ng\"}", 7, NOT_JSON + " (column 15)"),
                bad("raw NUL between", "{\"id\":7,\u0000\"op\":\"ping\"}", 7, NOT_JSON + " (column 10)"),
                bad("bad escape", "{\"id\":7,\"op\":\"\\q\"}", 7, NOT_JSON + " (column 17)"),
                bad("half a unicode escape", "{\"id\":7,\"op\":\"\\u00\"}", 7, NOT_JSON + " (column 17)"));
    }

    static Stream<Arguments> notStrict() {
        String lone = "a string holds a lone surrogate, which has no UTF-8 form";
        return Stream.of(
                bad("duplicate op", "{\"op\":\"ping\",\"id\":7,\"op\":\"ping\"}", 7, "the key op is given twice"),
                bad("duplicate id", "{\"op\":\"ping\",\"id\":7,\"id\":7}", 0, "the key id is given twice"),
                bad("duplicate, escaped", "{\"op\":\"ping\",\"\\u0069d\":7,\"id\":7}", 0, "the key id is given twice"),
                bad("duplicate inside", "{\"id\":7,\"meta\":{\"a\":1,\"a\":1}}", 7, "meta: the key a is given twice"),
                bad("duplicate, harmful", "{\"id\":7,\"\":1,\"\":1}", 7, "the key of 0 characters is given twice"),
                bad(
                        "before the id",
                        "{\"a\":{\"b\":1,\"b\":1},\"op\":\"ping\",\"id\":7}",
                        7,
                        "a: the key b is given twice"),
                bad("high surrogate, escaped", "{\"id\":7,\"op\":\"\\ud83d\"}", 7, "op: " + lone),
                bad("high surrogate, raw", "{\"id\":7,\"op\":\"\uD83D\"}", 7, "op: " + lone),
                bad("low surrogate first", "{\"id\":7,\"op\":\"\\ude00\\ud83d\"}", 7, "op: " + lone),
                bad("surrogate in a key", "{\"id\":7,\"\\ud83d\":1}", 7, lone),
                bad("surrogate in a key inside", "{\"id\":7,\"meta\":{\"\\udead\":1}}", 7, "meta: " + lone),
                bad("NUL, escaped", "{\"id\":7,\"op\":\"\\u0000\"}", 7, "op: a string holds a NUL character"),
                bad("NUL in a key", "{\"id\":7,\"\\u0000\":1}", 7, "a string holds a NUL character"),
                bad("2^53", number("9007199254740992"), 7, outside("9007199254740992")),
                bad("-2^53", number("-9007199254740992"), 7, outside("-9007199254740992")),
                bad("2^63", number("9223372036854775808"), 7, outside("9223372036854775808")),
                bad("2^64 + 7", number("18446744073709551623"), 7, outside("18446744073709551623")),
                bad("1e999999999", number("1e999999999"), 7, "x: the number 1e999999999 is too large for a double"),
                bad("33 digits", number("1." + "1".repeat(31)), 7, "x: a number has 33 characters, limit 32"),
                bad("1000 digits", number("1".repeat(1_000)), 7, "x: a number has 1000 characters, limit 32"),
                bad("100 000 digits", number("1".repeat(100_000)), 7, NOT_JSON + " (column 25)"));
    }

    static Stream<Arguments> tooMuch() {
        String deep = "nested deeper than 32 levels";
        String many = "more than 2000 names and values in one line";
        String arrays = "[".repeat(10_000);
        String objects = "{\"a\":".repeat(10_000);
        return Stream.of(
                large("arrays 10 000 deep", arrays, 0, deep),
                large("objects 10 000 deep", objects, 0, "a: " + deep),
                large("closed, 10 000 deep", arrays + "]".repeat(10_000), 0, deep),
                large("deep in meta", "{\"op\":\"send\",\"id\":7,\"meta\":" + arrays, 7, "meta: " + deep),
                large("deep in a field nobody reads", "{\"op\":\"ping\",\"id\":7,\"x\":" + objects, 7, "x: " + deep),
                large("33 levels", "{\"op\":\"ping\",\"id\":7,\"x\":" + nested(32) + "}", 7, "x: " + deep),
                large("before the id", "{\"op\":\"ping\",\"x\":" + nested(32) + ",\"id\":7}", 7, "x: " + deep),
                large("10 000 names", "{\"id\":7," + names(10_000) + "}", 7, "n998: " + many),
                large("10 000 values", "{\"id\":7,\"x\":[" + "1,".repeat(10_000) + "1]}", 7, "x: " + many));
    }

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                large("token", hello("token", quoted(8_193)), 7, "token has 8193 characters, limit 8192"),
                large("device", hello("device", quoted(129)), 7, "device has 129 characters, limit 128"),
                large("client", hello("client", quoted(129)), 7, "client has 129 characters, limit 128"),
                large("rooms", hello("rooms", "{" + cursors(101) + "}"), 7, "rooms has 101 entries, limit 100"),
                large("title", group("title", quoted(201)), 7, "title has 201 characters, limit 200"),
                large("members", group("members", ids(101)), 7, "members has 101 items, limit 100"),
                large("mentions", send("mentions", ids(51)), 7, "mentions has 51 items, limit 50"),
                bad("room", send("replyTo", "1").replace("g.1", "g".repeat(129)), 7, id("room", 129, 128)),
                bad("cid", send("replyTo", "1").replace("c-1", "c".repeat(65)), 7, id("cid", 65, 64)));
    }

    static Stream<Arguments> notARequest() {
        return Stream.of(
                bad("array", "[{\"op\":\"ping\",\"id\":7}]", 0, "a request is an array, must be an object"),
                bad("string", "\"ping\"", 0, "a request is a string, must be an object"),
                bad("number", "7", 0, "a request is 7, must be an object"),
                bad("null", "null", 0, "a request is null, must be an object"),
                bad("empty object", "{}", 0, "op is missing"),
                bad("no op", "{\"id\":7}", 7, "op is missing"),
                bad("op null", "{\"id\":7,\"op\":null}", 7, "op is missing"),
                bad("op of a wrong type", "{\"id\":7,\"op\":[\"ping\"]}", 7, "op is an array, must be a string"),
                bad("no id", "{\"op\":\"ping\"}", 0, "id is missing"),
                bad("id 0", "{\"op\":\"ping\",\"id\":0}", 0, "id is 0, must be 1 to 2^53 - 1"),
                bad("id negative", "{\"op\":\"ping\",\"id\":-7}", 0, "id is -7, must be 1 to 2^53 - 1"),
                bad("id with a fraction", "{\"op\":\"ping\",\"id\":7.0}", 0, "id is 7.0, must be an integer"),
                bad("id with an exponent", "{\"op\":\"ping\",\"id\":1e3}", 0, "id is 1e3, must be an integer"),
                bad("id a string", "{\"op\":\"ping\",\"id\":\"7\"}", 0, "id is a string, must be an integer"),
                bad("id a boolean", "{\"op\":\"ping\",\"id\":true}", 0, "id is true, must be an integer"),
                bad("no id, unknown op", "{\"op\":\"dance\"}", 0, "id is missing"),
                row("unknown op", "{\"op\":\"dance\",\"id\":7}", UNKNOWN_OP, 7, "unknown op dance"),
                row("op in upper case", "{\"op\":\"PING\",\"id\":7}", UNKNOWN_OP, 7, "unknown op PING"),
                row("empty op", "{\"op\":\"\",\"id\":7}", UNKNOWN_OP, 7, "unknown op of 0 characters"),
                row("op not to be quoted", "{\"op\":\"<b>\",\"id\":7}", UNKNOWN_OP, 7, "unknown op of 3 characters"),
                row("long op", op("x".repeat(33)), UNKNOWN_OP, 7, "unknown op of 33 characters"));
    }

    @Test
    void limitsThemselvesAreAllowed() {
        assertThat(codec.decodeRequest("{\"op\":\"ping\",\"id\":7,\"x\":" + nested(31) + "}")
                        .id())
                .isEqualTo(7);
        assertThat(codec.decodeRequest("{\"op\":\"ping\",\"id\":7," + names(997) + "}")
                        .id())
                .isEqualTo(7);
        assertThat(codec.decodeRequest("{\"op\":\"ping\",\"id\":9007199254740991,\"x\":1e-999999999,\"y\":-0}")
                        .id())
                .isEqualTo(9_007_199_254_740_991L);
    }

    @Test
    void sizesAtTheirLimitAreAllowed() {
        String[] lines = {
            hello("token", quoted(8_192)),
            hello("device", quoted(128)),
            hello("rooms", "{" + cursors(100) + "}"),
            group("title", quoted(200)),
            group("members", ids(100)),
            send("mentions", ids(50)),
            send("replyTo", "1").replace("g.1", "g".repeat(128)).replace("c-1", "c".repeat(64))
        };

        for (String line : lines) assertThat(codec.decodeRequest(line).id()).isEqualTo(7);
    }

    @Test
    void unknownFieldsAreIgnoredAndNullCountsAsAbsent() {
        String line =
                " {\"op\":\"room.list\",\"id\":7,\"new\":{\"a\":[1]},\"kind\":null,\"after\":null,\"limit\":null}\r";

        assertThat(codec.decodeRequest(line)).isEqualTo(new Request.RoomList(7, null, null, 50));
    }

    /** 1 for the object, 2 for each name with its value. */
    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"n" + i + "\":" + i).collect(Collectors.joining(","));
    }

    private static String cursors(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"r" + i + "\":{\"epoch\":\"e\",\"rev\":" + i + "}")
                .collect(Collectors.joining(","));
    }

    private static String ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private static String quoted(int length) {
        return "\"" + "x".repeat(length) + "\"";
    }

    private static String hello(String name, String value) {
        return "{\"op\":\"hello\",\"id\":7,\"v\":1,\"" + name + "\":" + value + "}";
    }

    private static String group(String name, String value) {
        return "{\"op\":\"room.create\",\"id\":7,\"kind\":\"GROUP\",\"" + name + "\":" + value + "}";
    }

    private static String send(String name, String value) {
        return "{\"op\":\"send\",\"id\":7,\"room\":\"g.1\",\"cid\":\"c-1\","
                + "\"content\":{\"type\":\"text\",\"text\":\"Hi\"},\"" + name + "\":" + value + "}";
    }

    private static String id(String name, int length, int max) {
        String what =
                length == 0 || length > max ? " has " + length + " characters" : " has a character that no id has";
        return name + what + ", must be 1 to " + max + " of A-Z a-z 0-9 . _ : ~ @ -";
    }

    private static String nested(int arrays) {
        return "[".repeat(arrays) + "]".repeat(arrays);
    }

    private static String number(String literal) {
        return "{\"op\":\"ping\",\"id\":7,\"x\":" + literal + "}";
    }

    private static String outside(String literal) {
        return "x: the integer " + literal + " is outside of ±9007199254740991 (2^53 - 1)";
    }

    private static String op(String op) {
        return "{\"op\":\"" + op + "\",\"id\":7}";
    }

    private static Arguments bad(String name, String line, long id, String sentence) {
        return row(name, line, BAD_REQUEST, id, sentence);
    }

    private static Arguments large(String name, String line, long id, String sentence) {
        return row(name, line, TOO_LARGE, id, sentence);
    }

    private static Arguments row(String name, String line, ErrorCode code, long id, String sentence) {
        return Arguments.of(name, line, code, id, sentence);
    }
}
