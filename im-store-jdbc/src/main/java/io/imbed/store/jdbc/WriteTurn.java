package io.imbed.store.jdbc;

import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some appends in one transaction, and what to do when it fails.
 *
 * <p>A transaction that fails before its commit stored nothing. If the database itself is in trouble, all of it is refused;
 * else one of the entries is at fault, and each is tried in a transaction of its own, so that it fails alone. Of a commit that
 * failed nobody knows, unless the database is sure: every outcome is unknown, and the engine reads before it goes on. The
 * connection is closed before the next transaction begins, and whatever is appended later waits for the locks of the one that
 * nobody knows of, so the commit takes effect before anything later, or never.
 *
 * <p>Where another transaction was in the way, the outcome is known too, nothing was stored, and the same is tried again.
 *
 * <p>Threads: one.
 */
final class WriteTurn {
    private static final Logger LOG = LoggerFactory.getLogger(WriteTurn.class);

    /** A commit failed. What it was to store may be there or not. */
    static final class UnknownCommit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownCommit(SqlFailure failure) {
            super(failure.getMessage(), failure);
        }
    }

    /** How often the same is tried at most. */
    private static final int ATTEMPTS = 3;
    /** The longest pause before another try; random, so that two that were in each other's way do not meet again. */
    private static final int PAUSE_MILLIS = 40;

    private final Session session;
    private final Dialect dialect;
    private boolean broken;

    WriteTurn(Session session, Dialect dialect) {
        this.session = session;
        this.dialect = dialect;
    }

    /** Returns the outcomes of each append. */
    List<List<Outcome>> write(List<List<Entry>> appends) {
        List<List<Outcome>> outcomes = new ArrayList<>(appends.size());
        RuntimeException failure = attempt(appends, draft -> {
            outcomes.clear();
            for (List<Entry> entries : appends) outcomes.add(draft.apply(entries, new HashSet<>(0)));
        });
        if (failure == null) return outcomes;
        if (isTrouble(failure)) {
            LOG.warn("an append is refused: {}", described(failure));
            return appends.stream()
                    .map(entries -> Collections.nCopies(entries.size(), refused(failure)))
                    .toList();
        }
        return appends.stream().map(this::oneByOne).toList();
    }

    private List<Outcome> oneByOne(List<Entry> entries) {
        Set<String> stale = new HashSet<>(0);
        List<Outcome> outcomes = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            List<Entry> alone = List.of(entry);
            List<Outcome> outcome = new ArrayList<>(1);
            RuntimeException failure = attempt(List.of(alone), draft -> {
                outcome.clear();
                outcome.addAll(draft.apply(alone, stale));
            });
            outcomes.add(failure == null ? outcome.get(0) : alone(entry, failure));
        }
        return outcomes;
    }

    private Outcome alone(Entry entry, RuntimeException failure) {
        if (isTrouble(failure)) return refused(failure);
        LOG.atWarn()
                .addKeyValue("room", entry.room())
                .log("room {}: the database does not take an entry: {}", entry.room(), described(failure));
        return new Outcome.Failed(described(failure));
    }

    private boolean isTrouble(RuntimeException failure) {
        return broken || failure instanceof SqlFailure sql && dialect.isTrouble(sql.failure());
    }

    /** Whether the connection may be used again. */
    boolean isSound() {
        return !broken;
    }

    private static Outcome refused(RuntimeException failure) {
        return new Outcome.Refused("the database is full, busy or away: " + described(failure));
    }

    /** Of others than ours the class alone: a text may quote the entry. */
    private static String described(RuntimeException failure) {
        return failure instanceof SqlFailure sql
                ? sql.codes()
                : failure.getClass().getName();
    }

    /** Returns why nothing was stored, or null if it was committed. */
    private @Nullable RuntimeException attempt(List<List<Entry>> appends, Consumer<BatchDraft> steps) {
        RuntimeException failure = once(appends, steps);
        for (int tries = 1; failure != null && tries < ATTEMPTS && isPassing(failure); tries++) {
            LOG.debug("an append is tried again: {}", described(failure));
            pause();
            failure = once(appends, steps);
        }
        return failure;
    }

    private boolean isPassing(RuntimeException failure) {
        return !broken && failure instanceof SqlFailure sql && dialect.isPassing(sql.failure());
    }

    private static void pause() {
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(1 + ThreadLocalRandom.current().nextInt(PAUSE_MILLIS)));
    }

    private @Nullable RuntimeException once(List<List<Entry>> appends, Consumer<BatchDraft> steps) {
        if (broken) return new IllegalStateException("the connection is broken");
        try {
            dialect.begin(session);
        } catch (SqlFailure e) {
            undo(e);
            return e;
        }
        try {
            BatchDraft draft = new BatchDraft(session, dialect, Foreseen.of(appends));
            steps.accept(draft);
            draft.flush();
        } catch (RuntimeException e) {
            undo(e);
            return e;
        }
        try {
            dialect.commit(session);
            return null;
        } catch (SqlFailure e) {
            if (!dialect.isSurelyNotCommitted(e.failure())) throw new UnknownCommit(e);
            undo(e);
            return e;
        }
    }

    /** A connection that cannot even do this is gone; what it had begun ends with it, and was not committed. */
    private void undo(RuntimeException why) {
        try {
            dialect.rollback(session);
        } catch (SqlFailure also) {
            why.addSuppressed(also);
            broken = true;
        }
    }
}
