package io.imbed.internal.memory;

import io.imbed.protocol.RoomKind;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The store's face of {@link MemoryRooms}. Threads: any. */
final class MemoryRoomStore implements RoomStore {
    private static final Comparator<Place> LATEST_FIRST =
            Comparator.comparing(Place::at).reversed().thenComparing(Place::id);
    private static final Comparator<Place> BY_ROOM = Comparator.comparing(Place::id);

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
    public CompletionStage<List<MemberRow>> readers(
            String room, long seq, String beside, @Nullable String after, int limit) {
        return rooms.read(() -> {
            Room found = rooms.room(room);
            return found == null ? List.of() : found.readers(seq, beside, after, limit);
        });
    }

    @Override
    public CompletionStage<Optional<MemberRow>> senior(String room, String beside) {
        return rooms.read(() -> Optional.ofNullable(rooms.room(room)).flatMap(found -> found.senior(beside)));
    }

    @Override
    public CompletionStage<List<Restraint>> restraints(String room, String user) {
        return rooms.read(() -> {
            Room found = rooms.room(room);
            return found == null ? List.of() : found.restraints(user);
        });
    }

    @Override
    public CompletionStage<List<Restraint>> bans(String room, Instant now, @Nullable String after, int limit) {
        return rooms.read(() -> {
            Room found = rooms.room(room);
            return found == null ? List.of() : found.bans(now, after, limit);
        });
    }

    @Override
    public CompletionStage<List<Seat>> seats(String user, SeatOrder order, @Nullable String after, int limit) {
        return rooms.read(() -> readSeats(user, order, after, limit));
    }

    @Override
    public CompletionStage<Optional<Seat>> seat(String room, String user) {
        return rooms.read(() -> Optional.ofNullable(rooms.room(room)).flatMap(found -> found.seat(user)));
    }

    @Override
    public CompletionStage<Set<String>> sharing(String user, Collection<String> others) {
        return rooms.read(
                () -> others.stream().filter(other -> rooms.share(user, other)).collect(Collectors.toSet()));
    }

    private List<Seat> readSeats(String user, SeatOrder order, @Nullable String after, int limit) {
        List<Place> places = new ArrayList<>();
        for (Room room : rooms.roomsOf(user)) places.add(Place.of(room));
        places.sort(order == SeatOrder.BY_ROOM ? BY_ROOM : LATEST_FIRST);
        List<Seat> page = new ArrayList<>();
        for (Place place : places.subList(after == null ? 0 : firstAfter(places, order, after), places.size())) {
            if (page.size() == limit) break;
            place.room().seat(user).ifPresent(page::add);
        }
        return page;
    }

    private static int firstAfter(List<Place> places, SeatOrder order, String after) {
        for (int i = 0; i < places.size(); i++) {
            int found = places.get(i).id().compareTo(after);
            if (order == SeatOrder.BY_ROOM ? found > 0 : found == 0) return order == SeatOrder.BY_ROOM ? i : i + 1;
        }
        return places.size();
    }
}
