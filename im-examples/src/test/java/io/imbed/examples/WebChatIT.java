package io.imbed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The page in the real jar: the built one, or with {@code -DskipWeb} the plain one. */
class WebChatIT {
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"\\./([^\"]+)\"");

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static List<String> builtFiles() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("im.server.jar"))) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("io/imbed/demo/web/") && !name.endsWith("/"))
                    .toList();
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "im.skipWeb", matches = "true")
    void everythingThatThePageNamesIsThere() throws Exception {
        try (JarServer server = JarServer.start()) {
            HttpResponse<String> page = get(server.http());
            List<String> links = LINK.matcher(page.body())
                    .results()
                    .map(link -> link.group(1))
                    .toList();

            assertThat(page.body()).contains("<div id=\"app\">").doesNotContain("<style", "style=", "<script>");
            assertThat(links).anyMatch(link -> link.endsWith(".js")).anyMatch(link -> link.endsWith(".css"));
            for (String link : links) {
                HttpResponse<String> file = get(server.http().resolve(link));
                assertThat(file.statusCode()).as(link).isEqualTo(200);
                assertThat(file.headers().firstValue("Cache-Control").orElse(""))
                        .as(link)
                        .contains(link.startsWith("assets/") ? "immutable" : "no-cache");
            }
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "im.skipWeb", matches = "true")
    void licencesOfWhatIsInThePageAreThere() throws Exception {
        try (JarServer server = JarServer.start()) {
            assertThat(get(server.http().resolve("licenses.md")).body()).contains("@vue/runtime-dom", "MIT");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "im.skipWeb", matches = "true")
    void jarWithoutTheWebChatServesThePlainPage() throws Exception {
        assertThat(builtFiles()).isEmpty();
        try (JarServer server = JarServer.start()) {
            assertThat(get(server.http()).body()).contains(server.ws().toString(), "left out of this build");
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "im.skipWeb", matches = "true")
    void jarHasOneBuildOfThePage() throws Exception {
        assertThat(builtFiles())
                .contains("io/imbed/demo/web/files.txt", "io/imbed/demo/web/index.html")
                .filteredOn(name -> name.matches(".*/assets/index-[^/]*\\.js"))
                .hasSize(1);
    }
}
