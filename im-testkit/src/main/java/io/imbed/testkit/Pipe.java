package io.imbed.testkit;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a wire: what is put in arrives later, in order, unless the wire breaks before.
 *
 * <p>Threads: any puts; arrivals come one at a time on the connection's queue.
 */
final class Pipe {
    /** What travels. */
    sealed interface Parcel {}

    /** One carrier unit. */
    record Unit(String text) implements Parcel {}

    /** The wire's own question whether the other end is alive. */
    record Ping() implements Parcel {}

    /** Its answer. */
    record Pong() implements Parcel {}

    /** The orderly end. */
    record Close(CloseReason reason) implements Parcel {}

    /** The end that parcels arrive at. Called one at a time. */
    interface End {
        void arrived(Parcel parcel);

        /** The wire broke where {@link #breakAfter} said. */
        void broke();
    }

    private final Scheduler scheduler;
    private final Executor queue;
    private final End end;
    private final Deque<Parcel> travelling = new ArrayDeque<>(); // guarded by this
    private Duration delay = Duration.ZERO; // guarded by this
    private boolean paused; // guarded by this
    private int owed; // guarded by this; arrivals that fell due while paused
    private boolean broken; // guarded by this
    private long linesLeft = Long.MAX_VALUE; // guarded by this; until it breaks

    Pipe(Scheduler scheduler, Executor queue, End end) {
        this.scheduler = scheduler;
        this.queue = queue;
        this.end = end;
    }

    /** Sends a parcel on its way, or swallows it if the wire is broken. */
    void put(Parcel parcel) {
        Duration travel;
        synchronized (this) {
            if (broken) return;
            travelling.add(parcel);
            travel = delay;
        }
        // Each put brings one arrival, and each arrival takes the parcel in front: order holds even if the delay
        // changes.
        if (travel.isZero()) queue.execute(this::arrive);
        else scheduler.schedule(travel, () -> queue.execute(this::arrive));
    }

    synchronized void delay(Duration newDelay) {
        delay = newDelay;
    }

    synchronized void pause() {
        paused = true;
    }

    void resume() {
        int late;
        synchronized (this) {
            paused = false;
            late = owed;
            owed = 0;
        }
        for (int i = 0; i < late; i++) queue.execute(this::arrive);
    }

    /** Loses what is on its way and all that is put in later. */
    synchronized void cut() {
        broken = true;
        travelling.clear();
    }

    /** Lets this many more lines arrive, and then breaks. */
    void breakAfter(long lines) {
        synchronized (this) {
            linesLeft = lines;
        }
        if (lines == 0) queue.execute(end::broke);
    }

    /** Lines on their way. */
    synchronized int linesTravelling() {
        int lines = 0;
        for (Parcel parcel : travelling) if (parcel instanceof Unit unit) lines += Lines.count(unit.text());
        return lines;
    }

    private void arrive() {
        boolean breaks;
        Parcel parcel;
        synchronized (this) {
            if (paused) {
                owed++;
                return;
            }
            parcel = travelling.poll();
            if (parcel == null || broken) return;
            parcel = shorten(parcel);
            breaks = linesLeft == 0;
        }
        if (parcel != null) end.arrived(parcel);
        if (breaks) end.broke();
    }

    /** What still gets through of a parcel, null if nothing does. Caller holds the lock. */
    private @Nullable Parcel shorten(Parcel parcel) {
        if (linesLeft == Long.MAX_VALUE) return parcel;
        if (!(parcel instanceof Unit unit)) return linesLeft == 0 ? null : parcel;
        int lines = Lines.count(unit.text());
        int kept = (int) Math.min(lines, linesLeft);
        linesLeft -= kept;
        return kept == 0 ? null : kept == lines ? unit : new Unit(Lines.first(unit.text(), kept));
    }
}
