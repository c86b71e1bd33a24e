package io.imbed.internal.presence;

import io.imbed.Limits;
import io.imbed.hook.Occurrence;
import io.imbed.hook.Offline;
import io.imbed.internal.Reading;
import io.imbed.internal.hook.Hooks;
import io.imbed.protocol.Message;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Environment;
import io.imbed.spi.MemberRow;
import io.imbed.spi.MetricsSink;
import io.imbed.spi.RoomState;
import io.imbed.spi.Storage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the host whom a message did not reach, so that it can push. Members are read off the lane, page by page, for a few
 * messages at once; of those beyond what may wait nobody is told, and that is counted as a failure of the hook.
 *
 * <p>Threads: any.
 */
public final class Absentees {
    private static final Logger LOG = LoggerFactory.getLogger(Absentees.class);
    private static final int PAGE = 100;
    private static final int AT_ONCE = 4;
    private static final int MAX_WAITING = 1_024;

    private final Storage storage;
    private final Predicate<String> isOnline;
    private final Hooks hooks;
    private final MetricsSink metrics;
    private final Environment env;
    private final int maxMembers;
    private final Turns turns = new Turns(AT_ONCE);

    /** @param isOnline whether a user has a session; callable from any thread */
    public Absentees(
            Storage storage,
            Predicate<String> isOnline,
            Hooks hooks,
            MetricsSink metrics,
            Environment env,
            Limits.Presence limits) {
        this.storage = storage;
        this.isOnline = isOnline;
        this.hooks = hooks;
        this.metrics = metrics;
        this.env = env;
        this.maxMembers = limits.offlineMembers();
    }

    /** The message is in the log. Returns at once: called on the lane. */
    public void sent(Message message, RoomState room) {
        // Whoever is not at a LIVE room has not missed what was meant for those who were.
        boolean live = room.row().kind() == RoomKind.LIVE;
        if (live || !hooks.has(Offline.class) || room.members() > maxMembers) return;
        if (turns.waiting() >= MAX_WAITING) {
            lost("too many messages wait");
            return;
        }
        RoomKind kind = room.row().kind();
        turns.take(() -> onWorker(() -> pageAfter("", message, kind))).whenComplete((done, error) -> {
            if (error != null) lost("their members cannot be read");
        });
    }

    private void lost(String why) {
        metrics.count("im.hook.errors", "Offline", 1);
        LOG.warn("hook Offline is not told of a message: {}", why);
    }

    private interface Work {
        CompletionStage<Void> begin();
    }

    /** Always anew, so that pages that are here at once make no deep stack. */
    private CompletionStage<Void> onWorker(Work work) {
        CompletableFuture<Void> started = new CompletableFuture<>();
        try {
            env.worker().execute(() -> started.complete(null));
        } catch (RejectedExecutionException ended) {
            return CompletableFuture.failedFuture(ended);
        }
        return started.thenCompose(go -> work.begin());
    }

    private CompletionStage<Void> pageAfter(String last, Message message, RoomKind kind) {
        return Reading.from(() -> storage.store().members(message.room(), last.isEmpty() ? null : last, PAGE))
                .thenCompose(rows -> {
                    tell(rows, message, kind);
                    if (rows.size() < PAGE) return CompletableFuture.completedFuture(null);
                    return onWorker(() -> pageAfter(rows.get(PAGE - 1).user(), message, kind));
                });
    }

    private static boolean wants(MemberRow member, Message message) {
        return switch (member.preferences().notifications()) {
            case ALL -> true;
            case MENTIONS -> message.isMentioning(member.user());
            case NOTHING -> false;
        };
    }

    private void tell(List<MemberRow> rows, Message message, RoomKind kind) {
        List<String> missing = rows.stream()
                .filter(row -> row.joinedSeq() < message.seq() && wants(row, message))
                .map(MemberRow::user)
                .filter(user -> !user.equals(message.sender()) && !isOnline.test(user))
                .toList();
        if (missing.isEmpty()) return;
        hooks.tell(Offline.class, new Occurrence.Offline(message, kind, missing), Offline::offline);
    }
}
