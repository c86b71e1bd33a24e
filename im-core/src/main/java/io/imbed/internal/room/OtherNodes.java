package io.imbed.internal.room;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.spi.ChangeFeed.Changed;
import io.imbed.spi.RoomState;
import java.util.List;

/**
 * What other nodes of the same storage do to one room, and what this node remembers of it that is no longer so by that.
 *
 * <p>Users and rights are forgotten at once: whoever is asked about is read again, and a change that was decided on what
 * went before is stale at the storage. The rest goes once nothing of the room is in flight, for that stands on it.
 *
 * <p>Threads: the room's lane.
 */
final class OtherNodes {
    private final LiveRoom room;
    private final RoomLoader loader;
    private boolean outdated; // the room itself is to be read again
    private boolean rewritten; // its messages may be

    OtherNodes(LiveRoom room, RoomLoader loader) {
        this.room = room;
        this.loader = loader;
    }

    /** Whether this node has delivered all of a change, and knows what it has made of the room: as of its own. */
    boolean isKnown(Changed change) {
        if (change.dropped() || !room.delivery().isIn(change.epoch())) return false;
        return knowsPolicyOf(change) && room.delivery().cursor().rev() >= change.lastRev();
    }

    private boolean knowsPolicyOf(Changed change) {
        if (change.policy() == 0) return true;
        RoomState state = room.model().state();
        return state != null && state.epoch().equals(change.epoch()) && state.policy() >= change.policy();
    }

    /** The storage has told of a change, whoever made it. */
    void did(Changed change) {
        boolean otherLife = change.dropped() || !room.delivery().isIn(change.epoch());
        if (otherLife || !knowsPolicyOf(change)) outdated();
        // Without an event: something may have been taken out of those that there are.
        if (change.policy() > 0 && change.lastRev() < change.firstRev()) room.dropCaches();
        if (otherLife) return; // What there is to tell is known when the room has been read.
        rewritten = true;
        room.delivery().reach(new Cursor(change.epoch(), change.lastRev()));
        // What is in flight has numbers among these; it is delivered when it is settled, or when the room has been
        // read.
        if (room.commands().areInFlight() || room.model().state() == null) return;
        forgetMessages();
        room.delivery().flush();
    }

    /** One of them has let in users who have a session here, while the room was not held. */
    void admitted(Changed change, List<String> users) {
        Delivery delivery = room.delivery();
        if (!delivery.hasBegun()) {
            delivery.begin(new Cursor(change.epoch(), change.firstRev() - 1));
        } else if (delivery.isIn(change.epoch()) && delivery.cursor().rev() >= change.firstRev()) {
            // It was held meanwhile, from further on: they follow from there.
            for (String user : users) {
                for (Subscriber each : room.lane().context().online().apply(user)) room.regain(each);
            }
        }
        outdated();
    }

    /** Events that were read to be delivered: this node has not stored them, or does not know that it has. */
    void stored(List<Event> events) {
        RoomState state = room.model().state();
        for (Event event : events) {
            EventBody body = event.body();
            if (body.seq() == 0 && (state == null || event.rev() > state.rev())) outdated();
            if (body.seq() == 0 || body instanceof EventBody.Posted) continue;
            // An answer that is remembered may say what the message was before.
            room.sends().forgetAll();
            rewritten = true;
        }
        if (!room.commands().areInFlight()) forgetMessages();
    }

    /** They may have done anything: who may do what is read again, and so is the room. */
    void outdated() {
        room.model().forgetUsers();
        loader.outdated();
        if (outdated) return;
        outdated = true;
        // In a turn of its own: this one may be in the middle of a delivery.
        room.lane().execute(() -> {
            if (!room.commands().areInFlight()) settled();
        });
    }

    /** Nothing of the room is in flight any more. */
    void settled() {
        forgetMessages();
        if (!outdated) return;
        outdated = false;
        room.model().forget();
        room.refresh();
    }

    private void forgetMessages() {
        if (rewritten) room.model().messages().forget();
        rewritten = false;
    }
}
