package io.imbed.client.simulation;

import io.imbed.client.Room;
import io.imbed.protocol.Message;
import io.imbed.protocol.Role;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What members do to each other; whether they may is the server's business. */
final class Moderation {
    private final SplittableRandom dice;
    private final List<String> users;

    Moderation(SplittableRandom dice, List<String> users) {
        this.dice = dice;
        this.users = users;
    }

    void act(SimulatedClient client, String room) {
        Room there = client.client().room(room);
        String user = users.get(dice.nextInt(users.size()));
        switch (dice.nextInt(16)) {
            case 0, 1 -> there.kick(user);
            case 2, 3 -> there.ban(user, time(3_000), null);
            case 4, 5 -> there.unban(user);
            case 6, 7, 8 -> there.mute(user, time(60_000), null);
            case 9 -> there.unmute(user);
            case 10, 11, 12 -> there.invite(user);
            case 13 -> there.role(user, Role.values()[dice.nextInt(Role.values().length)]);
            case 14 -> there.leave();
            default -> recall(client, room);
        }
    }

    /** Seldom for good: somebody must be left to talk. */
    private @Nullable Duration time(int atMost) {
        return dice.nextInt(8) == 0 ? null : Duration.ofMillis(1 + dice.nextInt(atMost));
    }

    /** Anybody's message. */
    private void recall(SimulatedClient client, String room) {
        List<Message> shown = List.copyOf(client.screen.messages(room));
        if (!shown.isEmpty()) client.recall(shown.get(dice.nextInt(shown.size())));
    }
}
