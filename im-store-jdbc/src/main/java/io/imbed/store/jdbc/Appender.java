package io.imbed.store.jdbc;

import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes appends, everything that waits in one transaction: the group commit. While one is being committed others gather, so
 * a slow disk costs latency and not throughput. {@link WriteTurn} says what becomes of one that fails.
 *
 * <p>Threads: any thread appends; the executor, of one thread, writes. What waits is bounded by those who append, as the engine
 * has one append in flight for each lane.
 */
final class Appender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);
    /** So that one transaction does not take seconds; what is beyond it goes with the next one. */
    private static final int MAX_ENTRIES = 2_000;
    /** What part of the time of a transaction the next one waits for the crowd of this one. */
    private static final int PATIENCE = 8;
    /** It is for commits of some milliseconds; a transaction that took seconds met with something else. */
    private static final long MOST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** How long closing waits for what is being written. */
    private static final long CLOSE_SECONDS = 30;

    private record Work(List<Entry> entries, CompletableFuture<List<Outcome>> answer) {}

    private final Executor writer;
    private final Scheduler scheduler;
    private final Sessions sessions;
    private final Dialect dialect;
    private final Chore chore;
    private final ArrayDeque<Work> waiting = new ArrayDeque<>(); // guarded by this
    private int wanted = 1; // so many appends are written at once, fewer when the alarm rings; guarded by this
    private boolean active; // guarded by this: run() is called for, or under way
    private boolean closed; // guarded by this
    private Scheduler.@Nullable Timer alarm; // for the chore, or for those who are waited for; guarded by this
    private volatile @Nullable Thread writing; // the thread in run()

    /**
     * Begins with what the chore has to do.
     *
     * @param writer runs one task at a time
     */
    Appender(Executor writer, Scheduler scheduler, Sessions sessions, Dialect dialect, Chore chore) {
        this.writer = writer;
        this.scheduler = scheduler;
        this.sessions = sessions;
        this.dialect = dialect;
        this.chore = chore;
        activate();
    }

    CompletionStage<List<Outcome>> append(List<Entry> entries) {
        if (entries.isEmpty()) return CompletableFuture.completedFuture(List.of());
        Work work = new Work(List.copyOf(entries), new CompletableFuture<>());
        synchronized (this) {
            if (closed) return CompletableFuture.completedFuture(refused(entries.size(), "the storage is closed"));
            waiting.add(work);
            if (waiting.size() >= wanted) activate();
        }
        return work.answer();
    }

    /** What is queued here runs later, so a lock may be held. */
    private synchronized void activate() {
        if (active) return;
        active = true;
        writer.execute(this::run);
    }

    /** Commits a change that changes nothing, between two appends; fails if that cannot be done. */
    CompletionStage<Void> probe() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        synchronized (this) {
            if (closed) return CompletableFuture.failedFuture(new IllegalStateException("the storage is closed"));
            writer.execute(() -> {
                try {
                    probeNow();
                    answer.complete(null);
                } catch (RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                }
            });
        }
        return answer;
    }

    private void probeNow() {
        Session session = sessions.take();
        boolean sound = false;
        try {
            dialect.begin(session);
            session.update("UPDATE $schema SET version = version");
            dialect.commit(session);
            sound = true;
        } finally {
            sessions.give(session, sound);
        }
    }

    private void run() {
        writing = Thread.currentThread();
        if (chore.millisUntilDue() <= 0) runChore();
        long begun = scheduler.nanoTime();
        List<Work> works = poll();
        if (!works.isEmpty()) {
            List<List<Outcome>> outcomes = write(works);
            want(works.size());
            for (int i = 0; i < works.size(); i++) works.get(i).answer().complete(outcomes.get(i));
            for (Work work : works) chore.written(work.entries());
        }
        writing = null;
        goOn(Math.min((scheduler.nanoTime() - begun) / PATIENCE, MOST_PATIENCE_NANOS));
    }

    /**
     * Sets how many appends the next transaction waits for.
     *
     * <p>Many of those who are answered append again in a moment. Without waiting for them two crowds would form, each of which
     * waits while the other one's transaction is written, so that half of all share a commit. So all are waited for, for a part
     * of the time that the last transaction took: that can bring twice as much, and costs little where nobody comes. One who is
     * alone waits for nobody, and where more wait than were just written there is no more to gain.
     */
    private synchronized void want(int written) {
        wanted = waiting.size() > written ? 1 : written + waiting.size();
    }

    /** Writes more, behind whatever else is to be done, or waits for more of it, or for the chore's time. */
    private synchronized void goOn(long patience) {
        if (closed || patience == 0) wanted = 1;
        if (waiting.size() >= wanted) {
            writer.execute(this::run);
            return;
        }
        if (wanted == 1) waitForChore();
        else alarm(Duration.ofNanos(patience), this::nobodyElseCame);
        active = false;
        notifyAll();
    }

    private synchronized void nobodyElseCame() {
        if (active) return;
        wanted = 1;
        if (waiting.isEmpty()) waitForChore();
        else activate();
    }

    private synchronized void waitForChore() {
        long millis = closed ? Chore.NEVER : chore.millisUntilDue();
        if (millis != Chore.NEVER) alarm(Duration.ofMillis(Math.max(0, millis)), this::choreIsDue);
    }

    private synchronized void alarm(Duration delay, Runnable task) {
        if (alarm != null) alarm.cancel();
        alarm = scheduler.schedule(delay, task);
    }

    private synchronized void choreIsDue() {
        if (!closed) activate();
    }

    private void runChore() {
        try {
            chore.run(sessions);
        } catch (RuntimeException e) {
            LOG.warn("a chore of the database failed and is tried again: {}", e.getMessage());
        }
    }

    /** Takes as much of what waits as goes into one transaction. */
    private synchronized List<Work> poll() {
        List<Work> works = new ArrayList<>();
        int entries = 0;
        while (!waiting.isEmpty()) {
            entries += waiting.peek().entries().size();
            if (!works.isEmpty() && entries > MAX_ENTRIES) break;
            works.add(waiting.remove());
        }
        return works;
    }

    /** One list of outcomes for each of the works, whatever happens. */
    private List<List<Outcome>> write(List<Work> works) {
        Session session;
        try {
            session = sessions.take();
        } catch (RuntimeException e) {
            LOG.warn("the database cannot be reached: {}", e.getMessage());
            return refusedAll(works, "the database cannot be reached");
        }
        boolean sound = false;
        try {
            WriteTurn turn = new WriteTurn(session, dialect);
            List<List<Outcome>> outcomes =
                    turn.write(works.stream().map(Work::entries).toList());
            sound = turn.isSound();
            return outcomes;
        } catch (WriteTurn.UnknownCommit e) {
            LOG.warn("a commit failed, and nobody knows whether it took effect: {}", e.getMessage());
            return allOf(works, new Outcome.Unknown());
        } catch (RuntimeException | Error e) {
            LOG.error("an append failed in a way that should not be", e);
            return allOf(works, new Outcome.Unknown());
        } finally {
            sessions.give(session, sound);
        }
    }

    private static List<List<Outcome>> allOf(List<Work> works, Outcome outcome) {
        return works.stream()
                .map(work -> Collections.nCopies(work.entries().size(), outcome))
                .toList();
    }

    private static List<List<Outcome>> refusedAll(List<Work> works, String why) {
        return allOf(works, new Outcome.Refused(why));
    }

    private static List<Outcome> refused(int entries, String why) {
        return Collections.nCopies(entries, new Outcome.Refused(why));
    }

    /** Writes what waits, then ends. A second call waits with the first. */
    @Override
    public synchronized void close() {
        closed = true;
        if (Thread.currentThread() == writing) return;
        if (!waiting.isEmpty()) activate();
        long end = scheduler.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        try {
            while (active) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - scheduler.nanoTime());
                if (left <= 0) {
                    LOG.warn("the last append has not ended after {} s", CLOSE_SECONDS);
                    return;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
