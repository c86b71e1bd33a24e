package io.imbed.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Limits;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Handshake;
import io.imbed.spi.OriginPolicy;
import io.imbed.spi.TrustedProxies;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WsHandshakeTest {
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    @Test
    void acceptsAsTheRfcsExampleSays() throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.connect();

            assertThat(client.request("/im")).isEqualTo(101);
            assertThat(client.responseHead())
                    .contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                    .doesNotContain("Protocol:")
                    .doesNotContain("Extensions");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"im.v1", "chat, im.v1", "im.v2,im.v1", "'chat\r\nSec-WebSocket-Protocol: im.v1'"})
    void selectsTheSubprotocolWhereItIsOffered(String offered) throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.connect();

            assertThat(client.request("/im", "Sec-WebSocket-Protocol: " + offered))
                    .isEqualTo(101);
            assertThat(client.responseHead()).contains("\r\nSec-WebSocket-Protocol: im.v1\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "im.v2", "im.v10", "IM.V1", "chat, im.v2"})
    void refusesAClientThatOffersOnlyOtherSubprotocols(String offered) throws Exception {
        try (Rig rig = Rig.start()) {
            assertThat(rig.connect().request("/im", "Sec-WebSocket-Protocol: " + offered))
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/im/", "/IM", "/im2", "/im/x", "//im", "/%69m"})
    void everyOtherPathIsNotFound(String path) throws Exception {
        try (Rig rig = Rig.start()) {
            assertThat(rig.connect().request(path)).isEqualTo(404);
        }
    }

    @Test
    void listensWhereItIsTold() throws Exception {
        InetAddress local = InetAddress.getByName("127.0.0.1");
        try (Rig rig = Rig.start(options -> options.path("/chat").address(local))) {
            assertThat(rig.connect().request("/chat?x=1")).isEqualTo(101);
            assertThat(rig.connect().request("/im")).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | GET /im HTTP/1.0",
                "400 | GET /im",
                "400 | GET  /im HTTP/1.1",
                "400 | GET im HTTP/1.1",
                "400 | GET http://localhost/im HTTP/1.1",
                "400 | hello",
                "400 | ''",
                "405 | POST /im HTTP/1.1",
                "400 | GET /im?%zz HTTP/1.1",
            })
    void refusesWhatIsNoRequestForAWebSocket(int status, String line) throws Exception {
        try (Rig rig = Rig.start()) {
            assertThat(raw(rig, line + "\r\n" + headers() + "\r\n").status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "426 | Upgrade: websocket",
                "426 | Connection: Upgrade",
                "426 | Sec-WebSocket-Version: 13",
                "400 | Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "400 | Host: x",
            })
    void refusesARequestThatLacksAHeader(int status, String missing) throws Exception {
        try (Rig rig = Rig.start()) {
            String request = "GET /im HTTP/1.1\r\n" + headers().replace(missing + "\r\n", "") + "\r\n";

            assertThat(raw(rig, request).status()).isEqualTo(status);
        }
    }

    @Test
    void refusesARequestForTwoHosts() throws Exception {
        try (Rig rig = Rig.start()) {
            assertThat(rig.connect().request("/im", "Host: example.org")).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bad Name: x", ": x", "no colon", " Folded: x", "X: a\nb", "X: a\rb", "X: a\0b"})
    void refusesHeadersThatTwoReadersMightReadDifferently(String header) throws Exception {
        try (Rig rig = Rig.start()) {
            String request = "GET /im HTTP/1.1\r\n" + headers() + header + "\r\n\r\n";

            assertThat(raw(rig, request).status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({"401, Unauthorized", "403, Forbidden", "429, Too Many Requests", "503, Service Unavailable"})
    void refusalIsReadableAndEndsTheConnection(int status, String phrase) throws Exception {
        try (Rig rig = Rig.start()) {
            rig.engine.refuseAll(new Acceptor.Refusal(status, "slow down"));
            RawClient client = rig.connect();

            assertThat(client.request("/im")).isEqualTo(status);
            assertThat(client.responseHead())
                    .startsWith("HTTP/1.1 " + status + " " + phrase + "\r\n")
                    .contains("Connection: close");
            assertThat(client.rest()).isEqualTo("slow down\n");
        }
    }

    @Test
    void originsAreCheckedBeforeTheEngineIsAsked() throws Exception {
        OriginPolicy policy = OriginPolicy.pagesFrom("https://chat.example.org");
        try (Rig rig = Rig.start(options -> options.origins(policy))) {
            assertThat(rig.connect().request("/im", "Origin: https://chat.example.org"))
                    .isEqualTo(101);
            assertThat(rig.connect().request("/im")).isEqualTo(101);
            rig.engine.refuseAll(new Acceptor.Refusal(503, "asked"));

            assertThat(rig.connect().request("/im", "Origin: https://evil.example"))
                    .isEqualTo(403);
            assertThat(rig.connect().request("/im", "Origin: null")).isEqualTo(403);
            assertThat(rig.connect()
                            .request("/im", "Origin: https://chat.example.org", "Origin: https://chat.example.org"))
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "https://chat.example.org.evil.example",
                "https://evil-chat.example.org",
                "https://sub.chat.example.org",
                "https://example.org",
                "https://CHAT.example.org",
                "HTTPS://chat.example.org",
                "http://chat.example.org",
                "https://chat.example.org:8443",
                "https://chat.example.org:443",
                "https://chat.example.org/",
                "https://chat.example.org.",
                "https://user@chat.example.org",
                "https://chat.example.org https://evil.example",
                "https://chat.example.org, https://evil.example",
                "",
            })
    void originThatOnlyLooksLikeAListedOneIsRefused(String origin) throws Exception {
        OriginPolicy policy = OriginPolicy.pagesFrom("https://chat.example.org");
        try (Rig rig = Rig.start(options -> options.origins(policy))) {
            rig.engine.refuseAll(new Acceptor.Refusal(503, "asked"));

            assertThat(rig.connect().request("/im", "Origin: " + origin)).isEqualTo(403);
        }
    }

    @Test
    void noPageMayConnectByDefault() throws Exception {
        try (Rig rig = Rig.start()) {
            assertThat(rig.connect().request("/im", "Origin: http://localhost")).isEqualTo(403);
        }
    }

    @Test
    void showsTheEngineWhatTheClientShowed() throws Exception {
        try (Rig rig = Rig.start()) {
            rig.connect()
                    .upgrade(
                            "/im?a=1&b=x%20y&a=2&c",
                            "Cookie: sid=abc; theme=\"dark\"; sid=other",
                            "X-Custom: one",
                            "x-custom: two",
                            "X-Forwarded-For: 6.6.6.6");

            Handshake shown = rig.end().connection().handshake();
            assertThat(shown.path()).isEqualTo("/im");
            assertThat(shown.query())
                    .containsEntry("a", "1")
                    .containsEntry("b", "x y")
                    .containsEntry("c", "")
                    .hasSize(3);
            assertThat(shown.cookies())
                    .containsEntry("sid", "abc")
                    .containsEntry("theme", "dark")
                    .hasSize(2);
            assertThat(shown.headers().get("x-custom")).containsExactly("one", "two");
            assertThat(shown.remoteAddress()).isEqualTo("127.0.0.1");
            assertThat(shown.secure()).isFalse();
        }
    }

    @Test
    void trustedProxySpeaksForItsClient() throws Exception {
        TrustedProxies local = TrustedProxies.of("127.0.0.0/8");
        try (Rig rig = Rig.start(options -> options.trustedProxies(local))) {
            rig.connect().upgrade("/im", "X-Forwarded-For: 6.6.6.6, 198.51.100.9", "X-Forwarded-Proto: https");

            Handshake shown = rig.end().connection().handshake();
            assertThat(shown.remoteAddress()).isEqualTo("198.51.100.9");
            assertThat(shown.secure()).isTrue();
        }
    }

    @Test
    void readsARequestThatComesByteByByte() throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.connect();
            String request = "GET /im HTTP/1.1\r\n" + headers() + "\r\n";

            for (byte one : request.getBytes(StandardCharsets.US_ASCII)) client.bytes(new byte[] {one});

            assertThat(client.status()).isEqualTo(101);
        }
    }

    @Test
    void framesMayFollowTheRequestAtOnce() throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.connect();
            byte[] request = ("GET /im HTTP/1.1\r\n" + headers() + "\r\n").getBytes(StandardCharsets.US_ASCII);
            byte[] frame = RawClient.masked(RawClient.FIN | RawClient.TEXT, new byte[] {'h', 'i'});
            byte[] both = java.util.Arrays.copyOf(request, request.length + frame.length);
            System.arraycopy(frame, 0, both, request.length, frame.length);

            client.bytes(both);

            rig.end().awaits("hi");
        }
    }

    @Test
    void headersBeyondTheLimitAreRefusedHoweverManyFollow() throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.connect();
            client.bytes("GET /im HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] header = ("X-Filler: " + "x".repeat(1_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 1_000; i++) client.bytes(header);

            assertThat(client.status()).isEqualTo(431);
            assertThat(client.rest()).contains("8192");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /im HTTP/1.1\r\nHost: x\r\n"})
    void halfAHandshakeIsCutInTime(String begun) throws Exception {
        Limits hasty = Rig.limits(10, 10, Duration.ofMillis(200));
        try (Rig rig = Rig.start(hasty, options -> options)) {
            RawClient client = raw(rig, begun);

            assertThat(client.hungUp()).isTrue();
        }
    }

    @Test
    void oneAddressHoldsNoMoreSocketsThanItsShare() throws Exception {
        // So long that no socket ends because it has said nothing.
        Limits few = Rig.limits(1_000, 4, Duration.ofMinutes(1));
        try (Rig rig = Rig.start(few, options -> options)) {
            List<RawClient> silent = new ArrayList<>();
            for (int i = 0; i < 4 + Admission.SPARE_PER_ADDRESS; i++) {
                silent.add(rig.connect());
                // Which of two sockets is accepted first is the system's choice; this makes them come one by one.
                silent.get(i).bytes("GET /im HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(rig.connect().hungUp()).isTrue();

            silent.get(0).vanish();
            assertThat(openSoon(rig)).isEqualTo(101);
        }
    }

    /** The server notices that one is gone when it does; until then it goes on refusing. */
    private static int openSoon(Rig rig) throws IOException {
        long end = System.nanoTime() + Rig.PATIENCE.toNanos();
        int status;
        do {
            status = rig.connect().request("/im");
        } while (status != 101 && System.nanoTime() < end);
        return status;
    }

    private static String headers() {
        return "Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" + KEY;
    }

    private static RawClient raw(Rig rig, String request) throws IOException {
        RawClient client = rig.connect();
        client.bytes(request.getBytes(StandardCharsets.ISO_8859_1));
        return client;
    }
}
