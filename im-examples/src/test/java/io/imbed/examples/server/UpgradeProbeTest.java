package io.imbed.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.testkit.Together;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UpgradeProbeTest {
    private static OptionalInt probe(String answer) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = Together.start(() -> {
                try (Socket client = listening.accept()) {
                    client.getInputStream().read();
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException gone) {
                    throw new IllegalStateException(gone);
                }
            });
            OptionalInt status =
                    new UpgradeProbe(InetAddress.getByName("0.0.0.0"), listening.getLocalPort(), "/im").get();
            answered.join();
            return status;
        }
    }

    @Test
    void statusIsWhatThePortAnswers() throws IOException {
        assertThat(probe("HTTP/1.1 101 Switching Protocols\r\n\r\n")).hasValue(101);
        assertThat(probe("HTTP/1.1 503 Service Unavailable\r\n\r\n")).hasValue(503);
    }

    @Test
    void whatDoesNotSpeakHttpDoesNotAnswer() throws IOException {
        assertThat(probe("")).isEmpty();
        assertThat(probe("SSH-2.0-something else\r\n")).isEmpty();
    }

    @Test
    void closedPortDoesNotAnswer() throws IOException {
        int port;
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = listening.getLocalPort();
        }

        assertThat(new UpgradeProbe(InetAddress.getLoopbackAddress(), port, "/im").get())
                .isEmpty();
    }
}
