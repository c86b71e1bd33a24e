package io.imbed.examples.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The page, {@code /config.json} and what operators ask for, on the server that comes with the JDK. Knows its paths by name and
 * reads no file. A page of ours keeps its own paths behind a {@code #}, where no server sees them.
 *
 * <p>Threads: any. Bound first, opened later: until then clients wait.
 */
final class HttpSite {
    private static final int LISTEN_QUEUE = 128;
    private static final int THREADS = 16;
    private static final int NO_BODY = -1;

    static {
        // Bounds on slow or many clients, in seconds and counts; the JDK's defaults are none. Read once, when the class
        // of its server is loaded.
        setDefault("sun.net.httpserver.maxReqTime", "10");
        setDefault("sun.net.httpserver.maxRspTime", "10");
        setDefault("jdk.httpserver.maxConnections", "256");
    }

    private final HttpServer server;
    private final ExecutorService threads;

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

    /**
     * Answers from now on. Called once.
     *
     * @param chat where the page finds the WebSocket
     * @param probes what answers at other paths
     */
    void open(StaticFiles files, PageConfig config, ChatAddress chat, Map<String, Supplier<Answer>> probes) {
        server.createContext("/", exchange -> {
            try (exchange) {
                String wsAddress = chat.seenBy(exchange.getRequestHeaders().getFirst("Host"));
                reply(exchange, answer(exchange, files, config.json(wsAddress), probes), ContentPolicy.of(wsAddress));
            }
        });
        server.start();
    }

    void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static Answer answer(
            HttpExchange exchange, StaticFiles files, String config, Map<String, Supplier<Answer>> probes) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Answer.text(405, "Only GET and HEAD here.\n");
        }
        String path = exchange.getRequestURI().getRawPath();
        if (path == null) return nothingHere();
        if (path.equals("/config.json")) return Answer.json(200, config + "\n");
        Supplier<Answer> probe = probes.get(path);
        if (probe != null) return probe.get();
        StaticFile file = files.find(path);
        Headers headers = exchange.getRequestHeaders();
        return file == null
                ? nothingHere()
                : file.answer(all(headers, "Accept-Encoding"), all(headers, "If-None-Match"));
    }

    private static Answer nothingHere() {
        return Answer.text(404, "Nothing here.\n");
    }

    /** A list may come in several lines (RFC 9110, section 5.3). Null if there is none. */
    private static @Nullable String all(Headers headers, String name) {
        List<String> lines = headers.get(name);
        return lines == null ? null : String.join(",", lines);
    }

    private static void reply(HttpExchange exchange, Answer answer, String contentPolicy) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        answer.headers().forEach(headers::set);
        headers.set("Content-Security-Policy", contentPolicy);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        byte[] body = answer.body();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        // The length of a 304 would be that of what it stands for (RFC 9110, section 8.6); none is simpler.
        if (head && answer.status() != 304) headers.set("Content-Length", Integer.toString(body.length));
        if (head || body.length == 0) {
            exchange.sendResponseHeaders(answer.status(), NO_BODY);
        } else {
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
