package io.imbed.spring;

import io.imbed.ImServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the chat behind everything else, and drains it before the web server goes: clients are told, and sent elsewhere, while
 * what they ask is still answered.
 *
 * <p>Threads: any.
 */
final class ImLifecycle implements SmartLifecycle {
    /** Boot's web server begins its graceful shutdown at {@code DEFAULT_PHASE - 1024}; higher phases stop first. */
    static final int PHASE = DEFAULT_PHASE - 512;

    private final ImServer server;
    private final Duration atMost;
    private volatile boolean running;

    ImLifecycle(ImServer server, Duration atMost) {
        this.server = server;
        this.atMost = atMost;
    }

    @Override
    public void start() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the chat could not be opened", e);
        }
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        server.drain(atMost).whenComplete((done, error) -> callback.run());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** A server that was drained does not come back. Asked since Spring 7, which pauses contexts between tests. */
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
