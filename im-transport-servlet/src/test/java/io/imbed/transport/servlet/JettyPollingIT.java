package io.imbed.transport.servlet;

import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** A client that polls has vanished only once it has asked for nothing for some time; so this takes a while. */
class JettyPollingIT {
    @Nested
    class OverLongPolls extends ServletContract {
        OverLongPolls() {
            super(TestContainer.Kind.JETTY, PollClient::longPolling, Duration.ofSeconds(5));
        }
    }

    @Nested
    class OverPolls extends ServletContract {
        OverPolls() {
            super(TestContainer.Kind.JETTY, PollClient::polling, Duration.ofSeconds(5));
        }
    }
}
