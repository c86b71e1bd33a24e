package io.imbed.internal.session;

import io.imbed.Origin;
import io.imbed.internal.Reading;
import io.imbed.internal.room.RoomService;
import io.imbed.internal.room.RoomService.Actor;
import io.imbed.internal.room.Views;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.MemberView;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.UserView;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore;
import io.imbed.spi.RoomStore.SeatOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ops about rooms and their members. Threads: any; stateless. */
public final class RoomOps {
    private final Services services;

    public RoomOps(Services services) {
        this.services = services;
    }

    static Actor actor(Session session) {
        return new Actor(session.identity(), Origin.CLIENT);
    }

    private RoomStore store() {
        return services.storage().store();
    }

    CompletionStage<Result> create(Session session, Request.RoomCreate request) {
        return services.maker()
                .make(actor(session), request)
                .thenCompose(room -> view(session, room))
                .thenApply(Result.OneRoom::new);
    }

    CompletionStage<Result> get(Session session, Request.RoomGet request) {
        return view(session, request.room()).thenApply(Result.OneRoom::new);
    }

    /** As a member sees it; what is open to join also as an outsider; nothing else. */
    private CompletionStage<RoomView> view(Session session, String room) {
        return glimpse(session, room).thenCompose(view -> {
            if (view.membership() == null) return CompletableFuture.completedFuture(view);
            return services.rooms()
                    .isMember(room, session.user())
                    .thenCompose(still -> still ? CompletableFuture.completedFuture(view) : outside(room));
        });
    }

    /** As {@link #view}, of a membership that may have ended since it was read. */
    private CompletionStage<RoomView> glimpse(Session session, String room) {
        return Reading.from(() -> store().seat(room, session.user())).thenCompose(seat -> {
            if (seat.isEmpty()) return attending(session, room);
            RoomView view = mine(seat.get());
            return mayRead(session, seat.get().room()).thenApply(ok -> view);
        });
    }

    /** Whoever attends has no seat in the storage. */
    private CompletionStage<RoomView> attending(Session session, String room) {
        return services.rooms().attendance(room, session.user()).thenCompose(found -> {
            if (found.isEmpty()) return outside(room);
            RoomState state = found.get().room();
            RoomView view = Views.attending(
                    state,
                    found.get().member(),
                    services.lanes().count(state),
                    services.storage().traits().durability());
            return mayRead(session, state).thenApply(ok -> view);
        });
    }

    private RoomView mine(RoomStore.Seat seat) {
        return Views.member(
                seat,
                services.lanes().count(seat.room()),
                services.storage().traits().durability());
    }

    private RoomView outside(RoomState room) {
        return Views.outside(room, services.lanes().count(room));
    }

    private CompletionStage<Void> mayRead(Session session, RoomState room) {
        return services.rooms().permit(actor(session), Operation.READ, room);
    }

    private CompletionStage<RoomView> outside(String room) {
        return Reading.from(() -> store().room(room))
                .thenApply(found -> found.filter(state -> state.row().kind().isOpen())
                        .map(this::outside)
                        .orElseThrow(() -> RoomService.noRoom(room)));
    }

    CompletionStage<Result> list(Session session, Request.RoomList request) {
        int limit = limit(request.limit());
        RoomKind kind = request.kind();
        if (kind != null) return open(session, kind, request.after(), limit);
        String after = request.after();
        return Reading.from(() -> store().seats(session.user(), SeatOrder.LATEST_FIRST, after, limit + 1))
                .thenCompose(seats -> seats.isEmpty() && after != null
                        ? end(session, after)
                        : CompletableFuture.completedFuture(seats))
                .thenApply(seats -> Page.of(seats, limit))
                .thenApply(page ->
                        new Result.Rooms(page.rows().stream().map(this::mine).toList(), page.more()));
    }

    /** Nothing comes after a room that one is in; after another there is no telling, and no end to be shown. */
    private CompletionStage<List<RoomStore.Seat>> end(Session session, String after) {
        return Reading.from(() -> store().seat(after, session.user())).thenApply(seat -> {
            if (seat.isEmpty()) throw RoomService.noRoom(after);
            return List.of();
        });
    }

    /** What is open to join, by id; those the user is in look as they do in its own list. */
    private CompletionStage<Result> open(Session session, RoomKind kind, @Nullable String after, int limit) {
        return Reading.from(() -> store().rooms(kind, after, limit + 1))
                .thenApply(rooms -> Page.of(rooms, limit))
                .thenCompose(page -> {
                    List<CompletableFuture<RoomView>> views = page.rows().stream()
                            .map(room -> seen(session, room).toCompletableFuture())
                            .toList();
                    return CompletableFuture.allOf(views.toArray(CompletableFuture[]::new))
                            .thenApply(all -> new Result.Rooms(
                                    views.stream().map(CompletableFuture::join).toList(), page.more()));
                });
    }

    private CompletionStage<RoomView> seen(Session session, RoomState room) {
        return Reading.from(() -> store().seat(room.row().id(), session.user()))
                .thenApply(seat -> seat.map(this::mine).orElseGet(() -> outside(room)));
    }

