package io.imbed.internal.host;

import io.imbed.Subscription;
import io.imbed.internal.LogLine;
import io.imbed.internal.Reading;
import io.imbed.internal.session.Services;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Event;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.EventSlice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a room's log from a cursor for a listener in the host, whenever the room's lane rings that there is more. A
 * cursor, not a buffer: a slow listener costs nothing but its own delay.
 *
 * <p>Threads: any; the listener is called on hook threads, one event at a time.
 */
final class EventFollower implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int PAGE = 100;

    private final Services services;
    private final String room;
    private final Consumer<Event> listener;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Runnable bell = this::wake;
    private @Nullable Cursor cursor; // written by the one pump that runs
    private boolean pumping; // guarded by this
    private boolean rung; // guarded by this

    EventFollower(Services services, String room, @Nullable Cursor after, Consumer<Event> listener) {
        this.services = services;
        this.room = room;
        this.cursor = after;
        this.listener = listener;
    }

    void begin() {
        services.rooms().existing(room).whenComplete((state, error) -> {
            if (error != null) {
                ended.completeExceptionally(error);
                return;
            }
            if (cursor == null) cursor = state.head();
            // Looked at on the lane: if it is not over by then, the removal comes behind.
            services.lanes().with(room, live -> {
                if (!ended.isDone()) live.addBell(bell);
            });
        });
        ended.whenComplete((done, error) -> services.lanes().with(room, live -> live.removeBell(bell)));
    }

    private void wake() {
        synchronized (this) {
            rung = true;
            if (pumping) return;
            pumping = true;
        }
        pump();
    }

    private void pump() {
        synchronized (this) {
            if (!rung || ended.isDone()) {
                pumping = false;
                return;
            }
            rung = false;
        }
        read();
    }

    private void read() {
        Cursor after = cursor;
        if (after == null) throw new IllegalStateException("no cursor yet");
        int bytes = services.limits().pages().bytes();
        Reading.from(() -> services.storage().log().events(room, after, PAGE, bytes))
                .whenComplete((slice, error) -> {
                    if (error != null) {
                        services.env().scheduler().schedule(RETRY, this::readAgain);
                    } else {
                        services.env().hooks().execute(() -> hand(slice));
                    }
                });
    }

    private void readAgain() {
        if (!ended.isDone()) read();
    }

    private void hand(EventSlice slice) {
        if (slice.gap()) {
            end(new RefusedException(ErrorCode.GAP, "room " + room + ": the events after the cursor are not kept"));
            return;
        }
        List<Event> events = slice.events();
        for (Event event : events) {
            if (ended.isDone()) return;
            cursor = event.cursor();
            try {
                listener.accept(event);
            } catch (Throwable thrown) { // The host's code may throw anything; its own subscription ends, nothing else.
                LogLine.ofRoom(
                        LOG.atError().setCause(thrown), room, "a follower failed on rev {}; it is ended", event.rev());
                end(thrown);
                return;
            }
        }
        if (events.isEmpty()) pump();
        else read();
    }

    private void end(Throwable why) {
        ended.completeExceptionally(why);
    }

    @Override
    public void close() {
        ended.complete(null);
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended.minimalCompletionStage();
    }
}
