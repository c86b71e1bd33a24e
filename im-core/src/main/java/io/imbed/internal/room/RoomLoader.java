package io.imbed.internal.room;

import io.imbed.internal.LogLine;
import io.imbed.protocol.Message;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomLog;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
    private boolean outdated; // what is being read may have been read before a change that is known of
    private int unread; // members and messages that the load waits for

    /** Somebody who waits for the storage's answer. */
    private record Asking(Needs needs, Runnable ready, Consumer<Throwable> failed) {}

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
     * Runs {@code ready} once the room and what is needed of it are known: at once, or when the storage has answered.
     * {@code failed} runs instead if it could not be read.
     */
    void whenKnown(Needs needs, Runnable ready, Consumer<Throwable> failed) {
        if (model.knows(needs)) {
            ready.run();
            return;
        }
        asking.add(new Asking(needs, ready, failed));
        if (!loading) load();
    }

    /** Something has changed by now: of what is being read nothing is remembered. */
    void outdated() {
        outdated = loading;
    }

    private RoomStore store() {
        return lane.context().storage().store();
    }

    private void load() {
        loading = true;
        outdated = false;
        if (model.isKnown()) loadParts();
        else lane.read(() -> store().room(room), this::loadedRoom, this::failed);
    }

    private void loadedRoom(Optional<RoomState> read) {
        if (outdated) {
            load();
            return;
        }
        model.learn(read);
        onRoom.accept(read);
        loadParts();
    }

    /** All at once: after a restart, half a room may ask in the same moment. */
    private void loadParts() {
        Set<String> users = new LinkedHashSet<>();
        Set<Long> messages = new LinkedHashSet<>();
        Set<String> restrained = new LinkedHashSet<>(0);
        Set<String> goers = new LinkedHashSet<>(0);
        Set<Reactor> reactors = new LinkedHashSet<>(0);
        boolean pins = false;
        for (Asking each : asking) {
            if (model.state() == null) break;
            for (String user : each.needs().users()) {
                if (!model.knowsMember(user)) users.add(user);
                if (model.needsRestraints(user)) restrained.add(user);
            }
            long message = each.needs().message();
            if (message != 0 && !model.messages().knows(message)) {
                messages.add(message);
            } else if (message != 0) {
                // Behind the message, so that what changes between is told by the message's rev.
                String reactor = each.needs().reactor();
                if (reactor != null && !model.messages().knowsReactions(message, reactor)) {
                    reactors.add(new Reactor(message, reactor));
                }
                pins |= each.needs().pins() && !model.messages().knowsPins();
            }
            for (String user : each.needs().restrained()) {
                if (!model.knowsRestraints(user)) restrained.add(user);
            }
            // Found to be an owner in this load or one before, it is asked for in the next.
            String goer = each.needs().goer();
            if (goers.isEmpty() && goer != null && model.isOwner(goer) && !model.knowsSenior(goer)) goers.add(goer);
        }
        unread = users.size() + messages.size() + restrained.size() + goers.size() + reactors.size() + (pins ? 1 : 0);
        if (unread == 0) {
            loaded();
            return;
        }
        for (String user : users) {
            lane.read(() -> store().member(room, user), row -> loadedMember(user, row), this::failedPart);
        }
        for (String user : restrained) {
            lane.read(() -> store().restraints(room, user), held -> loadedRestraints(user, held), this::failedPart);
        }
        RoomState now = model.state();
        for (String goer : goers) {
            lane.read(() -> store().senior(room, goer), row -> loadedSenior(goer, now, row), this::failedPart);
        }
        for (long seq : messages) {
            lane.read(() -> log().message(room, seq), message -> loadedMessage(seq, message), this::failedPart);
        }
        for (Reactor each : reactors) {
            lane.read(
                    () -> log().reactions(room, each.seq(), each.user()),
                    keys -> loadedReactions(each, keys),
                    this::failedPart);
        }
        if (pins) lane.read(() -> log().pinned(room), this::loadedPins, this::failedPart);
    }

    /** Whether what was read is of the room as it is known. */
    private boolean isNew() {
        return !outdated && model.isKnown();
    }

    private record Reactor(long seq, String user) {}

    private RoomLog log() {
        return lane.context().storage().log();
    }

    private void loadedReactions(Reactor reactor, Set<String> keys) {
        if (isNew() && !model.messages().knowsReactions(reactor.seq(), reactor.user())) {
            model.messages().learnReactions(reactor.seq(), reactor.user(), keys);
        }
        if (--unread == 0) loaded();
    }

    private void loadedPins(List<Message> pinned) {
        if (isNew() && !model.messages().knowsPins()) {
            model.messages().learnPins(pinned.stream().map(Message::seq).collect(Collectors.toSet()));
        }
        if (--unread == 0) loaded();
    }

    private void loadedMember(String user, Optional<MemberRow> row) {
        // Known by now if something was committed meanwhile: then that is the newer.
        if (isNew() && !model.knowsMember(user)) model.learn(user, row);
        if (--unread == 0) loaded();
    }

    private void loadedRestraints(String user, List<Restraint> held) {
        if (isNew() && !model.knowsRestraints(user)) {
            model.learnRestraints(user, held);
        }
        if (--unread == 0) loaded();
    }

    /** Whatever the room has gone through since it was asked for may have changed the answer: then it is asked again. */
    private void loadedSenior(String goer, @Nullable RoomState asked, Optional<MemberRow> row) {
        if (isNew() && model.state() == asked) model.learnSenior(goer, row);
        if (--unread == 0) loaded();
    }

    private void loadedMessage(long seq, Optional<Message> message) {
        if (isNew() && !model.messages().knows(seq)) model.messages().learn(seq, message);
        if (--unread == 0) loaded();
    }

    private void failedPart(Throwable error) {
        if (--unread == 0) failed(error);
        else LogLine.ofRoom(LOG.atWarn().setCause(error), room, "a part cannot be read");
    }

    private void loaded() {
        for (Asking each : take()) {
            // Something before may have forgotten what is absent: then it is asked again.
            if (model.knows(each.needs())) each.ready().run();
            else asking.add(each);
        }
        if (!asking.isEmpty() && !loading) lane.execute(this::loadAgain);
    }

    private void loadAgain() {
        if (!asking.isEmpty() && !loading) load();
    }

    private void failed(Throwable error) {
        LogLine.ofRoom(LOG.atWarn().setCause(error), room, "cannot be read");
        take().forEach(each -> each.failed().accept(error));
    }

    private List<Asking> take() {
        loading = false;
        List<Asking> answered = new ArrayList<>(asking);
        asking.clear();
        return answered;
    }
}
