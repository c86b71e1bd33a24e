package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServerProcessTest {
    private final AtomicInteger closed = new AtomicInteger();

    private ServerProcess started(String script) throws IOException {
        return new ServerProcess(List.of("sh", "-c", script), closed::incrementAndGet);
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
        assertThatThrownBy(() -> new ServerProcess(List.of("no-such-program-anywhere"), closed::incrementAndGet))
                .isInstanceOf(IOException.class);

        assertThat(closed).hasValue(2);
    }

    /** Of a process that has ended there is no account any more, which is no figure of zero. */
    @Test
    void timeOfAServerThatHasEndedIsAFailure() throws IOException {
        ServerProcess server = started("echo READY ws=ws://127.0.0.1:1/ version=1; exec sleep 600");
        server.close();

        assertThatThrownBy(server::cpu).isInstanceOf(IOException.class).hasMessageContaining("has ended");
    }
}
