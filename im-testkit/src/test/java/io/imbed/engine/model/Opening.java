package io.imbed.engine.model;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What a sequence begins with, so that it is not all about rooms and messages that are not there. */
final class Opening {
    private static final List<Slot> ROOMS = List.of(Slot.NEWS, Slot.HALL, Slot.CLUB, Slot.PAIR, Slot.STAGE);

    private Opening() {}

    static Arbitrary<List<Step>> any() {
        return Combinators.combine(Pick.user(), Pick.title(), Pick.crowd(), Pick.crowd(), Pick.crowd(), Pick.user())
                .as((who, title, news, hall, club, fan) -> {
                    List<Step> steps = new ArrayList<>(List.of(
                            CreateRoom.maker(who, Slot.NEWS, title, news),
                            CreateRoom.maker(who, Slot.HALL, title, hall),
                            CreateRoom.maker(who, Slot.CLUB, title, club),
                            CreateRoom.maker(who, Slot.PAIR, title, List.of()),
                            CreateRoom.maker(who, Slot.STAGE, title, List.of()),
                            new Join(new Who("bob", 1), Slot.STAGE, Reconnect.From.NOWHERE),
                            new Join(fan, Slot.STAGE, Reconnect.From.NOWHERE)));
                    for (Slot room : ROOMS) {
                        steps.add(words(who, room));
                        steps.add(words(fan, room));
                    }
                    return steps;
                });
    }

    private static Send words(Who who, Slot room) {
        return new Send(who, room, Send.What.NEW, Send.Kind.TEXT, 0, List.of());
    }
}
