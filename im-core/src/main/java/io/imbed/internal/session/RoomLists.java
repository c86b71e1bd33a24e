package io.imbed.internal.session;

import io.imbed.internal.Reading;
import io.imbed.spi.RoomStore.Seat;
import io.imbed.spi.RoomStore.SeatOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for sessions whose users have become members of rooms unnoticed, because what another node did was lost: they
 * gain them. One session after the other, for nobody else's sake is it urgent.
 *
 * <p>Threads: any.
 */
public final class RoomLists {
    private static final Logger LOG = LoggerFactory.getLogger(RoomLists.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int PAGE = 100;

    private final Services services;
    private boolean checking; // guarded by this
    private boolean again; // guarded by this: since it has begun, there is reason anew

    public RoomLists(Services services) {
        this.services = services;
    }

    /** Returns at once. One check at a time; a call while it goes on makes it begin anew when it is done. */
    public void check() {
        synchronized (this) {
            again = checking;
            if (checking) return;
            checking = true;
        }
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (Session each : services.sessions().all()) {
            all = all.thenComposeAsync(
                    done -> pages(each, null, 0), services.env().worker());
        }
        all.whenComplete((done, error) -> checked(error));
    }

    private void checked(@Nullable Throwable error) {
        boolean next;
        synchronized (this) {
            next = again || error != null;
            again = false;
            checking = false;
        }
        if (error != null) LOG.warn("room lists cannot be checked yet", error);
        if (next) services.env().scheduler().schedule(RETRY, this::check);
    }

    private CompletionStage<Void> pages(Session session, @Nullable String after, int before) {
        int most = services.limits().pages().roomsFollowed();
        if (session.isOver() || before >= most) return CompletableFuture.completedFuture(null);
        return Reading.from(() -> services.storage().store().seats(session.user(), SeatOrder.BY_ROOM, after, PAGE + 1))
                .thenCompose(found -> {
                    Page<Seat> page = Page.of(found, PAGE);
                    List<Seat> seats = page.rows();
                    for (Seat seat : seats) {
                        services.lanes().with(seat.room().row().id(), live -> live.regain(session));
                    }
                    if (!page.more()) return CompletableFuture.completedFuture(null);
                    return pages(session, seats.get(PAGE - 1).room().row().id(), before + PAGE);
                });
    }
}
