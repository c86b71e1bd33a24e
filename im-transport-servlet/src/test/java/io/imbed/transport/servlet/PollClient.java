package io.imbed.transport.servlet;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks again and again; each question waits for a while, or not at all. Threads: one. */
final class PollClient extends HttpSide {
    /** Between two polls that do not wait. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    private static final ScheduledExecutorService BEATS = Executors.newScheduledThreadPool(1, task -> {
        Thread thread = new Thread(task, "im-poll-beats");
        thread.setDaemon(true);
        return thread;
    });

    private final Duration wait;
    private final Future<?> beats;

    /** Says now and then that it lives and what it has, also while a test does not read from it. */
    private PollClient(int port, Duration wait) throws Exception {
        super(port);
        this.wait = wait;
        this.beats = BEATS.scheduleWithFixedDelay(this::beat, 500, 500, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        HttpClients.SHARED.sendAsync(
                post("/send", "")
                        .header("Im-Connection", key)
                        .header("Im-Ack", Long.toString(confirmed))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    static PollClient longPolling(int port) throws Exception {
        return new PollClient(port, Duration.ofSeconds(5));
    }

    static PollClient polling(int port) throws Exception {
        return new PollClient(port, Duration.ZERO);
    }

    @Override
    boolean more(Duration deadline) throws Exception {
        HttpResponse<String> response = insist(
                get("/poll?ack=" + confirmed + "&wait=" + wait.toMillis()), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == 410) return false;
        if (response.statusCode() != 200) throw new AssertionError(response + " " + response.body());
        took(response);
        if (wait.isZero() && lines.isEmpty()) LockSupport.parkNanos(PAUSE.toNanos());
        return true;
    }

    @Override
    public void close() throws Exception {
        beats.cancel(false);
        super.close();
    }

    @Override
    public void vanish() {
        beats.cancel(false);
    }
}
