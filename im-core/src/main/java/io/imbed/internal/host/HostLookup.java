package io.imbed.internal.host;

import io.imbed.Lookup;
import io.imbed.RoomInfo;
import io.imbed.internal.Reading;
import io.imbed.internal.room.RoomMaker;
import io.imbed.internal.room.Views;
import io.imbed.internal.session.RoomOps;
import io.imbed.internal.session.Services;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Ids;
import io.imbed.protocol.MemberView;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomView;
import io.imbed.spi.EventSlice;
import io.imbed.spi.RoomLog;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore;
import io.imbed.spi.RoomStore.Seat;
import io.imbed.spi.RoomStore.SeatOrder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link Lookup} over the storage. */
public final class HostLookup implements Lookup {
    private final Services services;
    private final HostCalls calls;
    private final RoomOps ops;

    public HostLookup(Services services, HostCalls calls) {
        this.services = services;
        this.calls = calls;
        this.ops = new RoomOps(services);
    }

    private RoomStore store() {
        return services.storage().store();
    }

    private RoomLog log() {
        return services.storage().log();
    }

    @Override
    public CompletionStage<Optional<RoomInfo>> room(String room) {
        return calls.told(() -> info(room));
    }

    @Override
    public CompletionStage<Optional<RoomInfo>> direct(String user, String other) {
        return calls.told(() -> {
            Ids.requireId("user", user);
            Ids.requireId("other", other);
            return info(RoomMaker.directId(user, other));
        });
    }

    private CompletionStage<Optional<RoomInfo>> info(String room) {
        return Reading.from(() -> store().room(room)).thenApply(found -> found.map(HostLookup::info));
    }

    private static RoomInfo info(RoomState state) {
        RoomRow row = state.row();
        return new RoomInfo(
                row.id(),
                row.kind(),
                row.title(),
                row.createdBy(),
                row.with(),
                row.createdAt(),
                row.settings(),
                state.members(),
                state.head(),
                state.seq(),
                state.at());
    }

    @Override
    public CompletionStage<List<RoomInfo>> rooms(RoomKind kind, @Nullable String after, int limit) {
        return calls.told(() -> {
            int size = HostRooms.page(limit);
            return Reading.from(() -> store().rooms(kind, after, size))
                    .thenApply(found -> found.stream().map(HostLookup::info).toList());
        });
    }

    @Override
    public CompletionStage<List<RoomView>> roomsOf(String user, @Nullable String after, int limit) {
        return calls.told(() -> {
            int size = HostRooms.page(limit);
            return Reading.from(() -> store().seats(user, SeatOrder.BY_ROOM, after, size))
                    .thenApply(seats -> seats.stream().map(this::view).toList());
        });
    }

    @Override
    public CompletionStage<Optional<RoomView>> roomOf(String user, String room) {
        return calls.told(() -> Reading.from(() -> store().seat(room, user)).thenApply(seat -> seat.map(this::view)));
    }

    private RoomView view(Seat seat) {
        return Views.member(
                seat,
                services.lanes().count(seat.room()),
                services.storage().traits().durability());
    }

    @Override
    public CompletionStage<Optional<MemberView>> member(String room, String user) {
        return in(
                room,
                () -> store().member(room, user)
                        .thenCompose(found -> ops.views(found.stream().toList()))
                        .thenApply(views -> views.stream().findFirst()));
    }

    @Override
    public CompletionStage<Optional<Message>> message(String room, long seq) {
        return in(room, () -> log().message(room, seq));
    }

    @Override
    public CompletionStage<Optional<Message>> message(String room, String sender, String cid) {
        return in(room, () -> log().find(room, sender, cid));
    }

    @Override
    public CompletionStage<Result.EventPage> events(String room, Cursor after, int limit) {
        return calls.told(() -> {
            int size = HostRooms.page(limit);
            int bytes = services.limits().pages().bytes();
            return services.rooms()
                    .existing(room)
                    .thenCompose(state -> Reading.from(() -> log().events(room, after, size, bytes)))
                    .thenApply(slice -> page(room, after, slice));
        });
    }

    private static Result.EventPage page(String room, Cursor after, EventSlice slice) {
        if (slice.gap()) {
            throw new RefusedException(
                    ErrorCode.GAP, "room " + room + ": the events after rev " + after.rev() + " are not kept");
        }
        return new Result.EventPage(slice.events(), after.rev() + slice.events().size() < slice.head());
    }

    /** Reads in a room that must be there. */
    private <T> CompletionStage<T> in(String room, Supplier<CompletionStage<T>> read) {
        return calls.told(() -> services.rooms().existing(room).thenCompose(state -> Reading.from(read)));
    }
}
