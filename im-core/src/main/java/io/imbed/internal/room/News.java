package io.imbed.internal.room;

import io.imbed.internal.LogLine;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Role;
import io.imbed.spi.ChangeFeed.Changed;
import io.imbed.spi.EventSlice;
import io.imbed.spi.RoomState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One change that the storage tells of, on its way to the room that it is about. A room that is held looks for itself
 * ({@link OtherNodes}). Of one that is not, only one thing matters: whether somebody who has a session here was let in.
 *
 * <p>Threads: the room's lane.
 */
final class News {
    private static final Logger LOG = LoggerFactory.getLogger(News.class);

    private final Lane lane;
    private final Changed change;
    private final List<String> admitted = new ArrayList<>(0); // of those who have a session here
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    private News(Lane lane, Changed change) {
        this.lane = lane;
        this.change = change;
    }

    /** Completes once it is looked into: with whether somebody may have been let in that was not found. Threads: any. */
    static CompletableFuture<Boolean> tell(Lane lane, Changed change) {
        News news = new News(lane, change);
        lane.execute(news::arrive);
        return news.done;
    }

    private void arrive() {
        LiveRoom held = lane.held(change.room());
        if (held != null && held.others().isKnown(change)) {
            done.complete(false);
        } else if (held != null && !lane.letGo(held)) {
            held.others().did(change);
            done.complete(false);
        } else if (change.policy() > 0 && !change.dropped() && change.firstRev() <= change.lastRev()) {
            read(new Cursor(change.epoch(), change.firstRev() - 1));
        } else {
            done.complete(false);
        }
    }

    private void read(Cursor after) {
        var pages = lane.context().limits().pages();
        lane.read(
                () -> lane.context().storage().log().events(change.room(), after, pages.catchUpEvents(), pages.bytes()),
                slice -> look(after, slice),
                error -> failed(error, () -> read(after)));
    }

    private void failed(Throwable error, Runnable again) {
        LogLine.ofRoom(LOG.atWarn().setCause(error), change.room(), "what another node has changed cannot be read yet");
        lane.later(Lane.RETRY, again);
    }

    private void look(Cursor after, EventSlice slice) {
        if (slice.gap()) {
            lookWhy();
            return;
        }
        Cursor last = after;
        for (Event event : slice.events()) {
            if (event.rev() > change.lastRev()) break;
            last = event.cursor();
            String user = event.body().user();
            if (user == null || !mayAdmit(event.body()) || admitted.contains(user)) continue;
            if (!lane.context().online().apply(user).isEmpty()) admitted.add(user);
        }
        if (last.rev() < change.lastRev() && !last.equals(after)) {
            read(last);
            return;
        }
        if (!admitted.isEmpty()) lane.room(change.room()).others().admitted(change, admitted);
        done.complete(false);
    }

    /** Of a room whose kind is not known here a change of role may be it: {@link Delivery} knows. */
    private static boolean mayAdmit(EventBody body) {
        return body instanceof EventBody.Joined
                || (body instanceof EventBody.RoleChanged changed && changed.role() != Role.MEMBER);
    }

    /** If that life of the room is over, nobody is in it; else the storage alone knows who was let in. */
    private void lookWhy() {
        lane.read(
                () -> lane.context().storage().store().room(change.room()),
                read -> done.complete(isAlive(read)),
                error -> failed(error, this::lookWhy));
    }

    private boolean isAlive(Optional<RoomState> read) {
        return read.isPresent() && read.get().epoch().equals(change.epoch());
    }
}
