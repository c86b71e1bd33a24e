package io.imbed.transport.servlet;

import com.google.gson.JsonParser;
import io.imbed.testkit.ConnectRefusedException;
import io.imbed.testkit.TransportContract.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;

/** What the clients over HTTP have in common: they open, post and close. Threads: one. */
abstract class HttpSide implements Wire {
    /** How often a request is repeated whose answer was lost. */
    private static final int TRIES = 20;

    final ArrayDeque<String> lines = new ArrayDeque<>();
    final String base;
    final String key;
    volatile long confirmed;
    private long sent;
    private int closeCode = 1006;

    HttpSide(int port) throws Exception {
        this.base = "http://127.0.0.1:" + port + "/im";
        HttpResponse<String> opened;
        try {
            opened = exchange(post("/open", ""));
        } catch (ConnectException e) {
            throw new ConnectRefusedException(ConnectRefusedException.NOBODY_LISTENS, e.toString());
        }
        if (opened.statusCode() != 200) throw new ConnectRefusedException(opened.statusCode(), opened.body());
        this.key = opened.headers().firstValue("Im-Connection").orElseThrow();
        took(opened);
    }

    HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(body));
    }

    HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Im-Connection", key);
    }

    HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        return exchange(request, BodyHandlers.ofString());
    }

    private static <T> HttpResponse<T> exchange(HttpRequest.Builder request, BodyHandler<T> body)
            throws IOException, InterruptedException {
        return HttpClients.SHARED.send(request.timeout(Duration.ofSeconds(40)).build(), body);
    }

    /** Repeats a request of this connection, which the server knows again, until it is answered. */
    <T> HttpResponse<T> insist(HttpRequest.Builder request, BodyHandler<T> body)
            throws IOException, InterruptedException {
        for (int i = 1; ; i++) {
            try {
                return exchange(request, body);
            } catch (IOException lost) {
                if (i == TRIES || lost instanceof HttpTimeoutException) throw lost;
            }
        }
    }

    void took(HttpResponse<String> response) {
        if (!response.body().isEmpty()) arrived(response.body().split("\n"));
        confirmed = Long.parseLong(response.headers().firstValue("Im-Batch").orElseThrow());
    }

    void arrived(String... batch) {
        for (String line : batch) {
            if (!line.startsWith("{\"ev\":\"closing\"")) lines.add(line);
            else
                closeCode = JsonParser.parseString(line)
                        .getAsJsonObject()
                        .get("code")
                        .getAsInt();
        }
    }

    /** Waits for more; false once the connection is over. */
    abstract boolean more(Duration deadline) throws Exception;

    @Override
    public void send(String unit) throws Exception {
        insist(
                post("/send", unit).header("Im-Connection", key).header("Im-Seq", Long.toString(++sent)),
                BodyHandlers.discarding());
    }

    @Override
    public String next(Duration deadline) throws Exception {
        long until = System.nanoTime() + deadline.toNanos();
        while (lines.isEmpty()) {
            Duration left = Duration.ofNanos(until - System.nanoTime());
            if (left.isNegative()) throw new AssertionError("no line came");
            if (!more(left)) throw new EOFException("waited for a line, got the end, " + closeCode);
        }
        return lines.remove();
    }

    @Override
    public int awaitClose(Duration deadline) throws Exception {
        while (more(deadline)) lines.clear();
        return closeCode;
    }

    @Override
    public void close() throws Exception {
        exchange(post("/close", "").header("Im-Connection", key));
    }
}
