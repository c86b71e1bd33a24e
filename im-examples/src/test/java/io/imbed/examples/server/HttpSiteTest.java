package io.imbed.examples.server;

import static io.imbed.examples.server.Site.header;
import static io.imbed.examples.server.Site.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSiteTest {
    private Site site;

    @BeforeEach
    void open() throws IOException {
        site = Site.of(new Page("ws://h:1/im", "--user <b>'").files());
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void plainPageSaysThatTheWebChatWasLeftOutAndHowToChat() throws Exception {
        HttpResponse<byte[]> page = site.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(text(page))
                .contains("ws://h:1/im", "chat --url", "left out of this build", "-DskipWeb")
                .doesNotContain("{{");
        assertThat(header(site.get("/page.css"), "Content-Type")).isEqualTo("text/css; charset=utf-8");
    }

    @Test
    void whatComesFromTheCommandLineIsEscaped() throws Exception {
        assertThat(text(site.get("/"))).contains("--user &lt;b&gt;&#39;").doesNotContain("<b>");
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() throws Exception {
        for (String path : new String[] {"/", "/page.css", "/config.json", "/healthz", "/nothing"}) {
            HttpResponse<byte[]> answer = site.get(path);
            assertThat(header(answer, "Content-Security-Policy")).as(path).isNotEmpty();
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
            assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
            assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        }
    }

    @Test
    void pageMayUseWhatCameWithItAndTalkToItsServerOnly() throws Exception {
        List<String> policy =
                Arrays.asList(header(site.get("/"), "Content-Security-Policy").split("; "));

        assertThat(policy)
                .containsExactlyInAnyOrder(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "img-src 'self' data:",
                        "font-src 'self'",
                        "manifest-src 'self'",
                        "connect-src 'self' ws://127.0.0.1:1/im",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for 'script'",
                        "trusted-types vue");
    }

    @Test
    void configTellsThePageAboutItsServer() throws Exception {
        HttpResponse<byte[]> answer = site.get("/config.json");

        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        JsonObject config = JsonParser.parseString(text(answer)).getAsJsonObject();
        assertThat(config.keySet()).containsExactlyInAnyOrder("ws", "auth", "room", "version");
        assertThat(config.get("ws").getAsString()).isEqualTo("ws://127.0.0.1:1/im");
        assertThat(config.get("auth").getAsString()).isEqualTo("guest");
        assertThat(config.get("room").getAsString()).isEqualTo("general");
        assertThat(config.get("version").getAsString()).isEqualTo("1.2.3");
    }

    @Test
    void configAndPolicyAgreeOnTheAddressOfAServerOnEveryAddress() throws Exception {
        try (Site everywhere = Site.of(new Page("ws://h:1/im", "").files(), ChatAddress.besideThePage(8081, "/im"))) {
            for (String path : new String[] {"/", "/config.json"}) {
                String answer = everywhere.raw(
                        "GET " + path + " HTTP/1.1\r\nHost: chat.local:8080\r\nConnection: close\r\n\r\n");
                assertThat(answer).contains("connect-src 'self' ws://chat.local:8081/im\r\n");
            }
            assertThat(text(everywhere.get("/config.json"))).contains("\"ws://127.0.0.1:8081/im\"");
        }
    }

    @Test
    void headOfTheConfigIsWithoutItsBody() throws Exception {
        HttpResponse<byte[]> head = site.ask("HEAD", "/config.json");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length"))
                .isEqualTo(Integer.toString(site.get("/config.json").body().length));
    }

    @Test
    void nothingButGetAndHead() throws Exception {
        for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"}) {
            HttpResponse<byte[]> refused = site.ask(method, "/");
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(header(refused, "Allow")).isEqualTo("GET, HEAD");
        }
    }

    @Test
    void probesAnswerWithWhatTheyFind() throws Exception {
        HttpResponse<byte[]> health = site.get("/healthz");

        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(header(health, "Content-Type")).isEqualTo("application/json");
        assertThat(header(health, "Cache-Control")).isEqualTo("no-store");
        assertThat(text(health)).isEqualTo("{}\n");
    }

    @Test
    void portInUseIsToldByItsNumber() {
        int taken = site.http().port();

        assertThatIOException()
                .isThrownBy(() -> HttpSite.bind(InetAddress.getLoopbackAddress(), taken))
                .withMessageStartingWith("cannot listen on 127.0.0.1 port " + taken + ": ");
    }
}
