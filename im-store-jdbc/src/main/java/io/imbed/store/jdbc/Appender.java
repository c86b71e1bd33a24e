package io.imbed.store.jdbc;

import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes appends, everything that waits in one transaction: the group commit. While one is being committed others gather, so
 * a slow disk costs latency and not throughput. {@link WriteTurn} says what becomes of one that fails.
 *
 * <p>Threads: any thread appends; one thread of its own writes. What waits is bounded by those who append, as the engine has
 * one append in flight for each lane.
 */
final class Appender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);
    /** So that one transaction does not take seconds; what is beyond it goes with the next one. */
    private static final int MAX_ENTRIES = 2_000;
    /** How long closing waits for what is being written. */
    private static final long CLOSE_SECONDS = 30;

    private record Work(List<Entry> entries, CompletableFuture<List<Outcome>> answer) {}

    private final Sessions sessions;
    private final Dialect dialect;
    private final Upkeep upkeep;
    private final Thread thread;
    private final ArrayDeque<Work> waiting = new ArrayDeque<>(); // guarded by this
    private boolean closed; // guarded by this

    Appender(String threadName, Sessions sessions, Dialect dialect) {
        this(threadName, sessions, dialect, Upkeep.NONE);
    }

    Appender(String threadName, Sessions sessions, Dialect dialect, Upkeep upkeep) {
        this.sessions = sessions;
        this.dialect = dialect;
        this.upkeep = upkeep;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
        thread.start();
    }

    CompletionStage<List<Outcome>> append(List<Entry> entries) {
        if (entries.isEmpty()) return CompletableFuture.completedFuture(List.of());
        Work work = new Work(List.copyOf(entries), new CompletableFuture<>());
        synchronized (this) {
            if (closed) return CompletableFuture.completedFuture(refused(entries.size(), "the storage is closed"));
            waiting.add(work);
            notifyAll();
        }
        return work.answer();
    }

    private void run() {
        List<Work> works = next();
        while (!works.isEmpty()) {
            List<List<Outcome>> outcomes = write(works);
            for (int i = 0; i < works.size(); i++) works.get(i).answer().complete(outcomes.get(i));
            upkeep.written();
            works = next();
        }
    }

    private List<Work> next() {
        List<Work> works = upkeep.millisUntilDue() <= 0 ? List.of() : poll();
        while (works.isEmpty() && upkeep.millisUntilDue() <= 0) {
            keepUp();
            works = poll();
        }
        return works;
    }

    private void keepUp() {
        try {
            upkeep.run(sessions);
        } catch (RuntimeException e) {
            LOG.warn("the database was not kept up, which is tried again: {}", e.getMessage());
        }
    }

    /**
     * Waits for something to write and takes as much as goes into one transaction; empty at the end, and when something is to
     * be kept up.
     */
    private synchronized List<Work> poll() {
        long left = upkeep.millisUntilDue();
        while (waiting.isEmpty() && !closed && left > 0) {
            try {
                wait(left == Upkeep.NEVER ? 0 : left);
                left = upkeep.millisUntilDue();
            } catch (InterruptedException e) {
                closed = true; // nobody has a reason to interrupt this thread; what waits is still written
            }
        }
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
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        if (Thread.currentThread() == thread) return;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            if (thread.isAlive()) LOG.warn("the last append has not ended after {} s", CLOSE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
