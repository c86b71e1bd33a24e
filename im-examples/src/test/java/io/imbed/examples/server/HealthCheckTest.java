package io.imbed.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final AtomicInteger asked = new AtomicInteger();
    private OptionalInt answer = OptionalInt.of(101);
    private final HealthCheck check = new HealthCheck(
            () -> {
                asked.incrementAndGet();
                return answer;
            },
            nanos::get);

    @Test
    void portThatAnswersIsHealthy() {
        assertThat(check.health()).isEqualTo(new HealthCheck.Health(true, "{\"status\":\"up\",\"websocket\":101}"));
    }

    @Test
    void portThatIsFullAnswersToo() {
        answer = OptionalInt.of(429);

        assertThat(check.health().healthy()).isTrue();
    }

    @Test
    void silentPortIsNot() {
        answer = OptionalInt.empty();

        assertThat(check.health().healthy()).isFalse();
    }

    @Test
    void drainingServerIsNot() {
        check.health();

        check.draining();

        assertThat(check.health()).isEqualTo(new HealthCheck.Health(false, "{\"status\":\"draining\"}"));
    }

    @Test
    void portIsAskedOnceASecond() {
        check.health();
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        check.health();
        assertThat(asked).hasValue(1);

        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        answer = OptionalInt.empty();
        assertThat(check.health().healthy()).isFalse();
        assertThat(asked).hasValue(2);
    }
}
