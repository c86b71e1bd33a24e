package io.imbed.examples.server;

import static io.imbed.examples.server.Site.header;
import static io.imbed.examples.server.Site.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {
    private static final String SCRIPT = "/assets/index-Bz_-Arf0.js";
    private static final String LONG = "say('again and again');\n".repeat(100);

    private Site site;

    @BeforeEach
    void open() throws IOException {
        site = Site.of(Map.ofEntries(
                file("index.html", "<!doctype html>" + LONG),
                file("assets/index-Bz_-Arf0.js", LONG),
                file("assets/font-12345678.woff2", LONG),
                file("assets/picture.svg", LONG),
                file("style-12345678.css", LONG),
                file("tiny.txt", "tiny"),
                file("empty.txt", ""),
                file("site.webmanifest", LONG),
                file("what.xyz", LONG)));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static Map.Entry<String, byte[]> file(String name, String content) {
        return Map.entry(name, content.getBytes(UTF_8));
    }

    private static String unzipped(HttpResponse<byte[]> response) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes(), UTF_8);
    }

    @Test
    void whatIsNamedByItsContentIsKeptForEver() throws Exception {
        assertThat(header(site.get(SCRIPT), "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(site.get("/assets/font-12345678.woff2"), "Cache-Control"))
                .isEqualTo("public, max-age=31536000, immutable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/assets/picture.svg", "/style-12345678.css", "/site.webmanifest"})
    void allElseIsAskedForEveryTime(String path) throws Exception {
        assertThat(header(site.get(path), "Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void indexStandsAtTheRoot() throws Exception {
        assertThat(text(site.get("/"))).startsWith("<!doctype html>");
        assertThat(header(site.get("/"), "ETag")).isEqualTo(header(site.get("/index.html"), "ETag"));
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        SCRIPT + ", text/javascript; charset=utf-8",
        "/style-12345678.css, text/css; charset=utf-8",
        "/assets/picture.svg, image/svg+xml",
        "/assets/font-12345678.woff2, font/woff2",
        "/site.webmanifest, application/manifest+json",
        "/tiny.txt, text/plain; charset=utf-8",
        "/what.xyz, application/octet-stream",
    })
    void mediaTypesAreThoseThatBrowsersWant(String path, String type) throws Exception {
        assertThat(header(site.get(path), "Content-Type")).isEqualTo(type);
    }

    @Test
    void unchangedFileIsNotSentAgain() throws Exception {
        String tag = header(site.get("/"), "ETag");

        for (String asked : new String[] {tag, "W/" + tag, "\"other\" , " + tag, "*"}) {
            HttpResponse<byte[]> unchanged = site.get("/", "If-None-Match", asked);
            assertThat(unchanged.statusCode()).as(asked).isEqualTo(304);
            assertThat(unchanged.body()).isEmpty();
            assertThat(header(unchanged, "ETag")).isEqualTo(tag);
            assertThat(header(unchanged, "Cache-Control")).isEqualTo("no-cache");
            assertThat(header(unchanged, "Vary")).isEqualTo("Accept-Encoding");
            assertThat(header(unchanged, "Content-Security-Policy")).contains("default-src 'none'");
        }
        assertThat(site.ask("HEAD", "/", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void tagsMayComeInSeveralLines() throws Exception {
        String tag = header(site.get("/"), "ETag");

        assertThat(site.raw("GET / HTTP/1.1\r\nHost: h\r\nIf-None-Match: \"other\"\r\nIf-None-Match: " + tag
                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 304 ");
    }

    @Test
    void tagIsStrongAndChangesWithTheContent() throws Exception {
        String tag = header(site.get("/"), "ETag");

        assertThat(tag).matches("\"[A-Za-z0-9_-]{20}\"");
        String asLong = "<!DOCTYPE html>" + LONG;
        try (Site newer = Site.of(Map.ofEntries(file("index.html", asLong)))) {
            HttpResponse<byte[]> changed = newer.get("/", "If-None-Match", tag);
            assertThat(changed.statusCode()).isEqualTo(200);
            assertThat(text(changed)).isEqualTo(asLong);
        }
    }

    @Test
    void compressedFormHasTheSameContentAndAnotherTag() throws Exception {
        HttpResponse<byte[]> plain = site.get(SCRIPT);
        HttpResponse<byte[]> gzip = site.get(SCRIPT, "Accept-Encoding", "br, gzip;q=0.8");

        assertThat(text(plain)).isEqualTo(LONG);
        assertThat(header(plain, "Content-Encoding")).isEmpty();
        assertThat(unzipped(gzip)).isEqualTo(LONG);
        assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(gzip, "Content-Length")).isEqualTo(Integer.toString(gzip.body().length));
        assertThat(gzip.body().length).isLessThan(plain.body().length);
        assertThat(header(gzip, "Vary")).isEqualTo(header(plain, "Vary")).isEqualTo("Accept-Encoding");
        String tag = header(gzip, "ETag");
        assertThat(tag).isNotEqualTo(header(plain, "ETag"));
        assertThat(site.get(SCRIPT, "Accept-Encoding", "gzip", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(site.get(SCRIPT, "If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | true",
                "GZIP ; Q=0.001 | true",
                "deflate, gzip | true",
                "* | true",
                "gzip;q=0 | false",
                "gzip; q=0.000, * | false",
                "*;q=0 | false",
                "br, identity | false",
                "notgzip | false",
                "gzip;q=x | false",
            })
    void gzipIsSentToWhoeverTakesIt(String header, boolean taken) throws Exception {
        HttpResponse<byte[]> answer = site.get(SCRIPT, "Accept-Encoding", header);

        assertThat(header(answer, "Content-Encoding")).isEqualTo(taken ? "gzip" : "");
    }

    @Test
    void whatGzipDoesNotMakeShorterStaysAsItIs() throws Exception {
        for (String path : new String[] {"/tiny.txt", "/empty.txt", "/assets/font-12345678.woff2"}) {
            HttpResponse<byte[]> answer = site.get(path, "Accept-Encoding", "gzip");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Content-Encoding")).as(path).isEmpty();
            assertThat(header(answer, "Vary")).as(path).isEmpty();
        }
    }

    @Test
    void headIsTheAnswerWithoutItsBody() throws Exception {
        for (String coding : new String[] {"identity", "gzip"}) {
            HttpResponse<byte[]> get = site.get(SCRIPT, "Accept-Encoding", coding);
            HttpResponse<byte[]> head = site.ask("HEAD", SCRIPT, "Accept-Encoding", coding);

            assertThat(head.body()).isEmpty();
            for (String name : new String[] {"Content-Length", "Content-Type", "ETag", "Cache-Control", "Vary"}) {
                assertThat(header(head, name)).as(name).isNotEmpty().isEqualTo(header(get, name));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../pom.xml",
                "/assets/../index.html",
                "/assets/..%2findex.html",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/./index.html",
                "/assets/",
                "/assets",
                "/index.html/",
                "/index%2ehtml",
                "/index.html%00.js",
                "/INDEX.HTML",
                "//index.html",
                "///etc/passwd",
                "/files.txt",
                "/logback.xml",
                "/io/imbed/examples/server/page.html",
                "http://127.0.0.1/../index.html",
                "/room/general",
            })
    void onlyExactNamesLeadToAFile(String path) throws Exception {
        String answer = site.raw("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404 ").doesNotContain("again");
    }

    @Test
    void nobodyRemembersThatAFileIsMissing() throws Exception {
        HttpResponse<byte[]> missing = site.get("/assets/index-older123.js");

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(header(missing, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void whatStandsBehindAQuestionMarkIsNoPartOfTheName() throws Exception {
        assertThat(text(site.get("/?room=../secret"))).startsWith("<!doctype html>");
    }

    @Test
    void pageWithoutIndexIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StaticFiles.of(Map.of("a.js", new byte[0])))
                .withMessageContaining("index.html");
    }
}
