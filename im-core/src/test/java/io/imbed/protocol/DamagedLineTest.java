package io.imbed.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever comes over the wire, reading it ends in a frame or in a {@link MalformedFrameException}. */
class DamagedLineTest {
    private static final int LINES = 10_000;
    private static final long SEED = 20_261_122;

    /** Pieces that mean something to a JSON reader. */
    private static final List<String> SPLINTERS = List.of(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "0",
            "-",
            ".",
            "e",
            "E9",
            "\u0000",
            "\n",
            "\uD83D",
            "\uDE00",
            "\\u",
            "\\ud83d",
            "\\u0000",
            "null",
            "true",
            "NaN",
            "1e999",
            "9007199254740992",
            " ",
            "\uFEFF",
            "/*",
            "#",
            "'",
            "\"id\":",
            "\"op\":",
            "\"re\":",
            "{\"a\":",
            "[[[[",
            "\u2028");

    private static final Pattern HARMLESS = Pattern.compile("[ -~±]{5,200}");

    private final FrameCodec server = new FrameCodec(JsonLimits.DEFAULT);
    private final FrameCodec client = new FrameCodec(FrameCodec.CLIENT_LIMITS);

    @Test
    void damagedRequestIsReadOrRefused() {
        List<String> lines = Samples.REQUESTS.stream().map(client::encode).toList();
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < LINES; i++) {
            String line = damage(lines.get(i % lines.size()), random);
            try {
                Request request = server.decodeRequest(line);
                assertThat(server.decodeRequest(client.encode(request))).isEqualTo(request);
            } catch (MalformedFrameException e) {
                refused++;
                assertThat(e.id()).isBetween(0L, JsonTreeReader.MAX_INTEGER);
                assertHarmless(line, e);
            } catch (RuntimeException | StackOverflowError e) {
                fail("line " + i + ": " + line, e);
            }
        }
        assertThat(refused).isBetween(LINES / 2, LINES - 1);
    }

    @Test
    void damagedServerFrameIsReadOrRefused() {
        List<String[]> lines = Stream.concat(
                        Stream.concat(
                                        Samples.PUSHED.stream(),
                                        Samples.BODIES.stream().map(Samples::event))
                                .map(frame -> new String[] {"ping", server.encode(frame)}),
                        Samples.ANSWERS.stream().map(answer ->
                                new String[] {answer.op(), server.encode(new ServerFrame.Reply(7, answer.result()))}))
                .toList();
        Random random = new Random(SEED);
        for (int i = 0; i < LINES; i++) {
            String[] opAndLine = lines.get(i % lines.size());
            String line = damage(opAndLine[1], random);
            try {
                client.decodeServerFrame(line, re -> opAndLine[0]);
            } catch (MalformedFrameException e) {
                assertHarmless(line, e);
            } catch (RuntimeException | StackOverflowError e) {
                fail("line " + i + ": " + line, e);
            }
        }
    }

    /** Sentences go to logs and screens: short, one line, printable. */
    private static void assertHarmless(String line, MalformedFrameException e) {
        if (!HARMLESS.matcher(e.getMessage()).matches()) fail(e.getMessage() + " for line: " + line);
    }

    private static String damage(String line, Random random) {
        StringBuilder damaged = new StringBuilder(line);
        for (int times = 1 + random.nextInt(3); times > 0 && !damaged.isEmpty(); times--) {
            int at = random.nextInt(damaged.length());
            int to = Math.min(damaged.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> damaged.delete(at, to);
                case 1 -> damaged.insert(at, SPLINTERS.get(random.nextInt(SPLINTERS.size())));
                case 2 -> damaged.replace(at, to, SPLINTERS.get(random.nextInt(SPLINTERS.size())));
                case 3 -> damaged.insert(at, damaged.substring(at));
                case 4 -> damaged.setCharAt(at, (char) random.nextInt(0x10000));
                default -> {
                    if (random.nextInt(8) == 0) damaged.setLength(at);
                    else damaged.setCharAt(at, (char) (' ' + random.nextInt(95)));
                }
            }
        }
        return damaged.toString();
    }
}
