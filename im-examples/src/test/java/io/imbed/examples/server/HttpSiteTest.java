package io.imbed.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSiteTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final HealthCheck check = new HealthCheck(() -> OptionalInt.of(101), System::nanoTime);
    private HttpSite site;

    @BeforeEach
    void open() throws IOException {
        site = HttpSite.bind(InetAddress.getLoopbackAddress(), 0);
        site.open(new Page("ws://h:1/im", "--user <b>'"), check);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + site.port() + path);
        return http.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void pageNamesTheWebSocketAndHowToChat() throws Exception {
        HttpResponse<String> page = ask("GET", "/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.body()).contains("ws://h:1/im").contains("chat --url").doesNotContain("{{");
    }

    @Test
    void whatComesFromTheCommandLineIsEscaped() throws Exception {
        assertThat(ask("GET", "/").body()).contains("--user &lt;b&gt;&#39;").doesNotContain("<b>");
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() throws Exception {
        for (String path : new String[] {"/", "/page.css", "/healthz", "/nothing"}) {
            var headers = ask("GET", path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        }
    }

    @Test
    void headIsThePageWithoutItsBody() throws Exception {
        HttpResponse<String> head = ask("HEAD", "/");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .contains(Integer.toString(ask("GET", "/").body().length()));
    }

    @Test
    void nothingButGetAndHead() throws Exception {
        for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"}) {
            HttpResponse<String> refused = ask(method, "/");
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
        }
    }

    @Test
    void noPathLeadsToAFile() throws Exception {
        for (String path : new String[] {"/page.html", "/..%2fpom.xml", "/healthz/", "/page.css%00", "/logback.xml"}) {
            assertThat(ask("GET", path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void healthIs503WhenDraining() throws Exception {
        assertThat(ask("GET", "/healthz").statusCode()).isEqualTo(200);

        site.draining();

        HttpResponse<String> health = ask("GET", "/healthz");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void portInUseIsToldByItsNumber() {
        int taken = site.port();

        assertThatIOException()
                .isThrownBy(() -> HttpSite.bind(InetAddress.getLoopbackAddress(), taken))
                .withMessageStartingWith("cannot listen on 127.0.0.1 port " + taken + ": ");
    }
}
