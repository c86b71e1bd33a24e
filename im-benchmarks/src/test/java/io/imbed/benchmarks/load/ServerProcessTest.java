package io.imbed.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ServerProcessTest {
    private static final Scale SMALL = new Scale(1, 2, 0, 10, Duration.ofSeconds(1), 10, "64m");
    private static final Duration SOON = Duration.ofSeconds(10);

    /** Or a scenario whose server has run out of memory would never end. */
    @Test
    void serverThatHasEndedIsNotWaitedFor() throws IOException {
        try (ServerProcess server = ServerProcess.start(SMALL, 0, null)) {
            server.kill();
            assertThatThrownBy(server::awaitReady).hasRootCauseMessage("the server has ended");

            // By itself, failsWithin takes a future that is never done for one that failed.
            assertThat(server.ask(LoadServer.COUNT)).failsWithin(SOON).withThrowableOfType(ExecutionException.class);
        }
    }
}
