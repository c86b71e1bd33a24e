package io.imbed.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.client.ConnectionStatus;
import io.imbed.client.ConnectionStatus.Reason;
import io.imbed.client.ConnectionStatus.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionNoticesTest {
    private static final ConnectionStatus CONNECTED = new ConnectionStatus(State.CONNECTED, 1, null, null);
    private static final ConnectionStatus TRYING = new ConnectionStatus(State.CONNECTING, 1, null, null);

    private final ConnectionNotices notices = new ConnectionNotices();

    private static ConnectionStatus waiting(long millis, int code, String text) {
        return new ConnectionStatus(State.CONNECTING, 1, Duration.ofMillis(millis), new Reason(code, text, false));
    }

    @Test
    void firstConnectionIsNothingToTalkAbout() {
        assertThat(notices.on(TRYING)).isEmpty();
        assertThat(notices.on(CONNECTED)).isEmpty();
    }

    @Test
    void lossAndReturnAreTold() {
        notices.on(CONNECTED);

        assertThat(notices.on(waiting(1_200, 1006, "connection lost")))
                .contains("connection lost, trying again in 2 s");
        assertThat(notices.on(TRYING)).isEmpty();
        assertThat(notices.on(waiting(3_000, 1006, "connection lost")))
                .contains("still no connection, trying again in 3 s");
        assertThat(notices.on(CONNECTED)).contains("back");
        assertThat(notices.on(waiting(0, 1012, "server restarts")))
                .contains("connection lost (server restarts), trying again in 1 s");
    }

    @Test
    void serverThatIsNotThereYetIsNotLost() {
        assertThat(notices.on(waiting(500, 1006, ""))).contains("no connection, trying again in 1 s");
        assertThat(notices.on(CONNECTED)).contains("back");
    }

    @Test
    void endThatWasWantedIsNotTold() {
        notices.on(CONNECTED);

        assertThat(notices.on(new ConnectionStatus(State.DISCONNECTED, 1, null, new Reason(1000, "bye", false))))
                .isEmpty();
    }
}
