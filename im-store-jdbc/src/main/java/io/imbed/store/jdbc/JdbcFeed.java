package io.imbed.store.jdbc;

import io.imbed.spi.ChangeFeed;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feed of a database that nodes share. Whoever asks also drops what is old, a little at a time. Threads: any. */
final class JdbcFeed implements ChangeFeed {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcFeed.class);
    /** At a thousand changes a second, a node may be away for more than a minute before it has to look at everything. */
    static final int KEPT = 100_000;
    /** So few that deleting them holds up nobody. */
    static final int PRUNED_AT_ONCE = 1_000;

    private final Reads reads;
    private final AtomicBoolean pruning = new AtomicBoolean();

    JdbcFeed(Reads reads) {
        this.reads = reads;
    }

    @Override
    public CompletionStage<Long> now() {
        return reads.read(session -> ChangeTable.bounds(session).newest());
    }

    @Override
    public CompletionStage<Changes> since(long token, int limit) {
        return reads.together(session -> since(session, token, limit));
    }

    private Changes since(Session session, long token, int limit) {
        ChangeTable.Bounds bounds = ChangeTable.bounds(session);
        pruneBehind(bounds);
        if (token < bounds.kept() || token > bounds.newest()) {
            return new Changes(List.of(), bounds.newest(), false, true);
        }
        if (token == bounds.newest()) return new Changes(List.of(), token, false, false);
        List<Changed> changes = ChangeTable.after(session, token, limit);
        long at = token + changes.size();
        return new Changes(changes, at, at < bounds.newest(), false);
    }

    private void pruneBehind(ChangeTable.Bounds bounds) {
        long upTo = bounds.kept() + PRUNED_AT_ONCE;
        if (bounds.newest() - upTo < KEPT || pruning.getAndSet(true)) return;
        reads.write(session -> ChangeTable.prune(session, upTo)).whenComplete((done, error) -> {
            pruning.set(false);
            if (error != null) LOG.warn("old changes cannot be dropped yet: {}", error.getMessage());
        });
    }
}
