package io.imbed.examples.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The page and {@code /healthz}, on the server that comes with the JDK. Knows its few paths by name and reads no file.
 *
 * <p>Threads: any. Bound first, opened later: until then clients wait.
 */
final class HttpSite {
    private static final int LISTEN_QUEUE = 128;
    private static final int THREADS = 16;

    static {
        // Bounds on slow or many clients, in seconds and counts; the JDK's defaults are none. Read once, when the class
        // of its server is loaded.
        setDefault("sun.net.httpserver.maxReqTime", "10");
        setDefault("sun.net.httpserver.maxRspTime", "10");
        setDefault("jdk.httpserver.maxConnections", "256");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private volatile @Nullable HealthCheck health;

    private HttpSite(HttpServer server) {
        AtomicInteger number = new AtomicInteger();
        this.server = server;
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "im-chat-http-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) System.setProperty(property, value);
    }

    /** @throws IOException with a sentence that names the address */
    static HttpSite bind(InetAddress address, int port) throws IOException {
        try {
            return new HttpSite(HttpServer.create(new InetSocketAddress(address, port), LISTEN_QUEUE));
        } catch (IOException failed) {
            throw new IOException(
                    "cannot listen on " + address.getHostAddress() + " port " + port + ": " + failed.getMessage(),
                    failed);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Answers from now on. Called once. */
    void open(Page page, HealthCheck check) {
        health = check;
        Answer html = new Answer(200, "text/html; charset=utf-8", page.html());
        Answer css = new Answer(200, "text/css; charset=utf-8", page.css());
        server.createContext("/", exchange -> {
            try (exchange) {
                reply(exchange, answer(exchange, html, css, check));
            }
        });
        server.start();
    }

    /** Tells whoever asks for health that this server is about to go. */
    void draining() {
        HealthCheck check = health;
        if (check != null) check.draining();
    }

    void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private record Answer(int status, String type, String body) {}

    private static Answer answer(HttpExchange exchange, Answer html, Answer css, HealthCheck check) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return text(405, "Only GET and HEAD here.\n");
        }
        String path = exchange.getRequestURI().getRawPath();
        if (path == null) return text(404, "Nothing here.\n");
        return switch (path) {
            case "/" -> html;
            case "/page.css" -> css;
            case "/healthz" -> {
                HealthCheck.Health now = check.health();
                yield new Answer(now.healthy() ? 200 : 503, "application/json", now.json() + "\n");
            }
            default -> text(404, "Nothing here.\n");
        };
    }

    private static Answer text(int status, String body) {
        return new Answer(status, "text/plain; charset=utf-8", body);
    }

    private static void reply(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type());
        headers.set("Cache-Control", "no-store");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
