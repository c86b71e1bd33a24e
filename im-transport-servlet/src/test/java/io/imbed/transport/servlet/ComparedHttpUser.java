package io.imbed.transport.servlet;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Over HTTP, with the pauses of the TypeScript client ({@code poller.ts}): a poll that does not wait comes a second after
 * one that brought something, then ever later, up to five, and a tenth of a second after a line was sent.
 *
 * <p>Threads: any; what is mutable is guarded by this.
 */
final class ComparedHttpUser extends ComparedUser {
    private static final long LONG_POLL_MILLIS = 25_000;
    private static final long PACE_MILLIS = 1_000;
    private static final long SLOWEST_MILLIS = 5_000;
    private static final double SLOWER = 1.5;
    private static final long SOON_MILLIS = 100;

    /** How lines come down. */
    enum Down {
        EVENTS,
        LONG_POLLS,
        POLLS
    }

    private final Down down;
    private final ScheduledExecutorService timers;
    private final String base;
    private String key = "";
    private String batch = "0";
    private long pace = PACE_MILLIS;
    private long sends;
    private boolean asking;
    private boolean soon;
    private boolean over;
    private ScheduledFuture<?> next;

    ComparedHttpUser(String name, String room, Figures figures, int port, Down down, ScheduledExecutorService timers) {
        super(name, room, figures);
        this.base = "http://127.0.0.1:" + port + "/im";
        this.down = down;
        this.timers = timers;
    }

    @Override
    void connect() throws Exception {
        figures().requested();
        HttpResponse<String> opened = HttpClients.SHARED.send(post("/open", hello()), BodyHandlers.ofString());
        synchronized (this) {
            key = opened.headers().firstValue("Im-Connection").orElseThrow();
            took(opened);
            if (down == Down.EVENTS) stream();
            else ask();
        }
    }

    private HttpRequest post(String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).header("Content-Type", "application/x-ndjson");
        if (headers.length > 0) request.headers(headers);
        return request.POST(BodyPublishers.ofString(body)).build();
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Im-Connection", key);
    }

    private void stream() {
        figures().requested();
        HttpRequest request = get("/events").header("Last-Event-ID", batch).build();
        HttpClients.SHARED.sendAsync(request, BodyHandlers.fromLineSubscriber(new Lines()));
    }

    private final class Lines implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("data: ")) heard(line.substring(6));
        }

        @Override
        public void onError(Throwable e) {}

        @Override
        public void onComplete() {}
    }

    private synchronized void ask() {
        if (over || asking) return;
        asking = true;
        soon = false;
        figures().requested();
        long wait = down == Down.LONG_POLLS ? LONG_POLL_MILLIS : 0;
        CompletionStage<HttpResponse<String>> asked = HttpClients.SHARED.sendAsync(
                get("/poll?ack=" + batch + "&wait=" + wait).build(), BodyHandlers.ofString());
        asked.thenAccept(this::answered);
    }

    private synchronized void answered(HttpResponse<String> answer) {
        asking = false;
        if (answer.statusCode() != 200) return;
        took(answer);
        pace = answer.body().isEmpty() ? (long) Math.min(SLOWEST_MILLIS, pace * SLOWER) : PACE_MILLIS;
        if (down == Down.LONG_POLLS) ask();
        else askIn(soon ? SOON_MILLIS : pace);
    }

    private void took(HttpResponse<String> answer) {
        batch = answer.headers().firstValue("Im-Batch").orElseThrow();
        answer.body().lines().forEach(this::heard);
    }

    private void askIn(long millis) {
        if (next != null) next.cancel(false);
        next = timers.schedule(this::ask, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    synchronized void send(String line) {
        figures().requested();
        String number = Long.toString(++sends);
        HttpClients.SHARED
                .sendAsync(post("/send", line, "Im-Connection", key, "Im-Seq", number), BodyHandlers.discarding())
                .thenRun(this::askSoon);
    }

    private synchronized void askSoon() {
        if (down != Down.POLLS) return;
        pace = PACE_MILLIS;
        if (asking) soon = true;
        else askIn(SOON_MILLIS);
    }

    @Override
    public synchronized void close() {
        over = true;
        if (next != null) next.cancel(false);
    }
}
