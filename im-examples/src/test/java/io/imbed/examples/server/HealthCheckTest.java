package io.imbed.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Health;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final AtomicInteger looked = new AtomicInteger();
    private OptionalInt port = OptionalInt.of(101);
    private Health chat = new Health(true, true, List.of());
    private final HealthCheck check = new HealthCheck(
            () -> port,
            () -> {
                looked.incrementAndGet();
                return chat;
            },
            nanos::get);

    private String ask(String path) {
        Answer answer = check.pages().get(path).get();
        return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void whatWorksIsLiveAndReady() {
        assertThat(ask("/healthz")).isEqualTo("200 {\"status\":\"up\"}");
        assertThat(ask("/readyz")).isEqualTo("200 {\"status\":\"up\"}");
    }

    @Test
    void whatIsNotReadyIsNotStartedAgain() {
        chat = new Health(true, false, List.of("the server is going down"));

        assertThat(ask("/healthz")).startsWith("200 ");
        assertThat(ask("/readyz")).isEqualTo("503 {\"status\":\"down\",\"problems\":[\"the server is going down\"]}");
    }

    @Test
    void whatMakesNoProgressIs() {
        chat = new Health(false, false, List.of("stuck"));

        assertThat(ask("/healthz")).isEqualTo("503 {\"status\":\"down\",\"problems\":[\"stuck\"]}");
        assertThat(ask("/readyz")).startsWith("503 ");
    }

    @Test
    void portThatIsFullAnswersToo() {
        port = OptionalInt.of(429);

        assertThat(ask("/healthz")).startsWith("200 ");
    }

    @Test
    void silentPortIsNeither() {
        port = OptionalInt.empty();

        assertThat(ask("/healthz")).startsWith("503 ").contains("the WebSocket port does not answer");
        assertThat(ask("/readyz")).startsWith("503 ");
    }

    @Test
    void nothingIsAskedMoreThanOnceASecond() {
        ask("/healthz");
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        ask("/readyz");
        assertThat(looked).hasValue(1);

        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        port = OptionalInt.empty();
        assertThat(ask("/healthz")).startsWith("503 ");
        assertThat(looked).hasValue(2);
    }
}
