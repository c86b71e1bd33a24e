package io.imbed.examples.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** An open {@link HttpSite} with a healthy server behind it, and a client to ask it. */
final class Site implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpSite site;

    private Site(HttpSite site) {
        this.site = site;
    }

    static Site of(Map<String, byte[]> files) throws IOException {
        return of(files, ChatAddress.at("ws://127.0.0.1:1/im"));
    }

    static Site of(Map<String, byte[]> files, ChatAddress chat) throws IOException {
        HttpSite site = HttpSite.bind(InetAddress.getLoopbackAddress(), 0);
        site.open(
                StaticFiles.of(files),
                new PageConfig("guest", "general", "1.2.3"),
                chat,
                Map.of("/healthz", () -> Answer.json(503, "{}\n")));
        return new Site(site);
    }

    HttpSite http() {
        return site;
    }

    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        return ask("GET", path, headers);
    }

    HttpResponse<byte[]> ask(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** Status line, headers and body of the answer to a request that no client library would send. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() {
        site.close();
    }
}
