package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServerProcessTest {
    private final AtomicInteger closed = new AtomicInteger();

    private ServerProcess started(String script) throws IOException {
        return started(List.of("sh", "-c", script), Duration.ofSeconds(60));
    }

    private ServerProcess started(List<String> command, Duration atMost) throws IOException {
        return new ServerProcess(command, closed::incrementAndGet, atMost);
    }

    @Test
    void whatBelongsToAServerGoesWithIt() throws IOException {
        try (ServerProcess server = started("echo READY ws=ws://127.0.0.1:1/ version=1.0 of it; exec sleep 600")) {
            assertThat(server.version()).isEqualTo("1.0 of it");
            assertThat(closed).hasValue(0);
        }

        assertThat(closed).hasValue(1);
    }

    @Test
    void whatBelongsToAServerThatDoesNotStartGoes() {
        assertThatThrownBy(() -> started("echo no port is free; exec sleep 600"))
                .hasMessage("the server did not start: no port is free");
        assertThatThrownBy(() -> started("exit 1")).hasMessage("the server did not start: it has ended");
        assertThatThrownBy(() -> started(List.of("no-such-program-anywhere"), Duration.ofSeconds(60)))
                .isInstanceOf(IOException.class);

        assertThat(closed).hasValue(3);
    }

    /** Or the comparison would never go on. */
    @Test
    void serverThatSaysNothingDoesNotStart() {
        assertThatThrownBy(() -> started(List.of("sleep", "600"), Duration.ofSeconds(1)))
                .hasMessage("the server did not start: it has said nothing in 1 s");

        assertThat(closed).hasValue(1);
    }

    /** Of a process that has ended there is no account any more, which is no figure of zero. */
    @Test
    void timeOfAServerThatHasEndedIsAFailure() throws IOException {
        ServerProcess server = started("echo READY ws=ws://127.0.0.1:1/ version=1; exec sleep 600");
        server.close();

        assertThatThrownBy(server::cpu).isInstanceOf(IOException.class).hasMessageContaining("has ended");
    }
}
