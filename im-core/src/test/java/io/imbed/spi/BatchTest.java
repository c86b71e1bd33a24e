package io.imbed.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
    @ParameterizedTest
    @ValueSource(strings = {"one", "", "a\nbcd\nef", "\n", "\n\nab\n\n"})
    void copiesFromAnywhereWhatThereIsRoomFor(String text) {
        Batch batch = batch(text.split("\n", -1));
        assertThat(batch.size()).isEqualTo(text.length());
        assertThat(decoded(batch.lines())).isEqualTo(text);
        for (int offset = 0; offset <= text.length(); offset++) {
            for (int room = 0; room <= text.length() + 1; room++) {
                ByteBuffer target = ByteBuffer.allocate(room);
                batch.copyTo(target, offset);
                assertThat(decoded(target.flip()))
                        .as("from %d on, %d bytes of room", offset, room)
                        .isEqualTo(text.substring(offset, Math.min(text.length(), offset + room)));
            }
        }
    }

    @Test
    void tellsItsSizeOnceTheLastReferenceIsGone() {
        List<Long> released = new ArrayList<>();
        Batch batch = new Batch(List.of(new byte[3], new byte[4]), released::add);
        batch.retain(2);
        batch.release(2);
        assertThat(released).isEmpty();

        batch.release(1);

        assertThat(released).containsExactly(8L);
        assertThatThrownBy(() -> batch.release(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void isNotEmpty() {
        assertThatThrownBy(() -> new Batch(List.of(), size -> {})).isInstanceOf(IllegalArgumentException.class);
    }

    private static String decoded(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes).toString();
    }

    private static Batch batch(String... lines) {
        return new Batch(
                Arrays.stream(lines)
                        .map(line -> line.getBytes(StandardCharsets.US_ASCII))
                        .toList(),
                size -> {});
    }
}
