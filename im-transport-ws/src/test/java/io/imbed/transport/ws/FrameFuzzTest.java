package io.imbed.transport.ws;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.imbed.protocol.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whatever bytes a client sends, they are messages or an end by the rules, and how they are cut into reads does not matter.
 * CONTRIBUTING.md says how to search for longer.
 */
class FrameFuzzTest {
    private static final int LIMIT = 500;

    @FuzzTest(maxDuration = "30s")
    void bytesAreFramesOrBreakTheConnection(byte[] bytes) {
        List<String> seen = read(bytes, bytes.length);
        List<String> seenInParts = read(bytes, 1 + bytes.length % 7);

        if (!seen.equals(seenInParts)) throw new AssertionError(seen + " in one, but in parts " + seenInParts);
    }

    private static List<String> read(byte[] bytes, int partLength) {
        Recorder recorder = new Recorder();
        FrameReader reader = new FrameReader(LIMIT, recorder);
        try {
            for (int from = 0; from < bytes.length; from += partLength) {
                reader.read(ByteBuffer.wrap(bytes, from, Math.min(partLength, bytes.length - from)));
            }
        } catch (BrokenFrameException e) {
            recorder.seen.add("broken " + e.reason().code());
        }
        return recorder.seen;
    }

    private static final class Recorder implements FrameReader.Sink {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void onMessage(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            if (utf8.length > LIMIT) throw new AssertionError(utf8.length + " bytes of text");
            // What has no UTF-8 form would have become question marks.
            if (!new String(utf8, StandardCharsets.UTF_8).equals(text)) throw new AssertionError("not text: " + text);
            seen.add("message " + text);
        }

        @Override
        public void onAlive() {
            seen.add("alive");
        }

        @Override
        public void onPing(byte[] payload) {
            if (payload.length > 125) throw new AssertionError("a ping of " + payload.length);
            seen.add("ping " + Arrays.toString(payload));
        }

        @Override
        public void onClose(CloseReason reason) {
            seen.add("close " + reason);
        }
    }
}
