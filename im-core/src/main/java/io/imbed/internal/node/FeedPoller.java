package io.imbed.internal.node;

import io.imbed.internal.Stages;
import io.imbed.internal.room.Lanes;
import io.imbed.spi.ChangeFeed;
import io.imbed.spi.ChangeFeed.Changes;
import io.imbed.spi.Environment;
import io.imbed.spi.MetricsSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the storage's feed again and again what was committed, and tells the lanes. One poll at a time: the next one
 * begins a while after the last was looked into, or at once if there is more.
 *
 * <p>Whatever came before the first token, or was lost, is not told; then all that is held is looked at again, behind
 * the token, so that nothing falls between.
 *
 * <p>Threads: {@link #begin} and {@link #end} any; the rest one step after the other, on workers.
 */
public final class FeedPoller {
    private static final Logger LOG = LoggerFactory.getLogger(FeedPoller.class);
    private static final int AT_ONCE = 500;

    private final ChangeFeed feed;
    private final Lanes lanes;
    private final Runnable checkRoomLists;
    private final Environment env;
    private final MetricsSink metrics;
    private final Duration interval;
    private volatile @Nullable Long token; // written by the poll that runs
    private volatile boolean ended;

    /** @param checkRoomLists has looked for sessions whose users have become members unnoticed; must not block */
    public FeedPoller(
            ChangeFeed feed,
            Lanes lanes,
            Runnable checkRoomLists,
            Environment env,
            MetricsSink metrics,
            Duration interval) {
        this.feed = feed;
        this.lanes = lanes;
        this.checkRoomLists = checkRoomLists;
        this.env = env;
        this.metrics = metrics;
        this.interval = interval;
    }

    /** Called once. */
    public void begin() {
        onWorker();
    }

    /** What is under way may still be told. A second call does nothing. */
    public void end() {
        ended = true;
    }

    private void onWorker() {
        try {
            env.worker().execute(this::poll);
        } catch (RejectedExecutionException over) {
            LOG.debug("asks no more: the server has ended");
        }
    }

    private void poll() {
        if (ended) return;
        long start = env.scheduler().nanoTime();
        ask().thenCompose(this::tell).whenComplete((more, error) -> {
            metrics.time("im.feed.poll", "", env.scheduler().nanoTime() - start);
            if (error != null) failed(error);
            if (error == null && more) onWorker();
            else env.scheduler().schedule(interval, this::onWorker);
        });
    }

    private void failed(Throwable error) {
        metrics.count("im.feed.failed", "", 1);
        if (!ended) LOG.warn("what other nodes have done cannot be read yet", error);
    }

    private CompletionStage<Changes> ask() {
        Long since = token;
        if (since != null) return Stages.of(() -> feed.since(since, AT_ONCE));
        return Stages.of(feed::now).thenApply(now -> new Changes(List.of(), now, false, true));
    }

    /** Answers whether there is more. */
    private CompletionStage<Boolean> tell(Changes changes) {
        if (changes.lost()) {
            if (token != null) lost();
            token = changes.token();
            return lanes.doubt().thenApply(done -> {
                checkRoomLists.run();
                return false;
            });
        }
        return lanes.tell(changes.rooms()).thenApply(unsure -> {
            token = changes.token();
            if (unsure) checkRoomLists.run();
            return changes.more();
        });
    }

    private void lost() {
        metrics.count("im.feed.lost", "", 1);
        LOG.warn("this node was away for longer than the storage remembers changes; all rooms are looked at again");
    }
}
