package io.imbed.spring;

import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One WebSocket of the chat's, line by line. */
final class ChatSocket implements WebSocket.Listener {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private @Nullable WebSocket socket;

    void opened(WebSocket opened) {
        socket = opened;
    }

    void send(String line) throws Exception {
        WebSocket open = socket;
        if (open == null) throw new IllegalStateException("not open");
        open.sendText(line, true).get(20, TimeUnit.SECONDS);
    }

    /** The next line with this in it; others are passed over. */
    String line(String part) throws InterruptedException {
        return line(line -> line.contains(part), part);
    }

    private String line(Predicate<String> wanted, String what) throws InterruptedException {
        StringBuilder seen = new StringBuilder();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) throw new AssertionError("no line with " + what + " within 20 s, but " + seen);
            if (wanted.test(line)) return line;
            seen.append(line).append('\n');
        }
    }

    /** Waits for the end, and returns its code. */
    int closeCode() throws Exception {
        return closed.get(20, TimeUnit.SECONDS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            part.toString().lines().forEach(lines::add);
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }
}
