package io.imbed.internal.host;

import io.imbed.Draft;
import io.imbed.Origin;
import io.imbed.internal.Causes;
import io.imbed.internal.LogLine;
import io.imbed.internal.Stages;
import io.imbed.internal.room.RoomService.Actor;
import io.imbed.internal.session.Services;
import io.imbed.protocol.ImException;
import io.imbed.protocol.Result;
import io.imbed.protocol.UnavailableException;
import io.imbed.spi.Change;
import io.imbed.spi.PendingSends;
import io.imbed.spi.PendingSends.Pending;
import io.imbed.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends what the host has committed in transactions of its own. It is looked for at an interval, since nobody tells of a
 * commit, and at once where the host says that there was one. Each goes the way of the host's other sends; the storage takes
 * it out in the step that stores its message, so however often it is found, or by how many nodes, it is stored once.
 *
 * <p>What cannot be stored now is found again; what is refused is set aside.
 *
 * <p>Threads: any.
 */
public final class PendingIntake implements PendingSends.Intake {
    private static final Logger LOG = LoggerFactory.getLogger(PendingIntake.class);
    private static final int PAGE = 256;
    /** So that a hook that holds up one room's messages does not hold up those of all others; and no more than this. */
    private static final int MAX_UNDER_WAY = 2_048;

    private final Services services;
    private final PendingSends pending;
    private final Duration interval;
    private final Set<Long> underWay = new HashSet<>(); // guarded by this
    private @Nullable Timer timer; // guarded by this
    private boolean looking; // guarded by this
    private boolean lookAgain; // guarded by this
    private boolean more; // guarded by this
    private boolean failing; // guarded by this
    private boolean ended; // guarded by this

    public PendingIntake(Services services, PendingSends pending, Duration interval) {
        this.services = services;
        this.pending = pending;
        this.interval = interval;
    }

    public void start() {
        pending.attach(this);
        arrived();
        waitForNext();
    }

    /** What is under way goes on. */
    public synchronized void end() {
        ended = true;
        if (timer != null) timer.cancel();
    }

    @Override
    public void check(Draft draft) {
        services.rooms().check(draft);
    }

    @Override
    public void arrived() {
        handOver(this::look);
    }

    private synchronized void waitForNext() {
        if (ended) return;
        timer = services.env().scheduler().schedule(interval, () -> {
            arrived();
            waitForNext();
        });
    }

    private void handOver(Runnable task) {
        try {
            services.env().worker().execute(task);
        } catch (RejectedExecutionException serverHasEnded) {
            end();
        }
    }

    private void look() {
        int limit;
        synchronized (this) {
            if (ended || underWay.size() >= MAX_UNDER_WAY) return;
            lookAgain = looking;
            if (looking) return;
            looking = true;
            limit = underWay.size() + PAGE;
        }
        Stages.of(() -> pending.next(limit))
                .whenComplete((found, error) -> handOver(() -> {
                    if (error == null) take(found, found.size() == limit);
                    else failed(error);
                }));
    }

    private void take(List<Pending> found, boolean full) {
        List<Pending> fresh = new ArrayList<>(found.size());
        synchronized (this) {
            failing = false;
            more = full;
            for (Pending each : found) {
                if (underWay.add(each.id())) fresh.add(each);
            }
        }
        fresh.forEach(this::send); // in their order, which is that of one transaction's
        looked();
    }

    private void failed(Throwable error) {
        synchronized (this) {
            if (!failing) LOG.warn("pending sends cannot be read; trying again", Causes.of(error));
            failing = true;
        }
        looked();
    }

    private void looked() {
        boolean again;
        synchronized (this) {
            looking = false;
            again = lookAgain;
            lookAgain = false;
        }
        if (again) look();
    }

    private void send(Pending each) {
        CompletionStage<Result.Sent> sent = Stages.of(() -> services.rooms()
                .send(
                        new Actor(each.sender(), Origin.HOST),
                        each.room(),
                        each.cid(),
                        each.draft(),
                        each.hooks(),
                        List.of(new Change.Take(each.id())))
                .result());
        sent.handle((result, error) -> settle(each, result, error == null ? null : Causes.of(error)))
                .thenCompose(settled -> settled)
                .whenComplete((done, error) -> {
                    if (error != null)
                        LogLine.ofRoom(
                                LOG.atWarn().setCause(Causes.of(error)),
                                each.room(),
                                "pending send {} is looked at again",
                                each.id());
                    done(each);
                });
    }

    /** What is left to do about its row. */
    private CompletionStage<Void> settle(Pending each, Result.@Nullable Sent sent, @Nullable Throwable error) {
        if (error == null) {
            boolean repeated = sent != null && sent.dup();
            count(repeated ? "repeated" : "stored");
            return repeated ? pending.discard(each.id()) : CompletableFuture.completedFuture(null);
        }
        if (error instanceof UnavailableException || !(error instanceof ImException refusal)) {
            count("delayed");
            synchronized (this) {
                more = false; // what keeps this one out may last: at the next interval
            }
            return CompletableFuture.completedFuture(null); // and found again
        }
        count("refused");
        LogLine.ofRoom(LOG.atWarn(), each.room(), "pending send {} is refused: {}", each.id(), refusal.code());
        return pending.setAside(each.id(), refusal.code().name(), String.valueOf(refusal.getMessage()));
    }

    private void count(String what) {
        services.metrics().count("im.pending", what, 1);
    }

    private void done(Pending each) {
        boolean look;
        synchronized (this) {
            underWay.remove(each.id());
            look = more && underWay.size() <= MAX_UNDER_WAY / 2;
            if (look) more = false;
        }
        if (look) arrived();
    }
}
