package io.imbed.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real jar, from outside: its lines, its ports, its exit codes. */
class ServerIT {
    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static void hello(RawSocket socket, String user) throws InterruptedException {
        socket.send("{\"op\":\"hello\",\"id\":1,\"v\":1,\"token\":\"guest:" + user + "\"}");
        assertThat(socket.reply(1)).contains("\"session\":").contains("\"id\":\"" + user + "\"");
    }

    @Test
    void readyIsTheOnlyLineAndBothAddressesAnswer() throws Exception {
        try (JarServer server = JarServer.start();
                RawSocket socket = RawSocket.open(server.ws())) {
            hello(socket, "alice");

            assertThat(get(server.http()).statusCode()).isEqualTo(200);
            assertThat(get(server.http().resolve("config.json")).body())
                    .contains(server.ws().toString());
            assertThat(get(server.http().resolve("healthz")).statusCode()).isEqualTo(200);
            assertThat(get(server.http().resolve("readyz")).body()).isEqualTo("{\"status\":\"up\"}\n");
            assertThat(get(server.http().resolve("metrics")).statusCode()).isEqualTo(404);
            assertThat(server.process().lines()).hasSize(1);
        }
    }

    @Test
    void rawClientJoinsGeneralAndSends() throws Exception {
        try (JarServer server = JarServer.start();
                RawSocket alice = RawSocket.open(server.ws());
                RawSocket bob = RawSocket.open(server.ws())) {
            hello(alice, "alice");
            hello(bob, "bob");
            alice.send("{\"op\":\"join\",\"id\":2,\"room\":\"general\"}");
            assertThat(alice.reply(2)).contains("\"title\":\"General\"");
            bob.send("{\"op\":\"join\",\"id\":2,\"room\":\"general\"}");
            bob.reply(2);

            alice.send("{\"op\":\"send\",\"id\":3,\"room\":\"general\",\"cid\":\"c-1\","
                    + "\"content\":{\"type\":\"text\",\"text\":\"héllo\"}}");

            assertThat(alice.reply(3)).contains("\"seq\":1");
            assertThat(bob.next(line -> line.contains("\"type\":\"message\""))).contains("héllo", "\"seq\":1");
        }
    }

    @Test
    void figuresAreShownToPrometheusWhereThatIsWanted() throws Exception {
        try (JarServer server = JarServer.start("--metrics");
                RawSocket alice = RawSocket.open(server.ws())) {
            hello(alice, "alice");
            alice.send("{\"op\":\"join\",\"id\":2,\"room\":\"nowhere\"}");
            alice.reply(2);

            assertThat(get(server.http().resolve("metrics")).body())
                    .contains(
                            "im_sessions 1.0",
                            "im_requests_seconds_count{op=\"join\"} 1",
                            "im_refusals_total{code=\"NOT_FOUND\"} 1.0");
        }
    }

    @Test
    void ownPageMayConnectAndOthersMayNot() throws Exception {
        try (JarServer server = JarServer.start()) {
            String own = "http://localhost:" + server.http().getPort();
            try (RawSocket socket = RawSocket.open(server.ws(), own)) {
                hello(socket, "alice");
            }

            assertThatThrownBy(() -> RawSocket.open(server.ws(), "http://evil.example"))
                    .hasMessageContaining("Handshake");
        }
    }

