package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Draft;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promise 7: rooms and sessions that nobody uses any more are forgotten, and no others. */
class BusyLaneTest {
    private static final int MORE_THAN_LANES_REMEMBER = 4_000;

    private final Chat chat = Chat.open(builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        chat.close();
    }

    private void useManyOthers() {
        Peer mallory = chat.signIn("mallory");
        for (int i = 0; i < MORE_THAN_LANES_REMEMBER; i++) mallory.ask("history", "\"room\":\"nowhere" + i + "\"");
    }

    @Test
    void roomThatASessionFollowsIsNotForgottenForOthers() {
        Peer alice = chat.channel("r", "alice")[0];

        useManyOthers();
        chat.done(chat.server.rooms().send("r", Draft.text("hi")));

        assertThat(Peer.texts(alice.takeEvents())).containsExactly("hi");
    }

    @Test
    void roomThatTheHostFollowsIsNotForgottenForOthers() {
        chat.channel("r");
        List<Long> heard = new ArrayList<>();
        chat.server.rooms().follow("r", null, event -> heard.add(event.rev()));
        chat.env.runAll();

        useManyOthers();
        chat.done(chat.server.rooms().send("r", Draft.text("hi")));

        assertThat(heard).hasSize(1);
    }

    @Test
    void sessionThatEndedIsFollowedByNothingAnyMore() {
        chat.channel("r", "alice"); // keeps the room in memory
        List<WeakReference<Object>> gone = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Peer bob = chat.signIn("bob");
            bob.ok("join", "\"room\":\"r\"");
            gone.add(new WeakReference<>(bob.connection.connection()));
            bob.connection.cut();
            chat.env.runAll();
        }
        chat.done(chat.server.rooms().send("r", Draft.text("hi")));
        chat.pass(Duration.ofMinutes(5)); // over with all timers

        for (int i = 0; i < 50 && gone.stream().anyMatch(each -> each.get() != null); i++) System.gc();

        assertThat(gone).allMatch(each -> each.get() == null);
    }
}
