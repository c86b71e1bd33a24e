package io.imbed.internal.memory;

import io.imbed.MemoryStorage.Capacity;
import io.imbed.protocol.Durability;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Change;
import io.imbed.spi.ChangeFeed;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomLog;
import io.imbed.spi.RoomStore;
import io.imbed.spi.Storage;
import io.imbed.spi.Upkeep;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All rooms of the memory storage. An append holds the lock of the room it changes and no other, so lanes do not meet.
 *
 * <p>Threads: any.
 */
public final class MemoryRooms implements Storage {
    private final Capacity capacity;
    private final ByteBudget budget;
    private final SeatIndex seats = new SeatIndex();
    private final ConcurrentHashMap<String, Room> byId = new ConcurrentHashMap<>();
    private final Map<RoomKind, ConcurrentSkipListMap<String, Room>> byKind = Map.of(
            RoomKind.DIRECT, new ConcurrentSkipListMap<>(),
            RoomKind.GROUP, new ConcurrentSkipListMap<>(),
            RoomKind.CHANNEL, new ConcurrentSkipListMap<>(),
            RoomKind.LIVE, new ConcurrentSkipListMap<>());
    private final Object creation =
            new Object(); // held while a room is made: two must not make the same, nor one too many
    private final RoomLog log = new MemoryRoomLog(this);
    private final RoomStore store = new MemoryRoomStore(this);
    private final Upkeep upkeep = new MemoryUpkeep(this);
    private final MemoryFeed feed = new MemoryFeed(MemoryFeed.KEPT);

    private volatile boolean closed;

    public MemoryRooms(Capacity capacity) {
        this.capacity = capacity;
        this.budget = new ByteBudget(capacity.bytes());
    }

    @Override
    public RoomLog log() {
        return log;
    }

    @Override
    public RoomStore store() {
        return store;
    }

    @Override
    public Upkeep upkeep() {
        return upkeep;
    }

    @Override
    public Optional<ChangeFeed> feed() {
        return Optional.of(feed);
    }

    /** Appends of different rooms do not wait for each other, so it likes as many as there are processors. */
    @Override
    public Traits traits() {
        return new Traits(Durability.NONE, false, Runtime.getRuntime().availableProcessors());
    }

    @Override
    public void close() {
        closed = true;
        byId.clear();
        byKind.values().forEach(Map::clear);
    }

    /** What all rooms together weigh. */
    long usedBytes() {
        return budget.used();
    }

    @Nullable Room room(String id) {
        return byId.get(id);
    }

    /** Rooms of a kind by id, those after {@code after} if given. */
    Collection<Room> rooms(RoomKind kind, @Nullable String after) {
        ConcurrentSkipListMap<String, Room> rooms = ofKind(kind);
        return (after == null ? rooms : rooms.tailMap(after, false)).values();
    }

    /** Some rooms of all kinds by id, those after {@code after} if given. */
    List<Room> rooms(@Nullable String after, int limit) {
        return byKind.keySet().stream()
                .flatMap(kind -> rooms(kind, after).stream().limit(limit))
                .sorted(Comparator.comparing(room -> room.row().id()))
                .limit(limit)
                .toList();
    }

    List<Room> roomsOf(String user) {
        return seats.of(user);
    }

    boolean share(String one, String other) {
        return seats.share(one, other);
    }

    Outcome append(Entry entry) {
        if (closed) return new Outcome.Refused("memory storage is closed");
        while (true) {
            Room room = byId.get(entry.room());
            if (room == null && !(entry.guard() instanceof Guard.Absent)) return new Outcome.Stale();
            Outcome outcome = room == null ? make(entry) : room.append(entry, this::unlink);
            if (outcome != null) return outcome; // else it was made or dropped since it was looked up
        }
    }

    /** Called under the lock of the room, which is dropped. */
    private void unlink(Room room) {
        String id = room.row().id();
        byId.remove(id, room);
        ofKind(room.kind()).remove(id, room);
        budget.uncountRoom();
    }

    private @Nullable Outcome make(Entry entry) {
        Change.PutRoom made = null;
        for (Change change : entry.changes()) {
            if (change instanceof Change.PutRoom put) made = put;
        }
        if (made == null) return new Outcome.Failed("there is no room " + entry.room() + ", and the entry makes none");
        synchronized (creation) {
            if (byId.containsKey(entry.room())) return null;
            if (byId.size() >= capacity.rooms()) {
                return new Outcome.Refused("memory storage is full: " + capacity.rooms() + " rooms");
            }
            Room room = new Room(made, entry.at(), capacity, budget, seats, feed);
            // Under its lock: a reader that comes by way of a member's seats waits until the room is found by id too.
            synchronized (room) {
                Outcome outcome = Objects.requireNonNull(room.append(entry, this::unlink));
                if (outcome instanceof Outcome.Stored) {
                    budget.countRoom();
                    byId.put(entry.room(), room);
                    ofKind(room.kind()).put(entry.room(), room);
                }
                return outcome;
            }
        }
    }

    private ConcurrentSkipListMap<String, Room> ofKind(RoomKind kind) {
        ConcurrentSkipListMap<String, Room> rooms = byKind.get(kind);
        if (rooms == null) throw new IllegalArgumentException("kind is " + kind);
        return rooms;
    }

    /** A read, done at once. A failure belongs into the stage, not to the thread that asked. */
    <T> CompletionStage<T> read(Supplier<T> read) {
        if (closed) return CompletableFuture.failedFuture(new IllegalStateException("memory storage is closed"));
        try {
            return CompletableFuture.completedFuture(read.get());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
