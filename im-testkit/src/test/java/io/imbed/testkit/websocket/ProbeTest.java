package io.imbed.testkit.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.testkit.websocket.Probe.RoundTrips;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeTest {
    @Test
    void onlyOneInAHundredTookLongerThanTheP99() {
        List<Duration> taken = new ArrayList<>();
        for (int i = 200; i >= 1; i--) taken.add(Duration.ofMillis(i));

        assertThat(new RoundTrips(taken).p99()).isEqualTo(Duration.ofMillis(198));
        assertThat(new RoundTrips(List.of(Duration.ofMillis(7))).p99()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void serverThatRefusesOrHangsUpIsNotHealthy() throws Exception {
        assertRefused("refused", "{\"re\":1,\"error\":{\"code\":\"UNAUTHENTICATED\"}}");
        assertRefused("disconnected", "");

        try (LyingServer server = new LyingServer(frames("{\"re\":1}", "{\"re\":2}"), true);
                Probe probe = Probe.connect(server.address(), "any")) {
            assertThat(probe.roundTrip()).isPositive();
            assertThatThrownBy(() -> probe.during(() -> {})).hasMessageContaining("disconnected");
        }
    }

    private static void assertRefused(String why, String says) throws IOException {
        try (LyingServer server = new LyingServer(frames(says.isEmpty() ? new String[0] : new String[] {says}), true)) {
            assertThatThrownBy(() -> Probe.connect(server.address(), "any"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(why);
        }
    }

    private static byte[] frames(String... texts) {
        byte[] all = {};
        for (String text : texts)
            all = Bytes.join(all, new byte[] {(byte) 0x81, (byte) text.length()}, Bytes.utf8(text));
        return all;
    }
}
