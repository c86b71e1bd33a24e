package io.imbed.internal.upkeep;

import io.imbed.Retention;
import io.imbed.internal.LogLine;
import io.imbed.internal.Stages;
import io.imbed.internal.room.Lanes;
import io.imbed.internal.room.TrimCommand;
import io.imbed.spi.Change;
import io.imbed.spi.Environment;
import io.imbed.spi.MetricsSink;
import io.imbed.spi.Storage;
import io.imbed.spi.Upkeep;
import io.imbed.spi.Upkeep.Extent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of what is too old. It walks all rooms by id, a page of them at a time, and from one where something is due it takes
 * a small step after the other, each an entry like any other on the room's lane, so that nobody waits for it. There is never
 * more under way than one read or one step, and a pause comes between, so its cost does not depend on how many rooms there
 * are; how long a round takes does. What fails is looked at again in the next round.
 *
 * <p>It keeps nothing in mind and a step may be taken twice, so each node of several may walk.
 *
 * <p>Threads: the worker, one task at a time; {@link #start} and {@link #stop} any.
 */
public final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final int ROOMS = 100;
    private static final int ROWS = 500;
    private static final Duration BETWEEN_PAGES = Duration.ofSeconds(1);
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(50);

    private final Environment env;
    private final Storage storage;
    private final Lanes lanes;
    private final MetricsSink metrics;
    private final Retention retention;
    private volatile boolean stopped;

    public Keeper(Environment env, Storage storage, Lanes lanes, MetricsSink metrics, Retention retention) {
        this.env = env;
        this.storage = storage;
        this.lanes = lanes;
        this.metrics = metrics;
        this.retention = retention;
    }

    /** Begins the first round, after as long as between two. */
    public void start() {
        later(retention.round(), () -> page(null));
    }

    /** A step that is under way ends; no other begins. A second call does nothing. */
    public void stop() {
        stopped = true;
    }

    private void page(@Nullable String after) {
        ask(
                () -> storage.upkeep().extents(after, ROOMS),
                page -> tend(new ArrayDeque<>(page.stream().filter(this::isDue).toList()), () -> goOn(page)),
                error -> {
                    metrics.count("im.retention.failed", "rooms", 1);
                    LOG.warn("rooms could not be looked through for what is too old", error);
                    later(retention.round(), () -> page(after));
                });
    }

    private void goOn(List<Extent> page) {
        if (page.size() < ROOMS) later(retention.round(), () -> page(null));
        else later(BETWEEN_PAGES, () -> page(page.get(ROOMS - 1).room()));
    }

    private boolean isDue(Extent extent) {
        Instant message = extent.oldestMessage();
        Instant event = extent.oldestEvent();
        boolean messages = message != null && message.isBefore(messagesBefore(extent));
        boolean events = event != null && event.isBefore(eventsBefore());
        return messages || (events && extent.rev() - extent.firstRev() >= retention.newestEvents());
    }

    private Instant messagesBefore(Extent extent) {
        return extent.keepMs() == 0 ? Instant.MIN : env.clock().instant().minusMillis(extent.keepMs());
    }

    private Instant eventsBefore() {
        return env.clock().instant().minus(retention.eventAge());
    }

    /** Takes one room after the other. */
    private void tend(Queue<Extent> rooms, Runnable then) {
        Extent room = rooms.poll();
        if (room == null) then.run();
        else step(room, Change.Trim.NOTHING, () -> later(BETWEEN_STEPS, () -> tend(rooms, then)));
    }

    private void step(Extent room, Change.Trim before, Runnable then) {
        Upkeep upkeep = storage.upkeep();
        ask(
                () -> upkeep.due(room.room(), messagesBefore(room), eventsBefore(), retention.newestEvents(), ROWS),
                due -> {
                    // The same once more would be so for ever: it is the storage's mistake, and must not keep us here.
                    if (due.equals(Change.Trim.NOTHING) || due.equals(before)) then.run();
                    else trim(room, before, due, then);
                },
                error -> failed(room, error, then));
    }

    private void trim(Extent room, Change.Trim before, Change.Trim due, Runnable then) {
        ask(
                () -> lanes.submit(room.room(), new TrimCommand(room.room(), room.epoch(), due)),
                done -> {
                    if (!done) {
                        then.run();
                        return;
                    }
                    metrics.count("im.retention.steps", "", 1);
                    long from = Math.max(room.firstSeq(), before.firstSeq());
                    metrics.count("im.retention.messages", "", Math.max(0, due.firstSeq() - from));
                    later(BETWEEN_STEPS, () -> step(room, due, then));
                },
                error -> failed(room, error, then));
    }

    private void failed(Extent room, Throwable error, Runnable then) {
        metrics.count("im.retention.failed", "room", 1);
        LogLine.ofRoom(LOG.atWarn().setCause(error), room.room(), "what is too old could not be dropped");
        then.run();
    }

    /** Asks, and goes on with the answer on the worker, unless it is to stop. */
    private <T> void ask(Supplier<CompletionStage<T>> question, Consumer<T> ok, Consumer<Throwable> failed) {
        Stages.of(question)
                .whenComplete((value, error) -> onWorker(() -> {
                    if (error == null) ok.accept(value);
                    else failed.accept(error);
                }));
    }

    private void later(Duration delay, Runnable task) {
        env.scheduler().schedule(delay, () -> onWorker(task));
    }

    private void onWorker(Runnable task) {
        if (stopped) return;
        try {
            env.worker().execute(() -> {
                if (!stopped) task.run();
            });
        } catch (RejectedExecutionException ended) {
            LOG.debug("no more is tidied up: the server has ended");
        }
    }
}
