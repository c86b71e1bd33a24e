package io.imbed.testkit.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.testkit.websocket.Profile.Leeway;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite itself: that it finds what servers do wrong. */
class ConformanceTest {
    private static final Profile HASTY = new Profile(65_536, 8_192, Set.of(), Duration.ofMillis(300));
    private static final String CLOSE_1002 = "88 02 03ea";
    private static final String ANSWER_1 = "81 08 7b227265223a317d";

    private static final Part HEARS_ONE = Part.hears(1);
    private static final Part FAILS_1002 = Part.fails(1002);

    @Test
    void hasOneCaseForEachTitleAndEnoughOfThem() {
        List<ConformanceCase> cases = CaseTable.all(new Target("localhost", 1, "/im"), Profile.strict());

        assertThat(cases).hasSizeGreaterThanOrEqualTo(250);
        assertThat(cases.stream().map(ConformanceCase::title)).doesNotHaveDuplicates();
    }

    @Test
    void leewaysLeaveOutOrSoften() throws Exception {
        Target target = new Target("localhost", 1, "/im");
        int all = CaseTable.all(target, HASTY).size();

        assertThat(CaseTable.all(target, HASTY.allowing(Leeway.LONG_LENGTHS))).hasSizeLessThan(all);
        assertBad("heard End[]", "", true, FAILS_1002);
        play(HASTY.allowing(Leeway.NO_CLOSE_FRAME), "", true, FAILS_1002);
        assertBad("closed with 1007, not [1002]", "88 02 03ef", true, FAILS_1002);
        play(HASTY.allowing(Leeway.OTHER_FAILURE_CODE), "88 02 03ef", true, FAILS_1002);
        assertBad("closed with 1001, not 1000", "88 02 03e9", true, Part.closes(1000));
        play(HASTY.allowing(Leeway.OTHER_CLOSE_CODE), "88 02 03e9", true, Part.closes(1000));
    }

    @ParameterizedTest
    @CsvSource({
        "5.1: the server masks, 81 88 00000000 7b227265223a317d",
        "5.2: the server sets a reserved bit, c1 08 7b227265223a317d",
        "5.2: the server encodes a length in more bytes than needed, 81 7e0008 7b227265223a317d",
        "5.2: the server encodes a length in more bytes than needed, 81 7f0000000000000008 7b227265223a317d",
        "5.2: the server sends opcode 11, 8b 00",
        "5.4: the server mixes up fragments, 80 08 7b227265223a317d",
        "5.4: the server mixes up fragments, 01 01 7b 81 08 7b227265223a317d",
        "5.5: the server sends a control frame that is long or in parts, 09 00",
        "5.5.1: the server sends half a close code, 88 01 03",
        "5.6: the server sends text that is not UTF-8, 81 01 ff",
        "5.6: the server sends opcode 2, 82 00",
        "7.4.1: the server sends the close code 1006, 88 02 03ee",
    })
    void serverMayBreakNoRuleItself(String why, String says) {
        assertBad(why, says, true, HEARS_ONE);
    }

    @Test
    void answersMustBeThoseAndInOrder() throws Exception {
        play(HASTY, ANSWER_1 + CLOSE_1002, true, Part.hears(1), FAILS_1002);
        play(HASTY, "01 01 7b 80 07 227265223a317d" + CLOSE_1002, true, Part.hears(1), FAILS_1002);
        assertBad("heard {\"re\":1}, not the answer to 2", ANSWER_1, true, Part.hears(2));
        assertBad("heard Message[text={\"re\":1}], not a close", ANSWER_1, true, FAILS_1002);
        assertBad("is no BAD_REQUEST", ANSWER_1, true, new Part.Objects());
        assertBad("the server says nothing more", ANSWER_1, false, Part.hears(1, 2));
    }

    @Test
    void pongsMayBeLeftOutButNotInventedAndNotTheLast() throws Exception {
        play(HASTY, "8a 01 62" + CLOSE_1002, true, Part.pongs("a", "b"), FAILS_1002);
        assertBad("a pong that answers nothing", "8a 01 63", true, Part.pongs("a", "b"));
        assertBad("a pong that answers nothing", "8a 01 62 8a 01 61", true, Part.pongs("a", "b", "x"));
        assertBad("waited for answers [] pongs [b]", "8a 01 61", true, Part.pongs("a", "b"));
    }

    @Test
    void nothingMayComeBehindAClose() {
        assertBad("behind the close", CLOSE_1002 + ANSWER_1, true, FAILS_1002);
        assertBad("behind the close", "88 02 03e8" + ANSWER_1, true, Part.closes(1000));
        assertBad("the server says nothing more", CLOSE_1002, false, FAILS_1002);
    }

    @Test
    void handshakeIsLookedAtClosely() throws Exception {
        String accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
        try (LyingServer server = new LyingServer(new byte[0], true)) {
            assertBare(server, "no good Accept", new Part.Upgrades("another", null));
            assertBare(server, "not subprotocol [im.v1]", new Part.Upgrades(accept, "im.v1"));
            assertBare(server, "not [400]", Part.refuses(400));
        }
    }

    @Test
    void reportCountsAndNamesWhatFailed() throws Exception {
        try (LyingServer server = new LyingServer(new byte[0], true)) {
            Conformance.Report report = Conformance.run(server.address(), HASTY);

            assertThat(report.cases()).isGreaterThan(250);
            assertThat(report.failures())
                    .extracting(Conformance.Failure::title)
                    .contains("5.4 a continuation of nothing");
        }
        assertThatThrownBy(() -> Conformance.run(URI.create("ws://127.0.0.1:1/im"), HASTY))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Conformance.run(URI.create("http://127.0.0.1/im"), HASTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertBad(String why, String says, boolean hangsUp, Part... parts) {
        assertThatThrownBy(() -> play(HASTY, says, hangsUp, parts))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(why);
    }

    private static void play(Profile profile, String says, boolean hangsUp, Part... parts) throws IOException {
        try (LyingServer server = new LyingServer(Bytes.hex(says), hangsUp)) {
            ConformanceCase one = new ConformanceCase("0", "of this test", true, null, List.of(parts));
            CasePlayer.play(one, Target.of(server.address()), profile);
        }
    }

    private static void assertBare(LyingServer server, String why, Part expected) {
        Target target = Target.of(server.address());
        Part asks = Part.say(new UpgradeRequest(target).bytes());
        ConformanceCase one = new ConformanceCase("0", "of this test", false, null, List.of(asks, expected));
        assertThatThrownBy(() -> CasePlayer.play(one, target, HASTY))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(why);
    }
}
