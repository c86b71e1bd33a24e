package io.imbed.engine.model;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** All that can be done, and how often it is. */
final class Operations {
    private Operations() {}

    static Arbitrary<Step> any() {
        List<Tuple2<Integer, Arbitrary<Step>>> all = List.of(
                Tuple.of(40, Send.any()),
                Tuple.of(16, Edit.any()),
                Tuple.of(12, Recall.any()),
                Tuple.of(20, React.any()),
                Tuple.of(8, Pin.any()),
                Tuple.of(3, ListPins.any()),
                Tuple.of(12, Mark.any()),
                Tuple.of(8, Prefer.any()),
                Tuple.of(6, ListReaders.any()),
                Tuple.of(2, Type.any()),
                Tuple.of(3, CreateRoom.any()),
                Tuple.of(3, UpdateRoom.any()),
                Tuple.of(10, Configure.any()),
                Tuple.of(1, DeleteRoom.any()),
                Tuple.of(16, Join.any()),
                Tuple.of(5, Leave.any()),
                Tuple.of(12, Invite.any()),
                Tuple.of(9, Kick.any()),
                Tuple.of(8, GiveRole.any()),
                Tuple.of(12, Mute.any()),
                Tuple.of(4, Unmute.any()),
                Tuple.of(7, Ban.any()),
                Tuple.of(4, Unban.any()),
                Tuple.of(4, ListBans.any()),
                Tuple.of(4, GetRoom.any()),
                Tuple.of(6, ListRooms.any()),
                Tuple.of(2, ListOpen.any()),
                Tuple.of(4, ListMembers.any()),
                Tuple.of(8, History.any()),
                Tuple.of(6, Sync.any()),
                Tuple.of(8, Reconnect.any()),
                Tuple.of(5, GoAway.any()),
                Tuple.of(8, AskPresence.any()),
                Tuple.of(2, ListSessions.any()),
                Tuple.of(3, SignOut.any()),
                Tuple.of(8, Wait.any()));
        return Arbitraries.frequencyOf(all);
    }

    /** Everything that somebody may see, or not. */
    static List<Step> looks(World world, Who who) {
        List<Step> looks = new ArrayList<>();
        looks.add(new ListRooms(who, null, 100));
        looks.add(new ListOpen(who, "CHANNEL", null, 100));
        looks.add(new ListOpen(who, "LIVE", null, 100));
        for (Slot slot : Slot.values()) {
            looks.add(new GetRoom(who, slot));
            if (world.room(slot) == null) continue;
            looks.add(new ListMembers(who, slot, null, 100));
            looks.add(new History(who, slot, "", 0, 100));
            looks.add(new ListPins(who, slot));
            looks.add(new Sync(who, slot, 1_000, true, 100));
            looks.add(new ListBans(who, slot, null, 100));
        }
        return looks;
    }
}
