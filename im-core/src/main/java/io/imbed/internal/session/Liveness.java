package io.imbed.internal.session;

import io.imbed.Limits;
import io.imbed.internal.Ticks;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.ServerFrame;
import io.imbed.spi.Environment;
import io.imbed.spi.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks the peer for a sign of life now and then, and closes the connection if there is none. The first question comes at
 * a random point of the interval, so that connections made together do not ask together.
 *
 * <p>Threads: any.
 */
final class Liveness {
    private final Link link;
    private final Environment env;
    private final Ticks ticks;
    private final Limits.Times times;
    private volatile long heardNanos;
    private Scheduler.@Nullable Timer timer; // guarded by this
    private boolean stopped; // guarded by this

    Liveness(Link link, Environment env, Ticks ticks, Limits.Times times) {
        this.link = link;
        this.env = env;
        this.ticks = ticks;
        this.times = times;
    }

    void heard() {
        heardNanos = env.scheduler().nanoTime();
    }

    void start() {
        heard();
        schedule(Duration.ofNanos(env.random().nextLong(times.ping().toNanos())), this::ask);
    }

    private void ask() {
        long asked = env.scheduler().nanoTime();
        if (link.connection().transport().capabilities().protocolPing()) {
            link.connection().ping();
        } else {
            link.send(new ServerFrame.ServerPing());
        }
        schedule(times.pong(), () -> check(asked));
    }

    private void check(long asked) {
        if (heardNanos - asked < 0) {
            link.close(CloseReason.PING_TIMEOUT);
        } else {
            schedule(times.ping().minus(times.pong()), this::ask);
        }
    }

    private synchronized void schedule(Duration delay, Runnable task) {
        if (!stopped) timer = ticks.schedule(delay.isNegative() ? Duration.ZERO : delay, task);
    }

    synchronized void stop() {
        stopped = true;
        if (timer != null) timer.cancel();
    }
}
