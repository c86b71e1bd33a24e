package io.imbed.transport.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.ImServer;
import io.imbed.client.ImClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

/** What README shows of servlet containers is what is run here. */
class ReadmeTest {
    private static final String SOURCE = "src/test/java/io/imbed/transport/servlet/ChatOnJetty.java";

    @Test
    void serverInJettyOfTheReadmeRuns() throws Exception {
        ChatOnJetty.Running running = ChatOnJetty.start(0);
        ImServer chat = running.chat();
        try (chat) {
            int port = ((ServerConnector) running.jetty().getConnectors()[0]).getLocalPort();
            ImClient client = ImClient.builder(URI.create("ws://127.0.0.1:" + port + "/im"))
                    .token("guest:alice")
                    .build();
            try (client) {
                client.connect();
                client.room("general").join();
                var sent =
                        client.room("general").send("hi").toCompletableFuture().get(20, TimeUnit.SECONDS);
                assertThat(sent.seq()).isEqualTo(1);
            }
        } finally {
            running.jetty().stop();
        }
    }

    @Test
    void readmeShowsIt() throws Exception {
        String source = Files.readString(Path.of(SOURCE)).replace("new Server(port)", "new Server(8080)");
        int begin = source.indexOf("        ServletTransport transport");
        List<String> body = source.substring(begin, source.indexOf("        return"))
                .lines()
                .toList();
        String readme = Files.readString(Path.of("../README.md"));
        String shown = readme.substring(readme.indexOf("<!-- ChatOnJetty.java -->"));

        assertThat(shown)
                .contains(String.join(
                        "\n", body.stream().map(line -> line.substring(8)).toList()));
    }
}
