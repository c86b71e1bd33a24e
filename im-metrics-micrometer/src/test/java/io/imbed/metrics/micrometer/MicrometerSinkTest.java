package io.imbed.metrics.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MicrometerSinkTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerSink sink = new MicrometerSink(registry);

    @Test
    void countsAddUpForEachTag() {
        sink.count("im.connections.closed", "4001", 2);
        sink.count("im.connections.closed", "1012", 1);
        sink.count("im.connections.closed", "4001", 3);

        assertThat(registry.get("im.connections.closed")
                        .tag("code", "4001")
                        .counter()
                        .count())
                .isEqualTo(5);
        assertThat(registry.get("im.connections.closed")
                        .tag("code", "1012")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void timesAreInNanoseconds() {
        sink.time("im.requests", "send", 1_500_000);
        sink.time("im.requests", "send", 500_000);

        Timer timer = registry.get("im.requests").tag("op", "send").timer();
        assertThat(timer.count()).isEqualTo(2);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(2);
    }

    @Test
    void gaugeIsReadWheneverItIsAskedFor() {
        AtomicLong rooms = new AtomicLong(3);
        sink.gauge("im.rooms", rooms::get);

        assertThat(registry.get("im.rooms").gauge().value()).isEqualTo(3);
        rooms.set(4);
        assertThat(registry.get("im.rooms").gauge().value()).isEqualTo(4);
    }

    @Test
    void nameWithoutTagsHasNoKey() {
        sink.count("im.log.batch", "", 7);

        assertThat(registry.get("im.log.batch").counter().getId().getTags()).isEmpty();
    }

    /** A name whose tags had two keys would make Prometheus drop one of them. */
    @Test
    void keysAreThoseOfTheDocumentedTable() throws IOException {
        assertThat(MicrometerSink.KEYS).isEqualTo(documentedKeys());
    }

    /** Of rows such as {@code | `im.requests` | time | `op` | … |}: the name in the third column, where there is one. */
    private static Map<String, String> documentedKeys() throws IOException {
        Pattern row = Pattern.compile("\\| `(im\\.[a-z.]+)` \\| \\w+ \\| `([a-z]+)`[^|]*\\|.*");
        Map<String, String> keys = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "ARCHITECTURE.md"))) {
            Matcher matcher = row.matcher(line);
            if (matcher.matches()) keys.put(matcher.group(1), matcher.group(2));
        }
        return keys;
    }
}
