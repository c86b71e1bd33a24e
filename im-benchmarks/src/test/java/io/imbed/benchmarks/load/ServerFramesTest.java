package io.imbed.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerFramesTest {
    private final List<String> seen = new ArrayList<>();
    private final ServerFrames frames = new ServerFrames();
    private final ServerFrames.Sink sink = new ServerFrames.Sink() {
        @Override
        public void text(byte[] bytes, int from, int to) {
            seen.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void ping() {
            seen.add("(ping)");
        }

        @Override
        public void close(int code) {
            seen.add("(close " + code + ")");
        }
    };

    private static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) first);
        if (payload.length < 126) frame.put((byte) payload.length);
        else if (payload.length < 65_536) frame.put((byte) 126).putShort((short) payload.length);
        else frame.put((byte) 127).putLong(payload.length);
        frame.put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    private static byte[] text(int length) {
        return frame(0x81, "x".repeat(length).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void itDoesNotMatterWhereReadsCutFrames() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(text(5));
        all.write(frame(0x89, new byte[0]));
        all.write(text(130));
        all.write(frame(0x88, new byte[] {0x0F, (byte) 0xA1}));
        byte[] bytes = all.toByteArray();

        for (int piece = 1; piece <= bytes.length; piece++) {
            seen.clear();
            for (int at = 0; at < bytes.length; at += piece)
                frames.read(bytes, at, Math.min(bytes.length, at + piece), sink);

            assertThat(seen).containsExactly("xxxxx", "(ping)", "x".repeat(130), "(close 4001)");
        }
    }

    @Test
    void readsFramesOfEveryLength() throws IOException {
        for (int length : new int[] {0, 125, 126, 65_535, 65_536}) {
            byte[] bytes = text(length);
            frames.read(bytes, 0, bytes.length, sink);
        }

        assertThat(seen).extracting(String::length).containsExactly(0, 125, 126, 65_535, 65_536);
    }
}
