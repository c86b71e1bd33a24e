package io.imbed.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Content;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.JsonLimits;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import io.imbed.protocol.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The estimates are near the sizes that the codec makes. */
class FootprintTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final FrameCodec CODEC = new FrameCodec(JsonLimits.DEFAULT);

    @Test
    void messageWeighsAboutWhatItsFrameDoes() {
        assertNear(message("hi", List.of(), null));
        assertNear(message("x".repeat(8_000), List.of(), null));
        assertNear(message("é".repeat(3_000), List.of(), null));
        assertNear(message("世界".repeat(2_000), List.of(), null));
        assertNear(message("\uD83D\uDE80".repeat(1_000), List.of("alice", "somebody-else"), null));
        assertNear(
                message("\"\\".repeat(1_000), List.of(), JsonText.parse("{\"ticket\":\"" + "y".repeat(900) + "\"}")));
        assertNear(message("secret", List.of(), null).recalled(9));
    }

    @Test
    void bareEventWeighsAboutWhatItsFrameDoes() {
        int size = size(new EventBody.Joined("alice", "Alice Liddell", Role.MEMBER));

        assertThat(Footprint.encodedBare(null)).isBetween(size / 2, size * 3);
    }

    private static void assertNear(Message message) {
        int size = size(new EventBody.Posted(message));

        assertThat(KeptMessage.of(message, "digest", 42).encodedBytes())
                .isBetween((int) (size * 0.9) - 60, (int) (size * 1.1) + 60);
    }

    private static Message message(String text, List<String> mentions, @Nullable JsonText meta) {
        String cid = "0123456789abcdef0123";
        return new Message(
                "g.room", 17, 42, cid, "alice", "Alice", NOW, Content.text(text), null, mentions, meta, null);
    }

    private static int size(EventBody body) {
        String line = CODEC.encode(new Event("g.room", "e-0123456789", 42, NOW, "alice", body));
        return line.getBytes(StandardCharsets.UTF_8).length;
    }
}
