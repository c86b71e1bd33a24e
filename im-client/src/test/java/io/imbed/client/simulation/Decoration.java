package io.imbed.client.simulation;

import io.imbed.client.Room;
import io.imbed.protocol.Message;
import java.util.List;
import java.util.SplittableRandom;

/** What members put on messages that they see, whosever they are: reactions and pins. */
final class Decoration {
    private final SplittableRandom dice;

    Decoration(SplittableRandom dice) {
        this.dice = dice;
    }

    /** On one of the last messages, mostly, so that users meet on it; several at once, as a user does who changes its mind. */
    void act(SimulatedClient client, String room) {
        List<Message> shown = List.copyOf(client.screen.messages(room));
        if (shown.isEmpty()) return;
        Room there = client.client().room(room);
        for (int i = 0; i < 1 + dice.nextInt(4); i++) {
            long seq =
                    shown.get(Math.max(0, shown.size() - 1 - dice.nextInt(4))).seq();
            if (dice.nextInt(4) == 0) there.pin(seq, dice.nextInt(3) != 0);
            else there.react(seq, dice.nextBoolean() ? "+1" : "ok", dice.nextInt(4) != 0);
        }
    }
}
