package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.SessionView;
import io.imbed.Sessions;
import io.imbed.protocol.CloseReason;
import io.imbed.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the host sees of the sessions on a node, and how it ends them. */
class HostSessionsTest {
    private final Chat chat = Chat.open(builder -> builder.limits(Chat.unhurried()));
    private final Sessions sessions = chat.server.sessions();

    @AfterEach
    void close() {
        chat.close();
    }

    @Test
    void sessionsOfAUserComeOldestFirstWithWhatTheySaidOfThemselves() {
        Peer phone = chat.connect();
        String id = phone.ok("hello", "\"v\":1,\"token\":\"guest:alice\",\"device\":\"phone\",\"client\":\"test/1\"")
                .get("session")
                .getAsString();
        chat.pass(Duration.ofSeconds(5));
        chat.signIn("alice");
        chat.signIn("bob");

        assertThat(sessions.count()).isEqualTo(3);
        List<SessionView> alices = sessions.of("alice");
        assertThat(alices).hasSize(2);
        assertThat(alices.get(0))
                .isEqualTo(new SessionView(id, "alice", "phone", "test/1", "paired", "127.0.0.1", ManualClock.START));
        assertThat(alices.get(1).since()).isEqualTo(ManualClock.START.plusSeconds(5));
        assertThat(sessions.of("nobody")).isEmpty();
    }

    @Test
    void sessionThatEndedIsGone() {
        Peer alice = chat.signIn("alice");

        alice.connection.cut();
        chat.env.runAll();

        assertThat(sessions.count()).isZero();
        assertThat(sessions.of("alice")).isEmpty();
    }

    @Test
    void signOutEndsAllSessionsOfAUserForGoodAndNobodyElses() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        Peer phone = chat.signIn("alice");

        assertThat(sessions.signOut("alice")).isEqualTo(2);
        peers[1].sendText("r", "c1", "is she gone?");

        assertThat(peers[0].closed()).contains(CloseReason.SIGNED_OUT);
        assertThat(phone.closed()).contains(CloseReason.SIGNED_OUT);
        assertThat(peers[0].takeEvents()).isEmpty();
        assertThat(sessions.of("alice")).isEmpty();
        assertThat(peers[1].closed()).isEmpty();
        assertThat(sessions.signOut("alice")).isZero();
    }

    @Test
    void signOutOfOneSessionLeavesTheOthers() {
        Peer laptop = chat.signIn("alice");
        Peer phone = chat.signIn("alice");
        String id = sessions.of("alice").get(1).id();

        assertThat(sessions.signOutSession(id)).isTrue();

        assertThat(phone.closed()).contains(CloseReason.SIGNED_OUT);
        assertThat(laptop.closed()).isEmpty();
        assertThat(sessions.signOutSession(id)).isFalse();
        assertThat(sessions.signOutSession("nonsense")).isFalse();
    }

    @Test
    void whatASessionSentBeforeItsSignOutWasHandledIsNotAccepted() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].postText("r", "c1", "too late");

        sessions.signOut("alice");

        assertThat(Peer.texts(peers[1].takeEvents())).isEmpty();
    }

    @Test
    void signOutWhileAHelloIsUnderWayEndsItToo() {
        TroubledStorage slow = new TroubledStorage();
        try (Chat other = Chat.open(slow, builder -> {})) {
            Peer alice = other.connect();
            slow.reads().hold();
            int hello = alice.post("hello", "\"v\":1,\"token\":\"guest:alice\"");
            other.env.runAll();

            assertThat(other.server.sessions().signOut("alice")).isEqualTo(1);
            slow.reads().release();
            other.env.runAll();

            assertThat(alice.find(hello).map(JsonObject::toString)).isEmpty();
            assertThat(alice.closed()).contains(CloseReason.SIGNED_OUT);
            assertThat(other.server.sessions().count()).isZero();
        }
    }
}
