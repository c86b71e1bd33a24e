package io.imbed.transport.ws;

import static io.imbed.transport.ws.RawClient.BINARY;
import static io.imbed.transport.ws.RawClient.CLOSE;
import static io.imbed.transport.ws.RawClient.FIN;
import static io.imbed.transport.ws.RawClient.PING;
import static io.imbed.transport.ws.RawClient.PONG;
import static io.imbed.transport.ws.RawClient.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.imbed.protocol.CloseReason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int LIMIT = 1_000;
    private static final int CONTINUATION = 0;

    private final List<String> seen = new ArrayList<>();
    private final FrameReader reader = new FrameReader(LIMIT, new FrameReader.Sink() {
        @Override
        public void onMessage(String text) {
            seen.add(text);
        }

        @Override
        public void onAlive() {
            seen.add("(alive)");
        }

        @Override
        public void onPing(byte[] payload) {
            seen.add("(ping " + new String(payload, StandardCharsets.UTF_8) + ")");
        }

        @Override
        public void onClose(CloseReason reason) {
            seen.add("(close " + reason.code() + " " + reason.text() + ")");
        }
    });

    @Test
    void readsMessagesOfEveryLength() throws Exception {
        for (int length : new int[] {0, 1, 125, 126, 127, 999, 1_000}) read(text("x".repeat(length)));

        assertThat(seen.stream().map(String::length)).containsExactly(0, 1, 125, 126, 127, 999, 1_000);
    }

    @Test
    void unmasksEveryLengthWhereverItIsCut() throws Exception {
        String alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
        List<String> sent = new ArrayList<>();
        for (int length = 1; length <= alphabet.length(); length++) {
            String text = alphabet.substring(0, length);
            byte[] frame = text(text);
            for (int cut = 0; cut < length; cut++) {
                read(Arrays.copyOf(frame, frame.length - cut));
                read(Arrays.copyOfRange(frame, frame.length - cut, frame.length));
                sent.add(text);
            }
        }

        assertThat(seen).isEqualTo(sent);
    }

    @Test
    void joinsFragmentsAndLetsControlFramesBetween() throws Exception {
        read(frame(TEXT, "Grüß"), frame(FIN | PING, "?"), frame(CONTINUATION, " "), frame(FIN | CONTINUATION, "Gott"));

        assertThat(seen).containsExactly("(alive)", "(ping ?)", "(alive)", "Grüß Gott");
    }

    @Test
    void holdsNoMoreThanHasArrivedAndNothingOnceItIsDropped() throws Exception {
        read(frame(TEXT, "x".repeat(600)));
        assertThat(reader.heldBytes()).isBetween(600, LIMIT);

        reader.drop();
        assertThat(reader.heldBytes()).isZero();
        read(frame(CONTINUATION, "y".repeat(300)));
        assertThat(reader.heldBytes()).isZero();
        read(frame(FIN, "z"), RawClient.masked(FIN | CLOSE, new byte[0]));

        assertThat(seen).containsExactly("(alive)", "(alive)", "(close 1005 )");
    }

    @Test
    void characterMayBeSplitBetweenFragments() throws Exception {
        byte[] clef = "𝄞".getBytes(StandardCharsets.UTF_8);

        read(
                RawClient.masked(TEXT, new byte[] {clef[0]}),
                RawClient.masked(CONTINUATION, new byte[] {clef[1], clef[2]}),
                RawClient.masked(FIN | CONTINUATION, new byte[] {clef[3]}));

        assertThat(seen).contains("𝄞");
    }

    @Test
    void doesNotMatterHowBytesAreCutIntoReads() throws Exception {
        byte[] all = joined(
                text("one"),
                text("x".repeat(300)),
                frame(TEXT, "tw"),
                frame(FIN | PONG, "pong"),
                frame(FIN | CONTINUATION, "o"),
                text("z".repeat(LIMIT)),
                close(1000, "bye"));
        reader.read(ByteBuffer.wrap(all));
        List<String> whole = List.copyOf(seen);
        Random random = new Random(17);

        for (int round = 0; round < 200; round++) {
            seen.clear();
            FrameReaderTest other = new FrameReaderTest();
            for (int from = 0; from < all.length; ) {
                int count = Math.min(all.length - from, 1 + random.nextInt(round % 2 == 0 ? 3 : 200));
                other.reader.read(ByteBuffer.wrap(all, from, count));
                from += count;
            }
            assertThat(other.seen).isEqualTo(whole);
        }
    }

    @Test
    void keepsAReplacementCharacterThatTheClientSent() throws Exception {
        read(text("a\uFFFDb"));

        assertThat(seen).containsExactly("a\uFFFDb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"c328", "a0a1", "e228a1", "e282", "f0288cbc", "f8a1a1a1a1", "eda080", "c080", "ff", "f4908080"})
    void refusesWhatIsNoUtf8(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertBreaks(1007, RawClient.masked(FIN | TEXT, bytes));
    }

    @Test
    void refusesMoreThanTheLimitOnTheHeaderAlone() {
        assertBreaks(1009, headerOnly(FIN | TEXT, LIMIT + 1));
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {65_536, Integer.MAX_VALUE, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void refusesAbsurdLengthsOnTheHeaderAlone(long length) {
        assertBreaks(1009, headerOnly(FIN | TEXT, length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "81fe0000",
                "81fe007d",
                "81ff0000000000000000",
                "81ff000000000000007e",
                "81ff000000000000007f",
                "81ff000000000000ffff"
            })
    void refusesLengthsInMoreBytesThanNeeded(String header) {
        assertBreaks(1002, HexFormat.of().parseHex(header + "00000000"));
    }

    @Test
    void refusesMoreThanTheLimitInFragmentsTogether() throws Exception {
        read(frame(TEXT, "x".repeat(600)));

        assertBreaks(1009, headerOnly(CONTINUATION, 401));
    }

    @Test
    void limitCountsEachMessageAfresh() throws Exception {
        for (int i = 0; i < 5; i++) read(frame(TEXT, "x".repeat(600)), frame(FIN | CONTINUATION, "x".repeat(400)));

        assertThat(seen.stream().filter(text -> text.length() == LIMIT)).hasSize(5);
    }

    @Test
    void messageOfEmptyFragmentsDoesNotGoOnForEver() throws Exception {
        read(frame(TEXT, ""));
        for (int i = 1; i < LIMIT; i++) read(frame(CONTINUATION, ""));

        assertBreaks(1009, frame(CONTINUATION, ""));
    }

    @Test
    void refusesBinary() {
        assertBreaks(1003, frame(FIN | BINARY, "x"));
    }

    @Test
    void refusesUnmaskedFrames() {
        assertBreaks(1002, new byte[] {(byte) (FIN | TEXT), 1, 'x'});
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x20, 0x10})
    void refusesReservedBits(int bit) {
        assertBreaks(1002, frame(FIN | TEXT | bit, "x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    void refusesUnknownOpcodes(int opcode) {
        assertBreaks(1002, frame(FIN | opcode, "x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {CLOSE, PING, PONG})
    void refusesControlFramesThatAreLongOrInParts(int opcode) {
        assertBreaks(1002, frame(FIN | opcode, "x".repeat(126)));
        assertBreaks(1002, frame(opcode, "x"));
    }

    @Test
    void refusesFragmentsOutOfPlace() throws Exception {
        assertBreaks(1002, frame(FIN | CONTINUATION, "x"));

        read(frame(TEXT, "x"));
        assertBreaks(1002, frame(FIN | TEXT, "y"));
    }

    @Test
    void readsCloseFrames() throws Exception {
        read(close(1000, "bye"), close(4321, "own\ncode"), frame(FIN | CLOSE, ""), close(1001, "x".repeat(123)));

        assertThat(seen)
                .containsExactly(
                        "(close 1000 bye)",
                        "(close 4321 own code)",
                        "(close 1005 )",
                        "(close 1001 " + "x".repeat(120) + ")");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535})
    void refusesCloseCodesThatMustNotBeSent(int code) {
        assertBreaks(1002, close(code, ""));
    }

    @Test
    void refusesHalfACloseCodeAndTextThatIsNoUtf8() {
        assertBreaks(1002, RawClient.masked(FIN | CLOSE, new byte[] {3}));
        assertBreaks(1007, RawClient.masked(FIN | CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xff}));
    }

    @Test
    void randomBytesNeverDoAnythingButBreak() {
        Random random = new Random(4);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                new FrameReaderTest().reader.read(ByteBuffer.wrap(bytes));
            } catch (BrokenFrameException e) {
                assertThat(e.reason().code()).isIn(1002, 1003, 1007, 1009);
            }
        }
    }

    private void read(byte[]... frames) throws BrokenFrameException {
        reader.read(ByteBuffer.wrap(joined(frames)));
    }

    private void assertBreaks(int code, byte[] bytes) {
        BrokenFrameException e = catchThrowableOfType(
                BrokenFrameException.class, () -> freshUnlessInMessage().read(ByteBuffer.wrap(bytes)));
        assertThat(e).isNotNull();
        assertThat(e.reason().code()).isEqualTo(code);
    }

    /** The reader of this test if it was used, or else a new one, so that one test can break several. */
    private FrameReader freshUnlessInMessage() {
        return seen.isEmpty() ? new FrameReaderTest().reader : reader;
    }

    private static byte[] text(String text) {
        return frame(FIN | TEXT, text);
    }

    private static byte[] frame(int firstByte, String text) {
        return RawClient.masked(firstByte, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] close(int code, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return RawClient.masked(
                FIN | CLOSE,
                ByteBuffer.allocate(2 + bytes.length)
                        .putShort((short) code)
                        .put(bytes)
                        .array());
    }

    private static byte[] headerOnly(int firstByte, long length) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) firstByte);
        if (length >= 0 && length < 65_536) header.put((byte) (0x80 | 126)).putShort((short) length);
        else header.put((byte) (0x80 | 127)).putLong(length);
        header.putInt(0x01020304);
        return Arrays.copyOf(header.array(), header.position());
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }
}
