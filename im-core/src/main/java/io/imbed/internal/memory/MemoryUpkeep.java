package io.imbed.internal.memory;

import io.imbed.spi.Change;
import io.imbed.spi.Upkeep;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The housekeeper's face of {@link MemoryRooms}. Threads: any. */
final class MemoryUpkeep implements Upkeep {
    private final MemoryRooms rooms;

    MemoryUpkeep(MemoryRooms rooms) {
        this.rooms = rooms;
    }

    /** Memory takes what the budget lets through. */
    @Override
    public CompletionStage<Void> probe() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<List<Extent>> extents(@Nullable String after, int limit) {
        return rooms.read(
                () -> rooms.rooms(after, limit).stream().map(Room::extent).toList());
    }

    @Override
    public CompletionStage<Change.Trim> due(String room, Instant messages, Instant events, long newest, int limit) {
        return rooms.read(() -> {
            Room found = rooms.room(room);
            return found == null ? Change.Trim.NOTHING : found.due(messages, events, newest, limit);
        });
    }

    @Override
    public CompletionStage<Traces> traces(String user, @Nullable String after, int limit) {
        return rooms.read(() -> {
            List<Room> page = rooms.rooms(after, limit);
            List<String> found = page.stream()
                    .filter(room -> room.hasTracesOf(user))
                    .map(room -> room.row().id())
                    .toList();
            return new Traces(
                    found,
                    page.size() < limit ? null : page.get(limit - 1).row().id());
        });
    }

    @Override
    public CompletionStage<Boolean> isNamed(String room, String user) {
        return rooms.read(() -> {
            Room found = rooms.room(room);
            return found != null && found.isNamed(user);
        });
    }

    @Override
    public CompletionStage<List<Sent>> sent(String room, String sender, @Nullable String after, int limit) {
        return rooms.read(() -> {
            Room found = rooms.room(room);
            return found == null ? List.of() : found.sent(sender, after, limit);
        });
    }

    @Override
    public CompletionStage<List<Long>> reacted(String room, String user, long after, int limit) {
        return rooms.read(() -> {
            Room found = rooms.room(room);
            return found == null ? List.of() : found.reacted(user, after, limit);
        });
    }
}
