package io.imbed.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Content;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import io.imbed.protocol.Reaction;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptMessageTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456789Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"text\",\"text\":\"hello\"}",
                "{\"type\":\"text\",\"text\":\"\"}",
                "{\"type\":\"text\",\"text\":\"a \\\"quoted\\\" \\\\ line\\n\"}",
                "{\"type\":\"text\",\"text\":\"\\\"}\"}",
                "{\"text\":\"other order\",\"type\":\"text\"}",
                "{\"type\":\"text\",\"text\":\"with more\",\"bold\":[1,2]}",
                "{\"type\":\"text\",\"text\":\"h\u00e9, \u4e16\u754c, \uD83D\uDE80\"}",
                "{\"type\":\"image\",\"fallback\":\"a cat\",\"url\":\"https://host.example/cat\"}",
                "{\"type\":\"note\",\"text\":\"a\",\"fallback\":\"a\"}",
                "{\"type\":\"note\",\"fallback\":\"\"}",
            })
    void givesBackWhatItWasGiven(String content) {
        Message message = message(Content.parse(content));

        KeptMessage kept = KeptMessage.of(message, "digest", 3);

        assertThat(kept.message()).isEqualTo(message);
        assertThat(kept.digest()).isEqualTo("digest");
        assertThat(kept.withLastEvent(9).message()).isEqualTo(message);
    }

    @Test
    void givesBackAllElseToo() {
        Message full = new Message(
                "g.1",
                Long.MAX_VALUE,
                8,
                "cid",
                "ann",
                "\u00c4nn \u4e16",
                AT,
                Content.text("hi"),
                7L,
                List.of("bob", Message.ALL),
                JsonText.parse("{\"ticket\":\"\u4e16\"}"),
                AT.plusSeconds(1),
                List.of(new Reaction("+1", 1, List.of("bob"))),
                true);

        assertThat(KeptMessage.of(full, "", 3).message()).isEqualTo(full);
        assertThat(KeptMessage.of(full.recalled(9), "", 3).message()).isEqualTo(full.recalled(9));
        assertThat(KeptMessage.of(full, "digest", 3).erased(9).message()).isEqualTo(full.erased(9));
        assertThat(KeptMessage.of(full, "digest", 3).erased(9).digest()).isEmpty();
    }

    @Test
    void keepsThePostAndItsRepeatApartFromLaterChanges() {
        KeptMessage kept =
                KeptMessage.of(message(Content.text("hi")), "digest", 3).withLastEvent(4);

        KeptMessage recalled = kept.with(kept.message().recalled(5));

        assertThat(recalled.postedRev()).isEqualTo(3);
        assertThat(recalled.rev()).isEqualTo(5);
        assertThat(recalled.lastEvent()).isEqualTo(4);
        assertThat(recalled.digest()).isEqualTo("digest");
        assertThat(recalled.recalled()).isTrue();
        assertThat(recalled.isFrom("ann", "cid")).isTrue();
        assertThat(recalled.isFrom("ann", "cix")).isFalse();
        assertThat(recalled.isFrom("bob", "cid")).isFalse();
    }

    @Test
    void reactionsWeighUntilItIsRecalled() {
        KeptMessage kept = KeptMessage.of(message(Content.text("hi")), "digest", 3);
        Message reacted = kept.message().reacted(4, List.of(new Reaction("+1", 1, List.of("bob"))));

        KeptMessage heavier = kept.reacted(reacted, 200);

        assertThat(heavier.message()).isEqualTo(reacted);
        assertThat(heavier.heapBytes()).isEqualTo(kept.heapBytes() + 200);
        assertThat(heavier.with(reacted.pinned(5, true)).heapBytes()).isEqualTo(kept.heapBytes() + 200);
        assertThat(heavier.with(reacted.recalled(5)).heapBytes()).isLessThan(kept.heapBytes());
    }

    /** The text of most messages is in their JSON as it is. */
    @Test
    void plainTextIsKeptOnce() {
        long plain =
                KeptMessage.of(message(Content.text("x".repeat(1_000))), "", 3).heapBytes();
        long other =
                KeptMessage.of(message(Content.text("\n".repeat(1_000))), "", 3).heapBytes();

        assertThat(other - plain).isGreaterThan(2_000);
    }

    private static Message message(Content content) {
        return new Message("g.1", 2, 3, "cid", "ann", "Ann", AT, content, null, List.of(), null, null);
    }
}
