package io.imbed.internal.room;

import io.imbed.spi.ChangeFeed.Changed;
import io.imbed.spi.Environment;
import io.imbed.spi.RoomState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** All lanes of a node; a room's id says which one it lives on. Threads: any. */
public final class Lanes {
    private final List<Lane> lanes;
    private final Headcounts headcounts;
    private final boolean isShared;

    public Lanes(LaneContext context) {
        Environment env = context.env();
        this.headcounts = context.headcounts();
        this.isShared = context.storage().traits().shared();
        this.lanes = env.lanes().stream()
                .map(executor -> new Lane(executor, context))
                .toList();
    }

    public Lane of(String room) {
        return lanes.get(Math.floorMod(room.hashCode(), lanes.size()));
    }

    /** Runs {@code work} with the room, on its lane, behind what the same thread has asked for before. */
    public void with(String room, Lane.Work work) {
        Lane lane = of(room);
        lane.execute(() -> work.on(lane.room(room)));
    }

    /** Submits a command; its result completes on the lane. */
    public <R> CompletableFuture<R> submit(String room, Command<R> command) {
        with(room, live -> live.submit(command));
        return command.result();
    }

    /** How many a room has for those who look at it: members, or of a LIVE room the sessions that follow it. */
    public long count(RoomState room) {
        return headcounts.of(room);
    }

    /** Rooms that lanes hold: in use, or kept to be quick. */
    public long rooms() {
        return lanes.stream().mapToInt(Lane::rooms).sum();
    }

    /** Changes that wait to be decided. */
    public long waiting() {
        return lanes.stream().mapToInt(Lane::waiting).sum();
    }

    /** Whether other nodes change the same rooms. */
    boolean areShared() {
        return isShared;
    }

    /**
     * Tells of what was done to rooms, on this node or another. Completes once that is looked into: with whether somebody
     * may have become a member of a room without being found.
     */
    public CompletableFuture<Boolean> tell(List<Changed> changes) {
        List<CompletableFuture<Boolean>> told = changes.stream()
                .map(change -> News.tell(of(change.room()), change))
                .toList();
        return CompletableFuture.allOf(told.toArray(CompletableFuture[]::new))
                .thenApply(done -> told.stream().anyMatch(CompletableFuture::join));
    }

    /** Anything may have been done to any room: all that are held are looked at again. */
    public CompletableFuture<Void> doubt() {
        return onEach(lane -> {
            for (LiveRoom room : lane.all()) {
                if (!lane.letGo(room)) room.others().outdated();
            }
        });
    }

    /** Completes once every lane has done what was queued before. */
    public CompletableFuture<Void> progress() {
        return onEach(lane -> {});
    }

    /** Frees what is only there to be quick; completes when that is done. */
    public CompletableFuture<Void> dropCaches() {
        return onEach(Lane::dropCaches);
    }

    /** Completes once every lane has done what was queued before, and has let go of its rooms. */
    public CompletableFuture<Void> end() {
        return onEach(Lane::end);
    }

    private CompletableFuture<Void> onEach(Consumer<Lane> action) {
        return CompletableFuture.allOf(lanes.stream()
                .map(lane -> {
                    CompletableFuture<Void> turn = new CompletableFuture<>();
                    lane.execute(() -> {
                        action.accept(lane);
                        turn.complete(null);
                    });
                    return turn;
                })
                .toArray(CompletableFuture[]::new));
    }
}
