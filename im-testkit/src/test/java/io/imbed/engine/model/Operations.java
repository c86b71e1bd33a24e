package io.imbed.engine.model;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** All that can be done, and how often it is. */
final class Operations {
    private Operations() {}

    static Arbitrary<Step> any() {
        List<Tuple2<Integer, Arbitrary<Step>>> all = List.of(
                Tuple.of(40, Send.any()),
                Tuple.of(6, Import.any()),
                Tuple.of(16, Edit.any()),
                Tuple.of(12, Recall.any()),
                Tuple.of(20, React.any()),
                Tuple.of(2, FillReactions.any()),
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

    /** What comes near the limit of pins and plays with it there; seldom, as it takes a hundred messages. */
    static Arbitrary<List<Step>> pins() {
        Arbitrary<Slot> slot = Arbitraries.of(Slot.HALL, Slot.STAGE);
        Arbitrary<List<Step>> none = Arbitraries.just(List.of());
        Arbitrary<List<Step>> many = Combinators.combine(
                        slot, Arbitraries.integers().between(98, 99), Pick.user(), Pick.back())
                .as((room, pins, user, back) -> List.of(
                        new FillPins(room, pins),
                        new Pin(Who.HOST, room, pins, true),
                        new Send(user, room, Send.What.NEW, Send.Kind.TEXT, 0, List.of()),
                        new Pin(user, room, 0, true),
                        new Pin(Who.HOST, room, 0, true),
                        new Recall(Who.HOST, room, 1 + Math.max(0, back), false),
                        new Send(user, room, Send.What.NEW, Send.Kind.TEXT, 0, List.of()),
                        new Pin(Who.HOST, room, 0, true),
                        new Send(user, room, Send.What.NEW, Send.Kind.TEXT, 0, List.of()),
                        new Pin(Who.HOST, room, 0, true),
                        new Pin(Who.HOST, room, 0, false),
                        new Pin(Who.HOST, room, 5, false),
                        new Pin(Who.HOST, room, 0, true)));
        return Arbitraries.frequencyOf(Tuple.of(99, none), Tuple.of(1, many));
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