    CompletionStage<Result> join(Session session, Request.Join request) {
        String room = request.room();
        return session.inOrder(room, () -> services.memberships().join(actor(session), room, session))
                .thenCompose(joined -> glimpse(session, room))
                .thenCompose(view -> follow(session, request, view));
    }

    /** Follows from the client's cursor, or else from the view, and answers then: also that it is no member any more. */
    private CompletionStage<Result> follow(Session session, Request.Join request, RoomView view) {
        RoomView.Membership now = view.membership();
        if (now == null) return CompletableFuture.completedFuture(new Result.Joined(view, false));
        Cursor head = new Cursor(now.epoch(), now.rev());
        Cursor own = request.cursor();
        return own != null && isWithinReach(own, head)
                ? follow(session, view, own, true)
                : follow(session, view, head, false);
    }

    private CompletionStage<Result> follow(Session session, RoomView view, Cursor from, boolean recovered) {
        String room = view.id();
        return services.rooms()
                .follow(session, room, from)
                .thenCompose(follows -> follows
                        ? CompletableFuture.completedFuture(new Result.Joined(view, recovered))
                        : outside(room).thenApply(seen -> new Result.Joined(seen, false)));
    }

    private boolean isWithinReach(Cursor from, Cursor head) {
        long behind = head.rev() - from.rev();
        return from.epoch().equals(head.epoch())
                && behind >= 0
                && behind <= services.limits().pages().catchUpEvents();
    }

    CompletionStage<Result> leave(Session session, Request.Leave request) {
        return session.inOrder(
                        request.room(), () -> services.memberships().leave(actor(session), request.room(), session))
                .thenApply(left -> new Result.Done());
    }

    /** What was asked for, within what the host allows. */
    private int limit(int asked) {
        return Math.min(asked, services.limits().pages().items());
    }

    CompletionStage<Result> members(Session session, Request.Members request) {
        int limit = limit(request.limit());
        return services.rooms()
                .readAsMember(
                        actor(session),
                        request.room(),
                        room -> store().members(request.room(), request.after(), limit + 1)
                                .thenApply(rows -> new Listed(room, Page.of(rows, limit))))
                .thenCompose(listed -> views(listed.page().rows())
                        .thenApply(views -> withoutHiddenMarks(session, listed, views))
                        .thenCompose(views -> seenBy(session, listed.room(), views))
                        .thenApply(views ->
                                new Result.MemberPage(views, listed.page().more())));
    }

    private record Listed(RoomState room, Page<MemberRow> page) {}

    /** How far others have read is shown where the room has receipts, and of those alone who let it be seen. */
    private static List<MemberView> withoutHiddenMarks(Session session, Listed listed, List<MemberView> views) {
        List<MemberView> shown = new ArrayList<>(views.size());
        for (int i = 0; i < views.size(); i++) {
            MemberView view = views.get(i);
            boolean isPrivate = listed.page().rows().get(i).preferences().privateReading();
            boolean isShown = view.user().equals(session.user())
                    || (listed.room().row().settings().receipts() && !isPrivate);
            shown.add(isShown ? view : view.withoutRead());
        }
        return shown;
    }

    /** Whom the room's settings or the host's policy hide from the asker is not online here either; one sees oneself. */
    private CompletionStage<List<MemberView>> seenBy(Session session, RoomState room, List<MemberView> views) {
        if (!room.row().settings().presence()) {
            return CompletableFuture.completedFuture(seen(views, Set.of(session.user())));
        }
        if (!services.host().narrows()) return CompletableFuture.completedFuture(views);
        List<String> online =
                views.stream().filter(MemberView::online).map(MemberView::user).toList();
        return services.visibility().of(session.identity(), online).thenApply(visible -> seen(views, visible));
    }

    private static List<MemberView> seen(List<MemberView> views, Set<String> visible) {
        return views.stream()
                .map(each -> new MemberView(
                        each.user(),
                        each.name(),
                        each.role(),
                        each.online() && visible.contains(each.user()),
                        each.read(),
                        each.mutedUntil()))
                .toList();
    }

    /** Names come from the host's directory where there is one, else from when the member was last heard of. */
    public CompletionStage<List<MemberView>> views(List<MemberRow> rows) {
        if (!services.host().hasDirectory()) {
            return CompletableFuture.completedFuture(
                    rows.stream().map(row -> view(row, row.name())).toList());
        }
        Map<String, String> names = new HashMap<>();
        rows.forEach(row -> names.put(row.user(), row.name()));
        return services.host()
                .find(names.keySet(), user -> new UserView(user, names.getOrDefault(user, user), null))
                .thenApply(found -> rows.stream()
                        .map(row -> view(row, nameOf(row, found::get)))
                        .toList());
    }

    private static String nameOf(MemberRow row, Function<String, @Nullable UserView> found) {
        var view = found.apply(row.user());
        return view == null ? row.name() : view.name();
    }

    private MemberView view(MemberRow row, String name) {
        boolean online = services.sessions().isOnline(row.user());
        return new MemberView(row.user(), name, row.role(), online, row.read(), row.mutedUntil());
    }
}
