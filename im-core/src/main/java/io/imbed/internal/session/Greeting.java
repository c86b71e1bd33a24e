package io.imbed.internal.session;

import io.imbed.Identity;
import io.imbed.hook.Attempt;
import io.imbed.hook.BeforeConnect;
import io.imbed.hook.Connected;
import io.imbed.hook.Disconnected;
import io.imbed.hook.Occurrence;
import io.imbed.internal.Causes;
import io.imbed.internal.LogLine;
import io.imbed.internal.Reading;
import io.imbed.internal.room.RandomIds;
import io.imbed.internal.room.Views;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.ServerFrame;
import io.imbed.protocol.UnavailableException;
import io.imbed.spi.RoomStore.Seat;
import io.imbed.spi.RoomStore.SeatOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a hello to a session: authenticate, ask hooks, answer with the rooms, and follow each of them from exactly where
 * the answer, or the client's own cursor, left it.
 *
 * <p>The session is registered before its rooms are read: whoever joins it to a room meanwhile finds it, and a room found
 * by both ways is followed once.
 *
 * <p>Threads: one step after the other, on whatever thread completes the one before.
 */
final class Greeting {
    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int PAGE = 100;

    private final Services services;
    private final Link link;
    private final Request.Hello hello;
    private final Map<String, Cursor> named;

    Greeting(Services services, Link link, Request.Hello hello) {
        this.services = services;
        this.link = link;
        this.hello = hello;
        this.named = new HashMap<>(hello.rooms());
    }

    void begin() {
        if (hello.v() != 1) {
            link.refuse(
                    hello.id(),
                    new RefusedException(ErrorCode.BAD_REQUEST, "v is " + hello.v() + ", this server speaks 1"),
                    CloseReason.UNSUPPORTED_VERSION);
            return;
        }
        services.host()
                .authenticate(link.connection().handshake(), hello.token())
                .thenApply(found -> found.orElseThrow(
                        () -> new RefusedException(ErrorCode.UNAUTHENTICATED, "the token was refused")))
                .thenCompose(this::admit)
                .thenCompose(this::open)
                .whenComplete((session, error) -> {
                    if (error != null) refuse(Causes.of(error));
                });
    }

    private CompletionStage<Identity> admit(Identity identity) {
        Instant expires = identity.expiresAt();
        if (expires != null && !expires.isAfter(services.env().clock().instant())) {
            return CompletableFuture.failedFuture(new Expired());
        }
        return services.hooks()
                .ask(
                        BeforeConnect.class,
                        new Attempt.Connect(identity, link.connection().handshake()),
                        BeforeConnect::beforeConnect)
                .thenApply(ok -> identity);
    }

    /** A token that was good once is not a refusal of the user: its client gets a fresh one and comes back. */
    private static final class Expired extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void refuse(Throwable error) {
        if (error instanceof Expired) {
            link.refuse(
                    hello.id(),
                    new RefusedException(ErrorCode.UNAUTHENTICATED, "the token has expired"),
                    CloseReason.TOKEN_EXPIRED);
        } else if (error instanceof RefusedException) {
            link.refuse(hello.id(), error, CloseReason.UNAUTHENTICATED);
        } else {
            link.refuse(hello.id(), error, CloseReason.OVERLOADED);
        }
    }

    private CompletionStage<Session> open(Identity identity) {
        String id = RandomIds.next(services.env().random());
        Session session = new Session(id, link, identity, hello.device(), hello.client(), services);
        if (!services.sessions().add(session)) {
            int limit = services.limits().connections().perUser();
            return CompletableFuture.failedFuture(new UnavailableException(
                    ErrorCode.UNAVAILABLE, "the user has " + limit + " sessions, limit " + limit, RETRY, false));
        }
        return seats(session, SeatOrder.LATEST_FIRST, null)
                .thenApply(page -> {
                    welcome(session, page);
                    return session;
                })
                .whenComplete((opened, error) -> {
                    if (error != null) left(services, session, false);
                });
    }

    private void welcome(Session session, Page<Seat> page) {
        var durability = services.storage().traits().durability();
        List<RoomView> views = page.rows().stream()
                .map(seat -> Views.member(seat, services.lanes().count(seat.room()), durability))
                .toList();
        var limits = services.limits();
        Result.Welcome welcome = new Result.Welcome(
                session.id(),
                session.identity().view(),
                services.env().clock().instant(),
                limits.times().ping().toMillis(),
                session.expiresInMs(services.env().clock()),
                new Result.Bounds(
                        limits.sizes().frameBytes(),
                        limits.sizes().textBytes(),
                        limits.pages().items(),
                        limits.pages().catchUpEvents()),
                views,
                page.more());
        if (!link.activate(session, new ServerFrame.Reply(hello.id(), welcome))) {
            session.end();
            left(services, session, false);
            return;
        }
        services.metrics().count("im.sessions.opened", "", 1);
        services.presence().changed(session.user(), false);
        services.sessions().makeRoom(session.user());
        services.hooks()
                .tell(
                        Connected.class,
                        new Occurrence.Session(session.view(), session.identity()),
                        Connected::connected);
        for (Seat seat : page.rows()) {
            String room = seat.room().row().id();
            Cursor own = named.remove(room);
            Cursor from = own == null ? seat.room().head() : own;
            services.lanes().with(room, live -> live.follow(session, from, seat));
        }
        if (page.more()) {
            // Cursors of rooms further down the list, or of such as the user may not see any more: of those it is told.
            named.forEach((room, own) -> services.lanes().with(room, live -> live.follow(session, own)));
            followOthers(session, null, 0);
        } else {
            // The client has seen in the answer that these are not its rooms. One that it joins from now on begins
            // anew.
            named.keySet().forEach(room -> services.lanes().with(room, live -> live.deny(session)));
        }
    }

    /** Follows what is not among the latest, up to the limit; by id, since rooms change places as they are read. */
    private void followOthers(Session session, @Nullable String after, int before) {
        seats(session, SeatOrder.BY_ROOM, after).whenComplete((page, error) -> {
            if (error != null) {
                LogLine.ofSession(LOG.atWarn().setCause(error), session.id(), "its rooms cannot be read yet");
                services.env().scheduler().schedule(RETRY, () -> followOthers(session, after, before));
                return;
            }
            List<Seat> seats = page.rows();
            for (Seat seat : seats) {
                services.lanes().with(seat.room().row().id(), live -> live.followOnce(session, seat));
            }
            int seen = before + seats.size();
            if (!page.more() || seen >= services.limits().pages().roomsFollowed()) return;
            followOthers(session, seats.get(PAGE - 1).room().row().id(), seen);
        });
    }

    private CompletionStage<Page<Seat>> seats(Session session, SeatOrder order, @Nullable String after) {
        return Reading.from(() -> services.storage().store().seats(session.user(), order, after, PAGE + 1))
                .thenApply(seats -> Page.of(seats, PAGE));
    }

    /** It counts no more for whether its user is there. */
    private static void left(Services services, Session session, boolean signedOut) {
        services.sessions().remove(session);
        services.presence().changed(session.user(), signedOut);
    }

    /** The end of what began here. */
    static void goodbye(Services services, Session session, boolean signedOut) {
        session.end();
        left(services, session, signedOut);
        services.presence().unwatch(session);
        services.hooks()
                .tell(
                        Disconnected.class,
                        new Occurrence.Session(session.view(), session.identity()),
                        Disconnected::disconnected);
    }
}
