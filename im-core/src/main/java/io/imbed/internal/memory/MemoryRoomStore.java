package io.imbed.internal.memory;

import io.imbed.protocol.RoomKind;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The store's face of {@link MemoryRooms}. Threads: any. */
final class MemoryRoomStore implements RoomStore {
    private static final Comparator<Place> LATEST_FIRST =
            Comparator.comparing(Place::at).reversed().thenComparing(Place::id);

    private final MemoryRooms rooms;

    /** Where a room stands in a list; taken once, as it may move while the list is sorted. */
    private record Place(Room room, String id, Instant at) {
        static Place of(Room room) {
            return new Place(room, room.row().id(), room.at());
        }
    }

    MemoryRoomStore(MemoryRooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public CompletionStage<Optional<RoomState>> room(String room) {
        return rooms.read(() -> Optional.ofNullable(rooms.room(room)).map(Room::state));
    }

    @Override
    public CompletionStage<List<RoomState>> rooms(RoomKind kind, @Nullable String after, int limit) {
        return rooms.read(() ->
                rooms.rooms(kind, after).stream().limit(limit).map(Room::state).toList());
    }

    @Override
    public CompletionStage<Optional<MemberRow>> member(String room, String user) {
        return rooms.read(() -> Optional.ofNullable(rooms.room(room)).flatMap(found -> found.member(user)));
    }

    @Override
    public CompletionStage<List<MemberRow>> members(String room, @Nullable String after, int limit) {
        return rooms.read(() -> {
            Room found = rooms.room(room);
            return found == null ? List.of() : found.members(after, limit);
        });
    }

    @Override
    public CompletionStage<List<Seat>> seats(String user, @Nullable String after, int limit) {
        return rooms.read(() -> readSeats(user, after, limit));
    }

    @Override
    public CompletionStage<Optional<Seat>> seat(String room, String user) {
        return rooms.read(() -> Optional.ofNullable(rooms.room(room)).flatMap(found -> found.seat(user)));
    }

    private List<Seat> readSeats(String user, @Nullable String after, int limit) {
        List<Place> places = new ArrayList<>();
        for (Room room : rooms.roomsOf(user)) places.add(Place.of(room));
        places.sort(LATEST_FIRST);
        List<Seat> page = new ArrayList<>();
        boolean reached = after == null;
        for (Place place : places) {
            if (page.size() == limit) break;
            if (reached) place.room().seat(user).ifPresent(page::add);
            else reached = place.id().equals(after);
        }
        return page;
    }
}
