package io.imbed.examples;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client that knows nothing but WebSocket and JSON as text: the JDK's. Threads: any. */
final class RawSocket implements WebSocket.Listener, AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final List<String> lines = new ArrayList<>(); // guarded by this
    private final StringBuilder unfinished = new StringBuilder(); // one callback at a time
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private int taken; // guarded by this

    private RawSocket(WebSocket.Builder builder, URI uri) {
        socket = builder.subprotocols("im.v1").buildAsync(uri, this).join();
    }

    static RawSocket open(URI uri) {
        return new RawSocket(HttpClient.newHttpClient().newWebSocketBuilder(), uri);
    }

    static RawSocket open(URI uri, String origin) {
        return new RawSocket(HttpClient.newHttpClient().newWebSocketBuilder().header("Origin", origin), uri);
    }

    void send(String line) {
        socket.sendText(line, true).join();
    }

    /** The next line of which this is true; those before it are skipped. */
    synchronized String next(Predicate<String> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            while (taken < lines.size()) {
                String line = lines.get(taken++);
                if (wanted.test(line)) return line;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) throw new AssertionError("the line did not come; there were " + lines);
            wait(left);
        }
    }

    String reply(long id) throws InterruptedException {
        return next(line -> line.startsWith("{\"re\":" + id + ",") || line.equals("{\"re\":" + id + "}"));
    }

    /** All lines so far. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for the server's close and returns its code. */
    int closeCode() throws Exception {
        return closed.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        unfinished.append(data);
        if (last) {
            synchronized (this) {
                lines.addAll(unfinished.toString().lines().toList());
                notifyAll();
            }
            unfinished.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
