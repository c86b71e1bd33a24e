package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.Limits;
import io.imbed.protocol.Role;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Typing shows for as long as it goes on, and costs others little however often it is said. */
class TypingTest {
    private static final Duration LIFE = Limits.defaults().presence().typing();
    private static final Duration PAUSE = Limits.defaults().presence().typingPause();
    private static final Duration INSTANT = Duration.ofMillis(1);

    private Chat chat = Chat.open(builder -> builder.limits(Chat.unhurried()));
    private Peer[] peers = chat.channel("r", "alice", "bob");

    @AfterEach
    void close() {
        chat.close();
    }

    private static void types(Peer peer, boolean on) {
        peer.ok("typing", "\"room\":\"r\",\"on\":" + on);
    }

    private static List<String> seen(Peer peer) {
        return peer.take("signal").stream()
                .filter(signal -> signal.get("type").getAsString().equals("typing"))
                .map(TypingTest::words)
                .toList();
    }

    private static String words(JsonObject signal) {
        return signal.get("user").getAsString() + (signal.get("on").getAsBoolean() ? " on" : " off");
    }

    @Test
    void typingThatIsNotRenewedEnds() {
        types(peers[0], true);
        chat.pass(LIFE.minus(INSTANT));
        assertThat(seen(peers[1])).containsExactly("alice on");

        chat.pass(INSTANT);

        assertThat(seen(peers[1])).containsExactly("alice off");
        assertThat(seen(peers[0])).isEmpty();
        chat.pass(LIFE.multipliedBy(3));
        assertThat(seen(peers[1])).isEmpty();
    }

    @Test
    void typingThatIsRenewedGoesOnAndIsToldAtMostOnceInAPause() {
        for (int i = 0; i < 16; i++) {
            types(peers[0], true);
            chat.pass(PAUSE.dividedBy(4));
        }
        assertThat(seen(peers[1])).containsExactly("alice on", "alice on", "alice on", "alice on");

        types(peers[0], true);
        chat.pass(LIFE.minus(INSTANT));

        assertThat(seen(peers[1])).containsExactly("alice on");
    }

    @Test
    void stoppingIsToldToThoseWhoSawTheBeginningAlone() {
        types(peers[0], false);
        assertThat(seen(peers[1])).isEmpty();

        types(peers[0], true);
        types(peers[0], false);
        types(peers[0], false);

        assertThat(seen(peers[1])).containsExactly("alice on", "alice off");
        chat.pass(LIFE.multipliedBy(2));
        assertThat(seen(peers[1])).isEmpty();
    }

    @Test
    void onAndOffInTurnAreToldNoMoreOftenAndTheLastWordCounts() {
        for (int i = 0; i < 10; i++) {
            types(peers[0], true);
            types(peers[0], false);
        }
        types(peers[0], true);
        assertThat(seen(peers[1])).containsExactly("alice on", "alice off");

        chat.pass(PAUSE);

        assertThat(seen(peers[1])).containsExactly("alice on");
        chat.pass(LIFE);
        assertThat(seen(peers[1])).containsExactly("alice off");
    }

    @Test
    void messageEndsItWithoutAWordAndTypingAfterItIsToldAtOnce() {
        types(peers[0], true);
        peers[0].sendText("r", "c1", "hi");
        assertThat(seen(peers[1])).containsExactly("alice on");

        types(peers[0], true);
        assertThat(seen(peers[1])).containsExactly("alice on");
        peers[0].sendText("r", "c2", "hi again");
        chat.pass(LIFE.multipliedBy(2));

        assertThat(seen(peers[1])).isEmpty();
    }

    @Test
    void messageOfSomebodyElseEndsNothing() {
        types(peers[0], true);
        peers[1].sendText("r", "c1", "hi");
        chat.done(chat.server.rooms().send("r", Draft.text("x")));

        chat.pass(LIFE);

        assertThat(seen(peers[1])).containsExactly("alice on", "alice off");
    }

    @Test
    void endOfTheSessionThatTypedEndsIt() {
        Peer desk = chat.signIn("alice");
        types(peers[0], true);
        desk.connection.cut();
        assertThat(seen(peers[1])).containsExactly("alice on");

        peers[0].connection.cut();

        assertThat(seen(peers[1])).containsExactly("alice off");
    }

    @Test
    void endOfTheMembershipEndsIt() {
        for (Consumer<Peer> end : List.<Consumer<Peer>>of(
                alice -> alice.ok("leave", "\"room\":\"r\""),
                alice -> chat.done(chat.server.rooms().kick("r", "alice")))) {
            chat.done(chat.server.rooms().invite("r", "alice", Role.MEMBER));
            types(peers[0], true);

            end.accept(peers[0]);

            assertThat(seen(peers[1])).containsExactly("alice on", "alice off");
        }
    }

    @Test
    void nothingIsToldInARoomTooLargeButTheEndOfWhatWasSeen() {
        chat.close();
        Limits.Pages pages = Limits.defaults().pages();
        chat = Chat.open(builder -> builder.limits(Chat.unhurried()
                .with(new Limits.Pages(
                        pages.items(), pages.bytes(), pages.catchUpEvents(), pages.roomsFollowed(), 2))));
        peers = chat.channel("r", "alice", "bob");
        Peer desk = chat.signIn("alice");
        types(peers[0], true);
        chat.done(chat.server.rooms().invite("r", "carol", Role.MEMBER));
        assertThat(seen(peers[1])).containsExactly("alice on");

        chat.pass(LIFE);
        assertThat(seen(peers[1])).containsExactly("alice off");
        desk.takeAll();
        types(peers[0], true);
        chat.pass(LIFE);

        assertThat(seen(peers[1])).isEmpty();
        assertThat(seen(desk)).isEmpty();
    }
}