    @Test
    void pagesAreToldTheAddressThatWasGivenForThem() throws Exception {
        try (JarServer server = JarServer.start("--ws-url", "wss://chat.example.com/im")) {
            HttpResponse<String> config = get(server.http().resolve("config.json"));

            assertThat(config.body()).contains("\"ws\":\"wss://chat.example.com/im\"");
            assertThat(config.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("connect-src 'self' wss://chat.example.com/im");
            try (RawSocket socket = RawSocket.open(server.ws())) {
                hello(socket, "alice");
            }
        }
    }

    @Test
    void roomsAreThereAgainAfterAKill(@TempDir Path folder) throws Exception {
        String log = "sqlite:" + folder.resolve("data");
        try (JarServer server = JarServer.start("--log", log);
                RawSocket alice = RawSocket.open(server.ws())) {
            hello(alice, "alice");
            alice.send("{\"op\":\"join\",\"id\":2,\"room\":\"general\"}");
            alice.reply(2);
            alice.send("{\"op\":\"send\",\"id\":3,\"room\":\"general\",\"cid\":\"c-1\","
                    + "\"content\":{\"type\":\"text\",\"text\":\"kept\"}}");
            assertThat(alice.reply(3)).contains("\"seq\":1");
            try (JarProcess second = JarProcess.start("--log", log, "--ws-port", "0", "--http-port", "0")) {
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.errors()).hasSize(1).first().asString().contains("in use", "--log");
            }
        } // closing is a kill

        try (JarServer server = JarServer.start("--log", log);
                RawSocket alice = RawSocket.open(server.ws())) {
            hello(alice, "alice");
            alice.send("{\"op\":\"history\",\"id\":2,\"room\":\"general\",\"limit\":9}");
            assertThat(alice.reply(2)).contains("kept");
            alice.send("{\"op\":\"room.get\",\"id\":3,\"room\":\"general\"}");
            assertThat(alice.reply(3)).contains("\"durability\":\"disk\"", "\"seq\":1");
        }
    }

    @Test
    void termDuringSendsAnswersThemTellsClientsAndExitsWithZero() throws Exception {
        int sends = 200;
        try (JarServer server = JarServer.start("--limits", "open", "--drain", "4s");
                RawSocket socket = RawSocket.open(server.ws())) {
            hello(socket, "alice");
            socket.send("{\"op\":\"join\",\"id\":2,\"room\":\"general\"}");
            socket.reply(2);
            for (int i = 0; i < sends; i++) {
                socket.send("{\"op\":\"send\",\"id\":" + (100 + i) + ",\"room\":\"general\",\"cid\":\"c-" + i
                        + "\",\"content\":{\"type\":\"text\",\"text\":\"" + i + "\"}}");
                if (i == sends / 2) server.process().terminate();
            }

            assertThat(socket.next(line -> line.contains("\"ev\":\"closing\""))).contains("\"code\":1012");
            assertThat(socket.closeCode()).isEqualTo(1012);
            assertThat(server.process().exitCode()).isZero();
            for (int i = 0; i < sends; i++) {
                String re = "{\"re\":" + (100 + i) + ",";
                assertThat(socket.lines()).as("answer to send %d", i).anyMatch(line -> line.startsWith(re));
            }
        }
    }

    @Test
    void drainingServerWithoutClientsEndsAtOnce() throws Exception {
        try (JarServer server = JarServer.start("--drain", "10m")) {
            server.process().terminate();

            assertThat(server.process().exitCode()).isZero();
        }
    }

    @Test
    void portInUseIsOneSentenceAndNotZero() throws Exception {
        try (JarServer first = JarServer.start()) {
            String taken = Integer.toString(first.ws().getPort());
            try (JarProcess ws = JarProcess.start("--ws-port", taken, "--http-port", "0", "--log", "memory");
                    JarProcess http = JarProcess.start("--ws-port", "0", "--http-port", taken, "--log", "memory")) {
                assertThat(ws.exitCode()).isEqualTo(1);
                assertThat(ws.errors())
                        .containsExactly("im-server: cannot listen on 127.0.0.1 port " + taken
                                + ": Address already in use; --bind, --ws-port and --http-port choose another");
                assertThat(ws.lines()).isEmpty();
                assertThat(http.exitCode()).isEqualTo(1);
                assertThat(http.errors()).hasSize(1).first().asString().contains("port " + taken);
            }
        }
    }

    @Test
    void guestsOnEveryAddressAreRefusedUnlessInsecure() throws Exception {
        try (JarProcess refused = JarProcess.start("--bind", "0.0.0.0", "--ws-port", "0", "--http-port", "0");
                JarProcess allowed = JarProcess.start(
                        "--bind", "0.0.0.0", "--ws-port", "0", "--http-port", "0", "--log", "memory", "--insecure")) {
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.errors()).hasSize(1).first().asString().contains("--insecure");
            assertThat(allowed.line(line -> true)).startsWith("READY ws=ws://0.0.0.0:");
        }
    }

    @Test
    void versionIsThatOfTheBuild() throws Exception {
        try (JarProcess process = JarProcess.start("--version")) {
            assertThat(process.line(line -> true)).matches("im-server \\d+\\.\\d+\\.\\d+.*");
            assertThat(process.exitCode()).isZero();
        }
    }
}
