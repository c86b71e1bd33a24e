package io.imbed.internal.room;

import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a room's model does not know, for all who wait for it at once. Threads: the room's lane.
 */
final class RoomLoader {
    private static final Logger LOG = LoggerFactory.getLogger(RoomLoader.class);

    private final String room;
    private final Lane lane;
    private final RoomModel model;
    private final Consumer<Optional<RoomState>> onRoom;
    private final List<Asking> asking = new ArrayList<>(1);
    private boolean loading;
    private int unread; // members that the load waits for

    /** Somebody who waits for the storage's answer about these users. */
    private record Asking(Collection<String> users, Runnable ready, Consumer<Throwable> failed) {}

    /** @param onRoom told of the room whenever it was read */
    RoomLoader(String room, Lane lane, RoomModel model, Consumer<Optional<RoomState>> onRoom) {
        this.room = room;
        this.lane = lane;
        this.model = model;
        this.onRoom = onRoom;
    }

    /** Whether anybody waits. */
    boolean isBusy() {
        return loading || !asking.isEmpty();
    }

    /**
     * Runs {@code ready} once the room and these users' memberships are known: at once, or when the storage has answered.
     * {@code failed} runs instead if it could not be read.
     */
    void whenKnown(Collection<String> users, Runnable ready, Consumer<Throwable> failed) {
        if (model.knows(users)) {
            ready.run();
            return;
        }
        asking.add(new Asking(users, ready, failed));
        if (!loading) load();
    }

    private RoomStore store() {
        return lane.context().storage().store();
    }

    private void load() {
        loading = true;
        if (model.isKnown()) loadMembers();
        else lane.read(() -> store().room(room), this::loadedRoom, this::failed);
    }

    private void loadedRoom(Optional<RoomState> read) {
        model.learn(read);
        onRoom.accept(read);
        loadMembers();
    }

    /** All at once: after a restart, half a room may ask in the same moment. */
    private void loadMembers() {
        Set<String> unknown = new LinkedHashSet<>();
        for (Asking each : asking) {
            for (String user : each.users()) {
                if (model.state() != null && !model.knowsMember(user)) unknown.add(user);
            }
        }
        if (unknown.isEmpty()) {
            loaded();
            return;
        }
        unread = unknown.size();
        for (String user : unknown) {
            lane.read(() -> store().member(room, user), row -> loadedMember(user, row), this::failedMember);
        }
    }

    private void loadedMember(String user, Optional<MemberRow> row) {
        // Known by now if something was committed meanwhile: then that is the newer.
        if (model.isKnown() && !model.knowsMember(user)) model.learn(user, row);
        if (--unread == 0) loaded();
    }

    private void failedMember(Throwable error) {
        if (--unread == 0) failed(error);
        else LOG.warn("room {}: a member cannot be read", room, error);
    }

    private void loaded() {
        for (Asking each : take()) {
            // Something before may have forgotten what is absent: then it is asked again.
            if (model.knows(each.users())) each.ready().run();
            else asking.add(each);
        }
        if (!asking.isEmpty() && !loading) lane.execute(this::loadAgain);
    }

    private void loadAgain() {
        if (!asking.isEmpty() && !loading) load();
    }

    private void failed(Throwable error) {
        LOG.warn("room {}: cannot be read", room, error);
        take().forEach(each -> each.failed().accept(error));
    }

    private List<Asking> take() {
        loading = false;
        List<Asking> answered = new ArrayList<>(asking);
        asking.clear();
        return answered;
    }
}
