package io.imbed.internal.engine;

import io.imbed.Limits;
import io.imbed.internal.session.Link;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.ServerFrame;
import io.imbed.spi.Environment;
import java.time.Duration;

/**
 * Empties a node without a stampede: a notice with a random time to come back, then, once what is under way is answered,
 * 1012 for one connection after the other. Threads: any; {@link #begin} once.
 */
final class Drain {
    private final Environment env;
    private final Duration notice;
    private final Duration spread;
    private final Duration goodbye;
    private final Duration end;

    /** Fits notice and spread into nine tenths of {@code atMost}, the rest being for the goodbyes on the wire. */
    Drain(Environment env, Limits.Times times, Duration atMost) {
        this.env = env;
        Duration wanted = times.drainNotice().plus(times.drainSpread());
        Duration room = atMost.multipliedBy(9).dividedBy(10);
        double scale = Math.min(1, (double) room.toNanos() / Math.max(1, wanted.toNanos()));
        this.notice = scaled(times.drainNotice(), scale);
        this.spread = scaled(times.drainSpread(), scale);
        this.goodbye = least(Engine.GOODBYE, atMost.minus(room));
        // Whatever a client may still wait for then is answered within the deadline of a send.
        this.end = least(notice.plus(spread).plus(times.send()), atMost.minus(goodbye));
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration scaled(Duration duration, double scale) {
        return Duration.ofNanos((long) (duration.toNanos() * scale));
    }

    /** When those that have not left are closed. */
    Duration end() {
        return end;
    }

    /** How long after that the wires may take to deliver what was written. */
    Duration goodbye() {
        return goodbye;
    }

    void begin(Iterable<Link> links) {
        for (Link link : links) {
            if (link.session() == null) {
                link.close(CloseReason.RESTART);
                continue;
            }
            Duration place = Duration.ofNanos(env.random().nextLong(Math.max(1, spread.toNanos())));
            Duration until = notice.plus(place);
            link.send(new ServerFrame.Closing(CloseReason.RESTART, until.toMillis()));
            env.scheduler().schedule(until, () -> env.worker().execute(() -> link.leave(CloseReason.RESTART)));
        }
    }
}
